import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, REFERENCE } from '../../../tests/support/schedule-cases.ts';
import { CONDITION_CODES, OBSERVATION_CODES } from './conditions.ts';
import {
  addDays,
  dayOf,
  evaluate,
  evaluateWithOthers,
  explain,
  forecast,
  forecastOthers,
  type GivenDose,
  isoOf,
  loadSchedule,
  type Reason,
  ruleOf,
  type Schedule,
  type Subject,
  scheduleVersions,
  type Trace,
  trace,
  traceText,
} from './index.ts';
import { doctor as enDoctor } from './messages/en/doctor.ts';
import { parent as enParent } from './messages/en/parent.ts';
import { trace as enTrace } from './messages/en/trace.ts';
import { doctor as zhDoctor } from './messages/zh-CN/doctor.ts';
import { parent as zhParent } from './messages/zh-CN/parent.ts';
import { trace as zhTrace } from './messages/zh-CN/trace.ts';
import { SUBSTANDARD_FACTS } from './types.ts';

const CODES = [...NOW.vaccines.keys()];
const USED = [...NOW.vaccines.values()].filter((v) => v.series.length > 0).map((v) => v.code);
const VERSIONS = scheduleVersions(REFERENCE).map(({ id }) => id);
const SCHEDULES = new Map(VERSIONS.map((id) => [id, loadSchedule(REFERENCE, id)]));
const LEFTOVER = /[{}—]|\[\]|undefined|null|NaN|，，|，。|：。|,,|,\.|:\.| {2}| [.,;:]|（）|\(\)/;

const day = (from: string, to: string) => fc.integer({ min: dayOf(from), max: dayOf(to) }).map(isoOf);

const subjects: fc.Arbitrary<Subject> = fc.record({
  birthDate: day('2008-01-01', '2026-10-01'),
  sex: fc.constantFrom('F' as const, 'M' as const, 'U' as const),
  division: fc.constantFrom('320102', '630102', '540102'),
  birthWeightG: fc.constantFrom(1400, 1900, 3200),
  conditions: fc.array(
    fc.record(
      {
        code: fc.constantFrom(...CONDITION_CODES),
        from: day('2015-01-01', '2026-01-01'),
        until: day('2026-01-01', '2028-01-01'),
      },
      { requiredKeys: ['code'] },
    ),
    { maxLength: 3 },
  ),
  observations: fc.array(
    fc.record({ code: fc.constantFrom(...OBSERVATION_CODES), date: day('2015-01-01', '2026-11-20') }),
    { maxLength: 3 },
  ),
});

const facts = fc.record(
  { lotExpires: day('2015-01-01', '2027-01-01'), substandard: fc.subarray([...SUBSTANDARD_FACTS]) },
  { requiredKeys: [] },
);

const children = subjects.chain((subject) =>
  fc.tuple(
    fc.constant(subject),
    fc
      .array(
        fc.tuple(
          fc.oneof(fc.constantFrom(0, 7, 28, 31, 60, 90, 183, 365), fc.nat(900)),
          fc.oneof(
            { weight: 4, arbitrary: fc.constantFrom(...USED) },
            { weight: 1, arbitrary: fc.constantFrom(...CODES, '9999') },
          ),
          facts,
          fc.nat(30),
        ),
        { maxLength: 16 },
      )
      .map((rows): GivenDose[] => {
        let date = subject.birthDate;
        return rows.map(([gap, vaccine, more, undated], i) => {
          date = addDays(date, gap);
          return { id: `d${i}`, vaccine, date: undated === 0 ? '' : date, ...more };
        });
      }),
    fc.constantFrom(...VERSIONS),
    day('2020-01-01', '2030-01-01'),
  ),
);

function reasonsOf(subject: Subject, history: GivenDose[], schedule: Schedule, asOf: string): Reason[] {
  const { doses } = evaluateWithOthers(subject, history, schedule, asOf);
  const forecasts = [
    ...forecast(subject, history, schedule, asOf),
    ...forecastOthers(subject, history, schedule, asOf),
  ];
  return [...doses, ...forecasts].flatMap(({ reasons }) => reasons);
}

const stepsOf = ({ doses, series }: Trace) => [...doses, ...series].flatMap(({ steps }) => steps);

/** What was looked up already. */
const KNOWN = new Set<string>();

