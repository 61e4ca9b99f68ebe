import { readFileSync } from 'node:fs';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { describe, expect, it } from 'vitest';
import { type EntryResult, entryAssessment, loadSchedule, type Subject } from './index.ts';

/** A child at the school's door, written from section 9; doses as `series-number`, in any order. */
interface EntryCase {
  readonly id: string;
  readonly clause: string;
  readonly story: string;
  readonly choice?: string;
  readonly input: {
    readonly birthDate: string;
    readonly sex: Subject['sex'];
    readonly division: string;
    readonly asOf: string;
    readonly conditions: readonly string[];
    readonly doses: readonly { readonly date: string; readonly vaccine: string }[];
  };
  readonly expect: {
    readonly result: EntryResult;
    readonly missing: readonly string[];
    readonly dueNow?: readonly string[];
  };
}

const cases: readonly EntryCase[] = JSON.parse(
  readFileSync(new URL('./cases/entry/entry.json', import.meta.url), 'utf8'),
);
const now = loadSchedule(nipSchedule(), 'current');

describe('nip-schedule section 9: doses expected at entry', () => {
  it.each(cases.map((c) => [`Q-20 ${c.clause}: ${c.story} (${c.id})`, c] as const))('%s', (_name, c) => {
    const { asOf, doses, conditions, ...person } = c.input;
    const subject: Subject = { ...person, conditions: conditions.map((code) => ({ code })) };
    const history = doses.map((dose, i) => ({ id: `dose-${i}`, ...dose }));
    const { result, missing } = entryAssessment(subject, history, now, asOf);
    const names = (list: typeof missing) => list.map((m) => `${m.series}-${m.dose}`).toSorted();
    expect({ result, missing: names(missing) }).toEqual({
      result: c.expect.result,
      missing: c.expect.missing.toSorted(),
    });
    if (c.expect.dueNow) expect(names(missing.filter((m) => m.dueNow))).toEqual(c.expect.dueNow.toSorted());
  });
});
