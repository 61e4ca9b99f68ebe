import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assessment } from '../assessment/assessment.client.ts';
import { pathOf } from './pupil-intake.rules.ts';
import { mayFollow } from './pupil-state.rules.ts';
import { follow } from './pupil-verdict.rules.ts';
import type { PupilRow, PupilVerdict } from './school-pupil.repository.ts';
import { PupilState } from './school-pupil.type.ts';

const STATES = Object.values(PupilState);
const dose = (series: string, n: number) => ({
  series,
  seriesName: `${series}疫苗`,
  majorCode: '12',
  dose: n,
  earliest: '2026-11-21',
});
const row = (over: Partial<PupilRow>): PupilRow =>
  ({ state: PupilState.evaluated, verdict: 'missing_doses', missing: [], caught_up: [], ...over }) as PupilRow;
const answer = (over: Partial<Assessment>): Assessment => ({
  personId: 'p',
  scheduleVersion: 'NIP-2026',
  ruleDate: '2026-06-17',
  result: 1,
  missing: [],
  awaited: [],
  ...over,
});

describe('the states of a pupil’s row', () => {
  it('H-27 goes from the list over the match to the answer, and only a list brings back who left', () => {
    expect(STATES.filter((to) => mayFollow(PupilState.imported, to))).toEqual(['matched', 'candidate', 'unmatched']);
    expect(STATES.filter((to) => mayFollow(PupilState.moved, to))).toEqual(['imported']);
    expect(mayFollow(PupilState.candidate, PupilState.evaluated)).toBe(false);
    expect(mayFollow(PupilState.imported, PupilState.notified)).toBe(false);
  });

  it('has no dead end but leaving: from any state every pupil can still be judged again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), (from) => {
        const seen = new Set([from]);
        for (const state of seen) for (const next of STATES) if (mayFollow(state, next)) seen.add(next);
        expect(seen.has(PupilState.evaluated)).toBe(true);
        expect(seen.has(PupilState.moved)).toBe(true);
      }),
    );
  });

  it('Q-77 begins each verdict where it belongs', () => {
    const verdicts: PupilVerdict[] = ['complete', 'missing_doses', 'postponed', 'not_yet_due', 'no_file', 'candidate'];
    expect(verdicts.map((v) => pathOf(v).state)).toEqual([
      'evaluated',
      'evaluated',
      'evaluated',
      'evaluated',
      'unmatched',
      'candidate',
    ]);
  });
});

describe('what a new answer makes of a row', () => {
  const missing = [dose('MMR', 2), dose('MPSV-AC', 1)];

  it('H-27 is caught up only when every dose is given; one of two stays on the list', () => {
    const half = follow(row({ missing }), answer({ result: 2, missing: [dose('MPSV-AC', 1)] }));
    expect(half).toMatchObject({ state: null, verdict: 'missing_doses', caughtUp: [{ series: 'MMR', dose: 2 }] });
    const whole = follow(row({ missing: half.missing, caught_up: half.caughtUp }), answer({ result: 1 }));
    expect(whole).toMatchObject({ state: 'caught_up', verdict: 'complete', missing: [] });
    expect(whole.caughtUp.map((d) => `${d.series} ${d.dose}`)).toEqual(['MMR 2', 'MPSV-AC 1']);
  });

  it('keeps a dose on the list, with its day, while its interval has not passed', () => {
    const later = { ...dose('MPSV-AC', 2), earliest: '2029-01-01' };
    const next = follow(row({ missing: [dose('MPSV-AC', 1), later] }), answer({ result: 5, awaited: [later] }));
    expect(next).toMatchObject({ verdict: 'not_yet_due', state: null, missing: [later] });
    expect(next.caughtUp).toEqual([{ series: 'MPSV-AC', seriesName: 'MPSV-AC疫苗', dose: 1 }]);
  });

  it('gives nothing for a child who is postponed: that is not the same as done', () => {
    expect(follow(row({ missing }), answer({ result: 4 }))).toMatchObject({
      verdict: 'postponed',
      caughtUp: [],
      state: null,
    });
  });

  it('asks again when a dose that counted is voided', () => {
    const done = row({ verdict: 'complete', state: PupilState.caught_up, caught_up: missing });
    const again = follow(done, answer({ result: 2, missing: [dose('MMR', 2)] }));
    expect(again).toMatchObject({ state: 'evaluated', verdict: 'missing_doses', missing: [dose('MMR', 2)] });
    expect(again.caughtUp.map((d) => d.series)).toEqual(['MPSV-AC']);
  });

  it('says so when nothing changed', () => {
    expect(follow(row({ missing }), answer({ result: 2, missing })).isChanged).toBe(false);
  });

  it('loses no dose: what was missing is either still missing or caught up', () => {
    const doses = fc.uniqueArray(
      fc.record({ series: fc.constantFrom('MMR', 'DTaP', 'Polio'), n: fc.integer({ min: 1, max: 4 }) }),
      { selector: ({ series, n }) => `${series} ${n}` },
    );
    fc.assert(
      fc.property(doses, fc.func(fc.boolean()), (all, isGiven) => {
        const before = all.map(({ series, n }) => dose(series, n));
        const left = before.filter((d) => !isGiven(`${d.series} ${d.dose}`));
        const next = follow(row({ missing: before }), answer(left.length > 0 ? { result: 2, missing: left } : {}));
        const both = [...next.missing, ...next.caughtUp].map((d) => `${d.series} ${d.dose}`);
        expect(both.sort()).toEqual(before.map((d) => `${d.series} ${d.dose}`).sort());
      }),
    );
  });
});
