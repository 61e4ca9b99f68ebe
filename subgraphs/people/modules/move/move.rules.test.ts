import { readFileSync } from 'node:fs';
import { actionsOf, edgeOf, mermaidOf } from '@miaoben/kernel/transitions';
import { describe, expect, it } from 'vitest';
import { MoveAction, MoveState } from './move.enums.ts';
import { AWAITED, MOVE_TABLES, type MoveParty, OPEN_MOVES } from './move.rules.ts';

const PARTIES: MoveParty[] = ['holder', 'taker', 'county', 'clock', 'province'];
const STATES = Object.values(MoveState);
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe.each(Object.entries(MOVE_TABLES))('the states of a move: %s', (direction, table) => {
  it('S-43 J-11 takes each edge of the table and no other, for each party', () => {
    for (const from of STATES)
      for (const action of Object.values(MoveAction))
        for (const party of PARTIES) {
          const own = table.filter((t) => t.action === action && t.by.includes(party));
          const edge = own.find((t) => t.from === from);
          expect(edgeOf(table, from, action, [party])).toBe(edge ?? (own.length > 0 ? 'wrong_state' : 'forbidden'));
          expect(actionsOf(table, from, [party]).includes(action)).toBe(edge !== undefined);
        }
    expect(edgeOf(table, 'waiting', 'receive', [])).toBe('forbidden');
  });

  it('S-43 J-11 is unambiguous, asks for words wherever somebody says no, and shows who has to act a button', () => {
    const keys = table.map(({ from, action }) => `${from} ${action}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { action, needsReason } of table)
      expect(needsReason ?? false).toBe(action === 'refuse' || action === 'give_back');
    for (const { state, party } of AWAITED.filter((w) => w.direction === direction))
      expect(actionsOf(table, state, [party])).not.toEqual([]);
    // What is open can always be ended by its sender or the platform.
    for (const from of OPEN_MOVES)
      if (table.some((t) => t.from === from)) expect(actionsOf(table, from, PARTIES)).toContain('void');
  });

  it('S-43 is drawn in the README as it is', () => {
    const first = {
      out: ['initiated', 'waiting'],
      in: ['initiated'],
      abroad: ['initiated'],
      arrival: ['received'],
    } as const;
    const drawing = mermaidOf(table, first[direction as keyof typeof first]);
    expect(readme).toContain(drawing);
  });
});
