import type { Table } from '@miaoben/kernel/transitions';
import type { DeathAction, DeathState } from './death.enums.ts';

/**
 * What somebody is to a report of a death. `unit`: the unit it was pushed to, which manages the file; `reporter`: the unit that sent it in;
 * `county`: disease control of the area.
 */
export type DeathParty = 'unit' | 'reporter' | 'county';
export type DeathTable = Table<`${DeathState}`, `${DeathAction}`, DeathParty>;

/**
 * 死亡人口: pushed to the unit in charge, which claims it for one of its files and confirms it; only then the file is closed. What is not
 * its own it returns, and disease control pushes it elsewhere. A wrong confirmation is undone: the file opens again.
 */
export const DEATH_TABLE: DeathTable = [
  { from: 'unclaimed', action: 'claim', by: ['unit'], to: 'claimed' },
  { from: 'unclaimed', action: 'give_back', by: ['unit'], to: 'returned', needsReason: true },
  { from: 'unclaimed', action: 'push', by: ['county'], to: 'unclaimed' },
  { from: 'unclaimed', action: 'dismiss', by: ['reporter', 'county'], to: 'dismissed', needsReason: true },
  { from: 'returned', action: 'claim', by: ['unit'], to: 'claimed' },
  { from: 'returned', action: 'push', by: ['county'], to: 'unclaimed' },
  { from: 'returned', action: 'dismiss', by: ['reporter', 'county'], to: 'dismissed', needsReason: true },
  { from: 'claimed', action: 'confirm', by: ['unit'], to: 'confirmed' },
  { from: 'claimed', action: 'give_back', by: ['unit'], to: 'returned', needsReason: true },
  { from: 'claimed', action: 'dismiss', by: ['unit'], to: 'dismissed', needsReason: true },
  { from: 'confirmed', action: 'undo', by: ['unit', 'county'], to: 'claimed', needsReason: true },
  { from: 'dismissed', action: 'reopen', by: ['unit', 'reporter'], to: 'unclaimed' },
  { from: 'dismissed', action: 'push', by: ['county'], to: 'unclaimed' },
];

/** Whose act a report needs now; one without a unit lies with disease control. */
export const AWAITED_DEATHS: readonly { state: `${DeathState}`; party: 'unit' | 'county' }[] = [
  { state: 'unclaimed', party: 'unit' },
  { state: 'claimed', party: 'unit' },
  { state: 'returned', party: 'county' },
];

/** The day of a death that can be: not before the birth, not in the future. */
export function diedOnFault(diedOn: string, birthDate: string | null, today: string) {
  if (diedOn > today) return 'date_in_future' as const;
  return birthDate !== null && diedOn < birthDate ? ('date_before_birth' as const) : undefined;
}