/** A rule somebody can look up: in the data, with at least one mark that the data or the catalogues explain. */
function expectRule(schedule: Schedule, ruleId: string, source: readonly string[]): void {
  const key = [schedule.id, ruleId, ...source].join();
  if (KNOWN.has(key)) return;
  KNOWN.add(key);
  const rule = ruleOf(schedule, ruleId);
  expect(rule, `rule ${ruleId}`).not.toBeNull();
  expect(source.length, `marks of ${ruleId}`).toBeGreaterThan(0);
  for (const mark of [...source, ...(rule?.sources ?? []).map((s) => s.mark)]) {
    if (mark !== 'derived') expect(schedule.sources.get(mark)?.title, mark).toMatch(/\S/);
    expect(zhDoctor.marks[mark], mark).toMatch(/\S/);
    expect(enDoctor.marks[mark], mark).toMatch(/\S/);
  }
}

/** The sentences and steps of random records hold what they promise, so many times. */
export function explainProperties(numRuns: number): void {
  describe('whatever a record holds', () => {
    it('H-08 every reason has a rule in the data, a source and four whole sentences', () => {
      fc.assert(
        fc.property(children, ([subject, history, version, asOf]) => {
          const schedule = SCHEDULES.get(version)!;
          const said: string[] = [];
          for (const reason of reasonsOf(subject, history, schedule, asOf)) {
            expectRule(schedule, reason.ruleId, reason.source);
            for (const words of [zhParent, zhDoctor, enParent, enDoctor]) said.push(explain(reason, words));
          }
          for (const f of forecast(subject, history, schedule, asOf)) {
            for (const words of [zhParent, enParent, enDoctor]) said.push(explain(f, words));
            const told = explain(f, zhDoctor);
            said.push(told);
            expect(told).toContain('依据：');
          }
          expect(said.filter((text) => LEFTOVER.test(text))).toEqual([]);
        }),
        { numRuns },
      );
    });

    it('the trace tells what evaluate and forecast say, and why', () => {
      fc.assert(
        fc.property(children, ([subject, history, version, asOf]) => {
          const schedule = SCHEDULES.get(version)!;
          const found = trace(subject, history, schedule, asOf);
          const judged = evaluate(subject, history, schedule, asOf).doses;
          expect(found.doses.map(({ id }) => id)).toEqual(judged.map(({ id }) => id));
          for (const [i, { clinicallyValid, countedForCoverage, reasons, series, vaccine }] of judged.entries()) {
            const steps = found.doses[i]?.steps ?? [];
            const told = `${vaccine} ${JSON.stringify(steps)}`;
            const accepted = steps.filter((s) => s.check === 'verdict' && s.passed);
            expect(
              accepted.map((s) => ({ series: s.series, dose: s.dose })),
              told,
            ).toEqual(series);
            expect(
              steps.some((s) => s.check === 'verdict' && !s.passed),
              told,
            ).toBe(!clinicallyValid);
            expect(
              steps.some((s) => s.check === 'coverage' && s.passed),
              told,
            ).toBe(countedForCoverage);
            for (const {
              code,
              ruleId,
              facts: { daysShort },
            } of reasons) {
              const step = steps.find((s) => s.ruleId === ruleId && !s.passed && s.check !== 'verdict');
              expect(step, `${code} ${ruleId} ${told}`).toBeDefined();
              if (daysShort !== undefined && code !== 'INTERVAL_SHORT') expect(step?.days, told).toBe(-daysShort);
            }
          }
          const series = forecast(subject, history, schedule, asOf);
          expect(found.series.map((s) => [s.series, s.status])).toEqual(series.map((s) => [s.series, s.status]));
          for (const [i, f] of series.entries()) {
            const binding = (found.series[i]?.steps ?? []).filter((s) => s.binds);
            if (f.earliest === null || f.status === 'contraindicated') continue;
            expect(binding.length, JSON.stringify(f)).toBeGreaterThan(0);
            for (const step of binding) expect(step.bound).toBe(f.earliest);
          }
        }),
        { numRuns },
      );
    });

    it('the trace is plain data, the same each time, and every step reads in both languages', () => {
      fc.assert(
        fc.property(children, ([subject, history, version, asOf]) => {
          const schedule = SCHEDULES.get(version)!;
          const found = trace(subject, history, schedule, asOf);
          expect(JSON.parse(JSON.stringify(found))).toEqual(found);
          expect(trace(subject, history, schedule, asOf)).toEqual(found);
          const said: string[] = [];
          for (const step of stepsOf(found)) {
            expectRule(schedule, step.ruleId, step.source);
            for (const words of [zhTrace, enTrace]) said.push(traceText(step, words));
          }
          expect(said.filter((text) => LEFTOVER.test(text))).toEqual([]);
        }),
        { numRuns },
      );
    });
  });
}
