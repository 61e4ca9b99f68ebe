import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { child, NOW } from '../../../tests/support/schedule-cases.ts';
import {
  addDays,
  coverageSlots,
  dayOf,
  entryAssessment,
  evaluate,
  forecast,
  type GivenDose,
  isoOf,
  plus,
  remainingDoses,
  type Subject,
} from './index.ts';

const CODES = [...NOW.vaccines.values()].filter((v) => v.series.length > 0 || v.injectedLive).map((v) => v.code);

const subjects: fc.Arbitrary<Subject> = fc.record({
  birthDate: fc.integer({ min: dayOf('2010-01-01'), max: dayOf('2026-10-01') }).map(isoOf),
  sex: fc.constantFrom('F' as const, 'M' as const, 'U' as const),
  division: fc.constantFrom('320102', '630102', '540102'),
  conditions: fc.subarray([{ code: 'HBSAG_POS_MOTHER' }, { code: 'HIV_INFECTED' }, { code: 'C03' }], { maxLength: 1 }),
  birthWeightG: fc.constantFrom(1900, 3200),
  observations: fc.constant([]),
});

/** Doses at plausible ages: each a gap in days after the one before, often near the schedule's bounds. */
function histories(subject: Subject): fc.Arbitrary<GivenDose[]> {
  const gap = fc.oneof(
    fc.constantFrom(0, 1, 27, 28, 29, 31, 60, 61, 91, 150, 183, 365),
    fc.integer({ min: 0, max: 900 }),
  );
  return fc.array(fc.tuple(gap, fc.constantFrom(...CODES)), { maxLength: 20 }).map((rows) => {
    let date = subject.birthDate;
    return rows.map(([days, vaccine], i) => {
      date = addDays(date, days);
      return { id: `d${String(i).padStart(2, '0')}`, date, vaccine };
    });
  });
}

const cases = subjects.chain((subject) =>
  fc.tuple(fc.constant(subject), histories(subject), fc.integer({ min: 0, max: 7000 })),
);
const RUNS = { numRuns: 2000 };

