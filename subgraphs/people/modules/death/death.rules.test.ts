import { readFileSync } from 'node:fs';
import { actionsOf, edgeOf, mermaidOf } from '@miaoben/kernel/transitions';
import { describe, expect, it } from 'vitest';
import { DeathAction, DeathState } from './death.enums.ts';
import { AWAITED_DEATHS, DEATH_TABLE, type DeathParty, diedOnFault } from './death.rules.ts';

const PARTIES: DeathParty[] = ['unit', 'reporter', 'county'];
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the states of a reported death', () => {
  it('J-13 take each edge of the table and no other, for each party', () => {
    for (const from of Object.values(DeathState))
      for (const action of Object.values(DeathAction))
        for (const party of PARTIES) {
          const own = DEATH_TABLE.filter((t) => t.action === action && t.by.includes(party));
          const edge = own.find((t) => t.from === from);
          expect(edgeOf(DEATH_TABLE, from, action, [party])).toBe(
            edge ?? (own.length > 0 ? 'wrong_state' : 'forbidden'),
          );
        }
    const keys = DEATH_TABLE.map(({ from, action }) => `${from} ${action}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { state, party } of AWAITED_DEATHS) expect(actionsOf(DEATH_TABLE, state, [party])).not.toEqual([]);
  });

  it('J-13 ask for words wherever somebody says no or takes a confirmation back, and are drawn in the README as they are', () => {
    for (const { action, needsReason } of DEATH_TABLE)
      expect(needsReason ?? false).toBe(['give_back', 'dismiss', 'undo'].includes(action));
    expect(readme).toContain(mermaidOf(DEATH_TABLE, ['unclaimed', 'claimed']));
  });

  it('J-13 hold the day of the death against birth and today', () => {
    expect(diedOnFault('2026-11-22', null, '2026-11-21')).toBe('date_in_future');
    expect(diedOnFault('2024-02-29', '2024-03-01', '2026-11-21')).toBe('date_before_birth');
    expect(diedOnFault('2024-03-01', '2024-03-01', '2026-11-21')).toBeUndefined();
    expect(diedOnFault('2026-11-21', null, '2026-11-21')).toBeUndefined();
  });
});
