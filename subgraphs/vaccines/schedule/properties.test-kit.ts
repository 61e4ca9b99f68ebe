import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  coverageSlots,
  dayOf,
  entryAssessment,
  evaluate,
  forecast,
  type GivenDose,
  isInjectedLive,
  isoOf,
  plus,
  remainingDoses,
  type Schedule,
  SERIES_STATUSES,
  type SeriesForecast,
  type SeriesStatus,
  type Subject,
} from './index.ts';
import { children, type RandomChild, subjects, VERSION_IDS, type VersionId, version } from './random-child.test-kit.ts';

const FINISHED: ReadonlySet<SeriesStatus> = new Set(['complete', 'not_applicable', 'aged_out']);
const SECTION_7 = new Set([
  'TOO_YOUNG',
  'INTERVAL_SHORT',
  'LIVE_CONFLICT',
  'WRONG_PRODUCT',
  'EXCESS_DOSE',
  'DUPLICATE',
  'EXPIRED_LOT',
  'NO_DATE',
  'CONTRAINDICATED',
]);
/** Runs between two breaths: a worker that never answers is taken for dead. */
const BREATH = 500;

/** Runs a property so often, prints its seed and figures, and fails with the smallest child found. */
async function holds<T>(runs: number, arbitrary: fc.Arbitrary<T>, body: (value: T) => void): Promise<void> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const started = performance.now();
  for (let done = 0, chunk = 0; done < runs; done += BREATH, chunk++) {
    fc.assert(fc.property(arbitrary, body), { numRuns: Math.min(BREATH, runs - done), seed: seed + chunk });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${expect.getState().currentTestName}: ${runs} runs, seed ${seed}, ${seconds} s\n`);
}

function ask({ subject, history, asOf, versionId }: RandomChild): SeriesForecast[] {
  return forecast(subject, history, version(versionId), asOf);
}

const find = (list: readonly SeriesForecast[], series: string): SeriesForecast => {
  const found = list.find((f) => f.series === series);
  if (!found) throw new Error(`no series ${series}`);
  return found;
};

/** What a user sees of a series; the marks of the reasons may differ from version to version. */
const shown = ({ reasons: _, ...rest }: SeriesForecast) => rest;

/** The child without states that begin or end: the same person on any day. */
const steady = (child: RandomChild): RandomChild => ({
  ...child,
  subject: { ...child.subject, conditions: child.subject.conditions.filter((c) => c.from === undefined) },
});

function judgedLast(subject: Subject, history: readonly GivenDose[], schedule: Schedule, asOf: string) {
  return evaluate(subject, history, schedule, asOf).doses.at(-1);
}

/** Series and versions whose data in nip-schedule.json are the same. */
const EQUAL: readonly { readonly versions: readonly VersionId[]; readonly series: readonly string[] }[] = [
  { versions: VERSION_IDS, series: ['HepB', 'BCG', 'MMR', 'MPSV-AC', 'HepA'] },
  { versions: VERSION_IDS.slice(0, 3), series: ['Polio', 'MPSV-A', 'JE'] },
  { versions: VERSION_IDS.slice(1), series: ['DTaP', 'DT'] },
  { versions: VERSION_IDS.slice(2), series: ['HPV'] },
];

/** The properties of the engine, each over so many random children. */
export function engineProperties(runs: number): void {
  describe(`properties of the engine over ${runs} children`, () => {
    it('the children reach every series, version, status and reason', async () => {
      const seen = { statuses: new Map<string, number>(), reasons: new Map<string, number>(), versions: new Set() };
      await holds(Math.max(1000, runs / 10), children(), (child) => {
        seen.versions.add(child.versionId);
        for (const f of ask(child)) {
          const key = `${f.series} ${f.status}`;
          seen.statuses.set(key, (seen.statuses.get(key) ?? 0) + 1);
        }
        for (const dose of evaluate(child.subject, child.history, version(child.versionId), child.asOf).doses)
          for (const { code } of dose.reasons) seen.reasons.set(code, (seen.reasons.get(code) ?? 0) + 1);
      });
      process.stdout.write(`${JSON.stringify(Object.fromEntries([...seen.statuses].toSorted()))}\n`);
      process.stdout.write(`${JSON.stringify(Object.fromEntries(seen.reasons))}\n`);
      expect(seen.versions.size).toBe(VERSION_IDS.length);
      for (const status of SERIES_STATUSES)
        expect([...seen.statuses.keys()].some((key) => key.endsWith(` ${status}`))).toBe(true);
      for (const code of SECTION_7) if (code !== 'EXPIRED_LOT') expect([...seen.reasons.keys()]).toContain(code);
    });

    it('the statuses and dates are what their definitions say', async () => {
      await holds(runs, children(), (child) => {
        for (const f of ask(child)) {
          const { status, dose, earliest, recommended, overdueFrom, latest, products } = f;
          if (FINISHED.has(status)) {
            expect({ dose, earliest, recommended, overdueFrom, latest }).toEqual({
              dose: null,
              earliest: null,
              recommended: null,
              overdueFrom: null,
              latest: null,
            });
            continue;
          }
          const late = overdueFrom !== null && overdueFrom <= child.asOf;
          if (dose === null || earliest === null || recommended === null || latest === null)
            throw new Error(`an open series without dates: ${JSON.stringify(f)}`);
          expect(recommended >= earliest).toBe(true);
          if (status === 'contraindicated') continue;
          expect(latest >= recommended && child.asOf <= latest).toBe(true);
          expect(products.length).toBeGreaterThan(0);
          if (status === 'not_yet') expect(earliest > child.asOf).toBe(true);
          if (status === 'due' || status === 'overdue') expect(earliest <= child.asOf).toBe(true);
          if (status === 'due') expect(late).toBe(false);
          if (status === 'overdue') expect(late).toBe(true);
        }
      });
    });

    it('Q-19 a dose is valid, or its faults are named by the codes of section 7', async () => {
      await holds(runs, children(), ({ subject, history, asOf, versionId }) => {
        const { doses } = evaluate(subject, history, version(versionId), asOf);
        expect(doses.map((d) => d.id)).toEqual(history.map((d) => d.id));
        for (const d of doses) {
          for (const { code } of d.reasons) expect(SECTION_7.has(code)).toBe(true);
          if (!d.clinicallyValid) expect(d.reasons.length).toBeGreaterThan(0);
          const codes = d.reasons.map((r) => r.code);
          if (codes.includes('NO_DATE') || codes.includes('DUPLICATE')) {
            expect(d.countedForCoverage).toBe(false);
            expect(d.clinicallyValid).toBe(false);
          }
        }
      });
    });

    it('the order of the records never matters', async () => {
      await holds(
        runs,
        fc.tuple(children(), fc.infiniteStream(fc.nat())),
        ([{ subject, history, asOf, versionId }, keys]) => {
          const schedule = version(versionId);
          const order = history.map((dose) => ({ dose, key: keys.next().value })).sort((a, b) => a.key - b.key);
          const mixed = order.map((o) => o.dose);
          expect(forecast(subject, mixed, schedule, asOf)).toEqual(forecast(subject, history, schedule, asOf));
          expect(coverageSlots(subject, mixed, schedule)).toEqual(coverageSlots(subject, history, schedule));
          const byId = (list: readonly GivenDose[]) =>
            evaluate(subject, list, schedule, asOf).doses.toSorted((a, b) => (a.id < b.id ? -1 : 1));
          expect(byId(mixed)).toEqual(byId(history));
        },
      );
    });

    it('a forecast never lies before the minimum age or the minimum interval of its dose', async () => {
      const other = new Set([
        'TYPE2_FILL',
        'CATCH_UP_WITHOUT_MPSV_A',
        'FOUR_DOSE_COURSE',
        'THREE_DOSE_COURSE',
        'PRODUCT_REPLACED',
        'HEPB_REVACCINATION',
      ]);
      const plain = new Set(['HepB', 'BCG', 'DTaP', 'MPSV-A', 'MPSV-AC', 'HPV']);
      await holds(runs, children(), (child) => {
        const { subject, history, asOf, versionId } = child;
        const schedule = version(versionId);
        const birth = dayOf(subject.birthDate);
        const judged = evaluate(subject, history, schedule, asOf).doses;
        for (const f of ask(child)) {
          if (f.earliest === null || f.dose === null) continue;
          const earliest = dayOf(f.earliest);
          expect(earliest).toBeGreaterThanOrEqual(birth);
          if (f.status !== 'contraindicated' && f.products.every((code) => isInjectedLive(schedule, code))) {
            for (const given of history) {
              const kin = schedule.vaccines.get(given.vaccine)?.series.includes(f.series);
              if (given.date === '' || given.date === asOf || kin || !isInjectedLive(schedule, given.vaccine)) continue;
              expect(earliest).toBeGreaterThanOrEqual(dayOf(given.date) + 28);
            }
            const blood = (subject.observations ?? []).filter((o) =>
              ['IMMUNOGLOBULIN', 'BLOOD_PRODUCT', 'HBIG'].includes(o.code),
            );
            if (f.series !== 'BCG')
              for (const o of blood)
                expect(earliest).toBeGreaterThanOrEqual(plus(dayOf(o.date), { months: 3, days: 0 }));
          }
          const rule = schedule.byId.get(f.series)?.doses[f.dose - 1];
          if (!rule || !plain.has(f.series) || f.reasons.some((r) => other.has(r.code))) continue;
          if (rule.minAge) expect(earliest).toBeGreaterThanOrEqual(plus(birth, rule.minAge));
          for (const interval of rule.intervals) {
            const [series, dose] =
              typeof interval.from === 'number'
                ? [f.series, interval.from]
                : [interval.from.series, interval.from.dose];
            const from = judged.find((d) => d.series.some((s) => s.series === series && s.dose === dose));
            if (from) expect(earliest).toBeGreaterThanOrEqual(plus(dayOf(from.date), interval.min));
          }
        }
      });
    });

    it('Q-17 giving what is forecast on its earliest day is always valid and ends complete or aged out', async () => {
      await holds(
        runs,
        fc.tuple(children().map(steady), fc.nat(), fc.infiniteStream(fc.nat())),
        ([{ subject, history: before, asOf, versionId }, pick, products]) => {
          const schedule = version(versionId);
          const history = [...before];
          const ids = schedule.series.map((s) => s.id);
          const series = ids[pick % ids.length]!;
          let today = asOf;
          for (let steps = 0; steps < 16; steps++) {
            const f = find(forecast(subject, history, schedule, today), series);
            if (FINISHED.has(f.status) || f.status === 'contraindicated') return;
            if (f.earliest === null) throw new Error(`no day to give: ${JSON.stringify(f)}`);
            const date = f.earliest > today ? f.earliest : today;
            // Deferred on that day still: a state without an end.
            if (find(forecast(subject, history, schedule, date), series).status === 'deferred') return;
            const vaccine = f.products[products.next().value % f.products.length]!;
            history.push({ id: `next-${steps}`, date, vaccine });
            const judged = judgedLast(subject, history, schedule, date);
            const why = JSON.stringify({ f, history, judged });
            expect(judged, why).toMatchObject({ clinicallyValid: true });
            expect(judged?.series, why).toContainEqual({ series, dose: f.dose });
            today = date;
          }
          throw new Error(`${series} never ends: ${JSON.stringify(history)}`);
        },
      );
    });

    it('a child called late again and again, to any due series and with any product offered, only gets valid doses', async () => {
      const visit = fc.record({ delay: fc.integer({ min: 0, max: 500 }), pick: fc.nat(), product: fc.nat() });
      await holds(
        runs,
        fc.tuple(subjects(0), fc.array(visit, { maxLength: 25 }), fc.constantFrom(...VERSION_IDS)),
        ([subject, visits, versionId]) => {
          const schedule = version(versionId);
          const history: GivenDose[] = [];
          const child = { ...subject, observations: [] };
          let today = subject.birthDate;
          for (const [i, { delay, pick, product }] of visits.entries()) {
            today = addDays(today, delay);
            const open = forecast(child, history, schedule, today).filter(
              (f) => f.status === 'due' || f.status === 'overdue',
            );
            const f = open[pick % Math.max(1, open.length)];
            if (!f) continue;
            history.push({ id: `v${i}`, date: today, vaccine: f.products[product % f.products.length]! });
            const judged = judgedLast(child, history, schedule, today);
            expect(judged, JSON.stringify({ child, history, f })).toMatchObject({ clinicallyValid: true, reasons: [] });
            expect(judged?.series).toEqual([{ series: f.series, dose: f.dose }]);
          }
        },
      );
    });

    it('a dose recorded twice, without a date or with a code nobody knows changes nothing', async () => {
      await holds(runs, fc.tuple(children(), fc.nat()), ([{ subject, history, asOf, versionId }, pick]) => {
        const schedule = version(versionId);
        const copied = history[pick % Math.max(1, history.length)];
        const before = forecast(subject, history, schedule, asOf);
        const slots = coverageSlots(subject, history, schedule);
        const judged = evaluate(subject, history, schedule, asOf).doses;
        const voids: GivenDose[] = [
          ...(copied ? [{ ...copied, id: 'z-copy' }] : []),
          { id: 'z-no-date', date: '', vaccine: '0201' },
          { id: 'z-unknown', date: asOf, vaccine: '9999' },
        ];
        for (const dose of voids) {
          const more = [...history, dose];
          expect(forecast(subject, more, schedule, asOf)).toEqual(before);
          expect(coverageSlots(subject, more, schedule)).toEqual(slots);
          expect(evaluate(subject, more, schedule, asOf).doses.slice(0, -1)).toEqual(judged);
        }
      });
    });

    it('one more dose never opens a completed series', async () => {
      const codes = [...version('NIP-2026').vaccines.keys()];
      await holds(runs, fc.tuple(children(), fc.constantFrom(...codes)), ([child, vaccine]) => {
        const before = ask(child);
        const more = { ...child, history: [...child.history, { id: 'z', date: child.asOf, vaccine }] };
        for (const [i, f] of ask(more).entries())
          if (before[i]?.status === 'complete') expect(f.status).toBe('complete');
      });
    });

    it('a later day never opens a completed series', async () => {
      await holds(runs, fc.tuple(children().map(steady), fc.integer({ min: 0, max: 3000 })), ([child, later]) => {
        const then = ask({ ...child, asOf: addDays(child.asOf, later) });
        for (const [i, f] of ask(child).entries())
          if (f.status === 'complete') expect(then[i]?.status).toBe('complete');
      });
    });

    it('a dose judged once is judged the same on any later day', async () => {
      await holds(runs, fc.tuple(children().map(steady), fc.integer({ min: 0, max: 3000 })), ([child, later]) => {
        const { subject, history, asOf, versionId } = child;
        const schedule = version(versionId);
        const now = evaluate(subject, history, schedule, asOf);
        expect(evaluate(subject, history, schedule, addDays(asOf, later))).toEqual(now);
      });
    });

    it('versions agree where their texts do', async () => {
      await holds(runs, fc.tuple(children(), fc.constantFrom(...EQUAL)), ([child, { versions, series }]) => {
        const [first, ...others] = versions.map((versionId) => ask({ ...child, versionId }));
        for (const id of series)
          for (const other of others) expect(shown(find(other, id))).toEqual(shown(find(first!, id)));
      });
    });

    it('J-16 following the plan of remaining doses ends with nothing to catch up', async () => {
      await holds(Math.ceil(runs / 10), children().map(steady), ({ subject, history, asOf, versionId }) => {
        const schedule = version(versionId);
        const plan = remainingDoses(subject, history, schedule, asOf);
        const given = [...history, ...plan.map((p, i) => ({ id: `p${i}`, date: p.date, vaccine: p.products[0]! }))];
        const end = [asOf, ...plan.map((p) => p.date)].toSorted().at(-1)!;
        const open = forecast(subject, given, schedule, end).filter(
          (f) => f.status === 'due' || f.status === 'overdue',
        );
        expect(open.map((f) => `${f.series}-${f.dose}`)).toEqual([]);
        expect(entryAssessment(subject, given, schedule, end).result).not.toBe(2);
      });
    });

    it('the same call twice gives the same answer and leaves its input alone', async () => {
      await holds(runs, children(), (child) => {
        const frozen = JSON.stringify(child);
        const first = JSON.stringify(ask(child));
        expect(JSON.stringify(ask(child))).toBe(first);
        expect(JSON.stringify(child)).toBe(frozen);
      });
    });

    it('a thousand fully vaccinated children are complete for their age and judged without complaint', () => {
      const schedule = version('NIP-2026');
      let judged = 0;
      for (let i = 0; i < 1000; i++) {
        const birthDate = isoOf(dayOf('2008-01-01') + i * 4);
        const subject: Subject = { birthDate, sex: i % 2 ? 'M' : 'F', division: '320102', conditions: [] };
        const plan = remainingDoses(subject, [], schedule, birthDate);
        const given = plan.map((p, n) => ({ id: `d${n}`, date: p.date, vaccine: p.products[0]! }));
        const { doses } = evaluate(subject, given, schedule, '2026-11-20');
        expect(doses.filter((d) => !d.clinicallyValid || !d.countedForCoverage)).toEqual([]);
        judged += doses.length;
      }
      // 22 doses for each child, and two of HPV for the girls born from 2011-11-10.
      expect(judged).toBeGreaterThanOrEqual(22_000);
      expect(judged).toBeLessThanOrEqual(24_000);
    });
  });
}