describe('properties of the engine', () => {
  it('the order of the records never matters', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.nat()), ([subject, history, age], keys) => {
        const asOf = addDays(subject.birthDate, age);
        const order = history.map((dose) => ({ dose, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const mixed = order.map((o) => o.dose);
        expect(forecast(subject, mixed, NOW, asOf)).toEqual(forecast(subject, history, NOW, asOf));
        expect(coverageSlots(subject, mixed, NOW)).toEqual(coverageSlots(subject, history, NOW));
        const byId = (list: readonly GivenDose[]) =>
          evaluate(subject, list, NOW, asOf).doses.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(byId(mixed)).toEqual(byId(history));
      }),
      RUNS,
    );
  });

  it('a forecast never lies before the minimum age or the minimum interval of its dose', () => {
    const other = [
      'TYPE2_FILL',
      'CATCH_UP_WITHOUT_MPSV_A',
      'FOUR_DOSE_COURSE',
      'THREE_DOSE_COURSE',
      'PRODUCT_REPLACED',
    ];
    const plain = new Set(['HepB', 'BCG', 'DTaP', 'MPSV-A', 'MPSV-AC', 'HPV']);
    fc.assert(
      fc.property(cases, ([subject, history, age]) => {
        const asOf = addDays(subject.birthDate, age);
        const past = history.filter((d) => d.date <= asOf);
        const judged = evaluate(subject, past, NOW, asOf).doses;
        for (const f of forecast(subject, past, NOW, asOf)) {
          if (f.earliest === null || f.dose === null || f.status === 'contraindicated') continue;
          expect(f.earliest >= subject.birthDate).toBe(true);
          expect(f.recommended !== null && f.recommended >= f.earliest).toBe(true);
          expect(f.latest !== null && f.latest >= f.earliest).toBe(true);
          expect(f.products.length).toBeGreaterThan(0);
          const rule = NOW.byId.get(f.series)?.doses[f.dose - 1];
          if (!rule || !plain.has(f.series) || f.reasons.some((r) => other.includes(r.code))) continue;
          const earliest = dayOf(f.earliest);
          if (rule.minAge) expect(earliest).toBeGreaterThanOrEqual(plus(dayOf(subject.birthDate), rule.minAge));
          for (const interval of rule.intervals) {
            const [series, dose] =
              typeof interval.from === 'number'
                ? [f.series, interval.from]
                : [interval.from.series, interval.from.dose];
            const from = judged.find((d) => d.series.some((s) => s.series === series && s.dose === dose));
            if (from) expect(earliest).toBeGreaterThanOrEqual(plus(dayOf(from.date), interval.min));
          }
        }
      }),
      RUNS,
    );
  });

  it('Q-17 what is forecast is valid when given on its earliest possible day, and counts as that dose', () => {
    fc.assert(
      fc.property(cases, ([subject, history, age]) => {
        const asOf = addDays(subject.birthDate, age);
        const past = history.filter((d) => d.date <= asOf);
        for (const f of forecast(subject, past, NOW, asOf)) {
          const product = f.products[0];
          if (f.earliest === null || product === undefined || f.status === 'deferred') continue;
          const future = f.earliest > asOf;
          const date = future ? f.earliest : asOf;
          if (f.latest !== null && date > f.latest) continue;
          const more = [...past, { id: 'next', date, vaccine: product }];
          const judged = evaluate(subject, more, NOW, date).doses.at(-1);
          const kept = judged?.series.find((s) => s.series === f.series);
          const why = JSON.stringify({ f, judged });
          expect(kept, why).toBeDefined();
        }
      }),
      RUNS,
    );
  });

  it('a child called late again and again, to any due series and with any product offered, only gets valid doses', () => {
    const visit = fc.record({ delay: fc.integer({ min: 0, max: 500 }), pick: fc.nat(), product: fc.nat() });
    fc.assert(
      fc.property(subjects, fc.array(visit, { maxLength: 25 }), (subject, visits) => {
        const history: GivenDose[] = [];
        let today = subject.birthDate;
        for (const [i, { delay, pick, product }] of visits.entries()) {
          today = addDays(today, delay);
          const open = forecast(subject, history, NOW, today).filter(
            (f) => f.status === 'due' || f.status === 'overdue',
          );
          const f = open[pick % Math.max(1, open.length)];
          if (!f) continue;
          history.push({ id: `v${i}`, date: today, vaccine: f.products[product % f.products.length]! });
          const judged = evaluate(subject, history, NOW, today).doses.at(-1);
          expect(judged, JSON.stringify({ subject, history, f })).toMatchObject({ clinicallyValid: true, reasons: [] });
          expect(judged?.series).toEqual([{ series: f.series, dose: f.dose }]);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('one more dose never opens a completed series', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...CODES), ([subject, history, age], code) => {
        const asOf = addDays(subject.birthDate, age);
        const past = history.filter((d) => d.date <= asOf);
        const before = forecast(subject, past, NOW, asOf);
        const after = forecast(subject, [...past, { id: 'z', date: asOf, vaccine: code }], NOW, asOf);
        for (const [i, f] of before.entries()) if (f.status === 'complete') expect(after[i]?.status).toBe('complete');
      }),
      RUNS,
    );
  });

  it('a later day never opens a completed series', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 3000 }), ([subject, history, age], later) => {
        const asOf = addDays(subject.birthDate, age);
        const past = history.filter((d) => d.date <= asOf);
        const now = forecast(subject, past, NOW, asOf);
        const then = forecast(subject, past, NOW, addDays(asOf, later));
        for (const [i, f] of now.entries()) if (f.status === 'complete') expect(then[i]?.status).toBe('complete');
      }),
      RUNS,
    );
  });

  it('J-16 following the plan of remaining doses ends with nothing to catch up', () => {
    fc.assert(
      fc.property(cases, ([subject, history, age]) => {
        const asOf = addDays(subject.birthDate, age);
        const past = history.filter((d) => d.date <= asOf);
        const plan = remainingDoses(subject, past, NOW, asOf);
        const given = [...past, ...plan.map((p, i) => ({ id: `p${i}`, date: p.date, vaccine: p.products[0]! }))];
        const end = [asOf, ...plan.map((p) => p.date)].toSorted().at(-1)!;
        const open = forecast(subject, given, NOW, end).filter((f) => f.status === 'due' || f.status === 'overdue');
        expect(open.map((f) => `${f.series}-${f.dose}`)).toEqual([]);
        if (entryAssessment(subject, given, NOW, end).result === 2) throw new Error('a followed plan is turned away');
      }),
      { numRuns: 500 },
    );
  });

  it('the same call twice gives the same answer and leaves its input alone', () => {
    fc.assert(
      fc.property(cases, ([subject, history, age]) => {
        const asOf = addDays(subject.birthDate, age);
        const frozen = JSON.stringify({ subject, history });
        const first = JSON.stringify(forecast(subject, history, NOW, asOf));
        expect(JSON.stringify(forecast(subject, history, NOW, asOf))).toBe(first);
        expect(JSON.stringify({ subject, history })).toBe(frozen);
      }),
      RUNS,
    );
  });

  it('a thousand fully vaccinated children are complete for their age and judged without complaint', () => {
    let judged = 0;
    for (let i = 0; i < 1000; i++) {
      const subject = child(isoOf(dayOf('2008-01-01') + i * 4), { sex: i % 2 ? 'M' : 'F' });
      const plan = remainingDoses(subject, [], NOW, subject.birthDate);
      const given = plan.map((p, n) => ({ id: `d${n}`, date: p.date, vaccine: p.products[0]! }));
      const { doses } = evaluate(subject, given, NOW, '2026-11-20');
      expect(doses.filter((d) => !d.clinicallyValid || !d.countedForCoverage)).toEqual([]);
      judged += doses.length;
    }
    // 22 doses for each child, and two of HPV for the girls born from 2011-11-10.
    expect(judged).toBeGreaterThanOrEqual(22_000);
    expect(judged).toBeLessThanOrEqual(24_000);
  });
});
