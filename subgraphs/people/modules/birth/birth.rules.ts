import { badInput } from '@miaoben/kernel';
import type { Table } from '@miaoben/kernel/transitions';
import type { PeopleSetting } from '../setting/setting.rules.ts';
import type { BirthAction, BirthState, DestinationBasis, TestResult } from './birth.enums.ts';

/** `ward`: the obstetric unit that filed it; `clinic`: its destination; `clock`: the platform itself. */
export type BirthParty = 'ward' | 'clinic' | 'clock';
export type BirthTable = Table<`${BirthState}`, `${BirthAction}`, BirthParty>;

/**
 * 产科档案: filed by the ward, handed to the clinic by the day of its setting, by the ward itself, or taken by the clinic before. What was
 * handed over can be undone while nobody changed the file; the clinic gives back what is not its own. `settle` ends a file that went
 * elsewhere by a move.
 */
export const BIRTH_TABLE: BirthTable = [
  { from: 'filed', action: 'amend', by: ['ward'], to: 'filed' },
  { from: 'filed', action: 'push', by: ['ward'], to: 'pushed' },
  { from: 'filed', action: 'fall_due', by: ['clock'], to: 'pushed' },
  { from: 'filed', action: 'pull', by: ['clinic'], to: 'pulled' },
  { from: 'filed', action: 'cancel', by: ['ward'], to: 'cancelled', needsReason: true },
  { from: 'filed', action: 'settle', by: ['clock'], to: 'pulled' },
  { from: 'pushed', action: 'undo', by: ['ward'], to: 'filed' },
  { from: 'pushed', action: 'give_back', by: ['clinic'], to: 'returned', needsReason: true },
  { from: 'pulled', action: 'undo', by: ['clinic'], to: 'filed' },
  { from: 'pulled', action: 'give_back', by: ['clinic'], to: 'returned', needsReason: true },
  { from: 'returned', action: 'amend', by: ['ward'], to: 'returned' },
  { from: 'returned', action: 'push', by: ['ward'], to: 'pushed' },
  { from: 'returned', action: 'pull', by: ['clinic'], to: 'pulled' },
  { from: 'returned', action: 'cancel', by: ['ward'], to: 'cancelled', needsReason: true },
  { from: 'returned', action: 'settle', by: ['clock'], to: 'pulled' },
  { from: 'cancelled', action: 'restore', by: ['ward'], to: 'filed' },
];

/** Whose act a file needs now: the ward must send a returned one elsewhere, the clinic may take a filed one. */
export const AWAITED_BIRTHS: readonly { state: `${BirthState}`; party: Exclude<BirthParty, 'clock'> }[] = [
  { state: 'filed', party: 'clinic' },
  { state: 'returned', party: 'ward' },
];

export const GESTATION_WEEKS = { min: 20, max: 45 };

interface Tests {
  hbsag: `${TestResult}` | null;
  antiHbs: `${TestResult}` | null;
  testedOn: string | null;
}

/**
 * The mother's results by the rules of the region (S-10).
 * @throws BAD_INPUT input.mother.hbsag, input.mother.antiHbs (required where the setting says so), input.mother.testedOn
 */
export function checkedTests(tests: Tests, setting: PeopleSetting, today: string): Tests {
  if (setting.hbsagRequired && tests.hbsag === null) throw badInput('input.mother.hbsag', 'required');
  if (setting.antiHbsRequired && tests.antiHbs === null) throw badInput('input.mother.antiHbs', 'required');
  if (tests.testedOn !== null && tests.testedOn > today) throw badInput('input.mother.testedOn', 'date_in_future');
  return tests;
}

/** The condition of the schedule that follows from the mother's HBsAg; an unknown one is treated as such (S26). */
export const hbsagCondition = (hbsag: `${TestResult}` | null): string | null =>
  hbsag === 'negative' ? null : hbsag === 'positive' ? 'HBSAG_POS_MOTHER' : 'HBSAG_UNKNOWN_MOTHER';

/** Conditions of the file after the mother's result changed. */
export const withHbsag = (conditions: readonly string[], hbsag: `${TestResult}` | null): string[] => {
  const condition = hbsagCondition(hbsag);
  const others = conditions.filter((c) => c !== 'HBSAG_POS_MOTHER' && c !== 'HBSAG_UNKNOWN_MOTHER');
  return condition ? [...others, condition] : others;
};

const COUNTY_DIGITS = 6;

/** True when a clinic lies in the county by which the destination is chosen. */
export function suitsBasis(
  clinicDivision: string,
  basis: `${DestinationBasis}`,
  places: Record<`${DestinationBasis}`, string>,
): boolean {
  return clinicDivision.slice(0, COUNTY_DIGITS) === places[basis].slice(0, COUNTY_DIGITS);
}
