import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, evaluateWithOthers, forecastOthers, type GivenDose, type Subject } from '../index.ts';
import { schedule } from './others.test-kit.ts';

const CODES = [
  ...['2201', '5401', '5402', '2108', '2109', '2503', '2501', '2401', '2402', '2403', '2301', '4901', '5001', '5301'],
  ...['1702', '1703', '1704', '2802', '2803', '2202', '2203', '5501', '5502', '5503', '5201', '0801', '2904', '3401'],
  ...['1201', '0402', '0303', '0101', '5101'],
];
/** Ages people are seen at: mostly infants, then everybody. */
const age = fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 25_000 }));
const subject = fc.record({
  birthDate: fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2015-01-01', n)),
  sex: fc.constantFrom('F' as const, 'M' as const),
  division: fc.constant('320102'),
  conditions: fc.constant([]),
  observations: fc.constant([]),
});
const ages = fc.array(fc.tuple(age, fc.constantFrom(...CODES)), { maxLength: 9 });
const world = fc.tuple(subject, ages, age).map(([who, given, today]) => {
  const history = given.map(([n, vaccine], i) => ({ id: `${100 + i}`, date: addDays(who.birthDate, n), vaccine }));
  return { who, history, asOf: addDays(who.birthDate, today) };
});

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 400) };
const past = (history: readonly GivenDose[], asOf: string) => history.filter((d) => d.date <= asOf);
const shape = (who: Subject, history: readonly GivenDose[], asOf: string) =>
  JSON.stringify(forecastOthers(who, history, schedule, asOf));

describe('outside the programme, whatever was given', () => {
  it('a dose given on the day it is forecast for is valid', () => {
    fc.assert(
      fc.property(world, ({ who, history, asOf }) => {
        const had = past(history, asOf);
        for (const f of forecastOthers(who, had, schedule, asOf)) {
          if (f.dose === null || f.earliest === null || f.products.length === 0) continue;
          const date = f.earliest < asOf ? asOf : f.earliest;
          if (f.latest !== null && date > f.latest) continue;
          const code = f.products[0]!;
          const judged = evaluateWithOthers(who, [...had, { id: '999', date, vaccine: code }], schedule, date).doses.at(
            -1,
          )!;
          // A second record of the same vaccine on one day is one dose; elsewhere the dose must be right.
          if (had.some((d) => d.date === date && d.vaccine === code)) continue;
          // Rabies doses without a recorded exposure may belong to a course of either kind.
          const counted = f.series.startsWith('RabV')
            ? judged.clinicallyValid
            : judged.series.some((s) => s.series === f.series);
          expect(counted, `${f.series} ${f.dose} on ${date}: ${JSON.stringify(judged)}`).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('no date lies before the birth, the dates are in order, and finished series carry none', () => {
    fc.assert(
      fc.property(world, ({ who, history, asOf }) => {
        for (const f of forecastOthers(who, history, schedule, asOf)) {
          if (f.dose === null) {
            expect([f.earliest, f.recommended, f.overdueFrom, f.latest, f.products]).toEqual([
              null,
              null,
              null,
              null,
              [],
            ]);
            expect(['complete', 'not_applicable', 'aged_out']).toContain(f.status);
            continue;
          }
          expect(f.earliest! >= who.birthDate && f.earliest! <= f.recommended!, f.series).toBe(true);
          expect(f.latest === null || f.earliest! <= f.latest, f.series).toBe(true);
          expect(f.status === 'not_yet', f.series).toBe(f.earliest! > asOf && f.status !== 'deferred');
        }
      }),
      RUNS,
    );
  });

  it('the order of the input and doses yet to come change nothing', () => {
    fc.assert(
      fc.property(world, ({ who, history, asOf }) => {
        const expected = shape(who, past(history, asOf), asOf);
        expect(shape(who, [...history].reverse(), asOf)).toBe(expected);
      }),
      RUNS,
    );
  });

  it('what the programme thinks of its own doses stays as it is', () => {
    fc.assert(
      fc.property(world, ({ who, history, asOf }) => {
        const judged = evaluateWithOthers(who, history, schedule, asOf).doses;
        expect(judged.map((d) => [d.id, d.clinicallyValid])).toEqual(judged.map((d) => [d.id, d.status === 'valid']));
        for (const d of judged) if (!d.clinicallyValid) expect(d.reasons.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
