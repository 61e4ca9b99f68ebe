import { createClock, type Em, type Orm } from '@miaoben/kernel';
import { loadSchedule } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { fullCourseMeasure, GRAIN, maskOf } from '@miaoben/statistics/modules/coverage/coverage.measures';
import { coverageReport } from '@miaoben/statistics/modules/coverage/coverage.service';
import { median } from '../statistics.ts';
import type { Callers } from './caller.ts';
import { TODAY } from './pages.ts';
import type { Clients } from './samples.ts';

const COHORTS = { cohortFrom: 2018, cohortTo: 2026 };
const ROUNDS = 3;
/** Reports a round: one is too short to be timed alone. */
const REPEATS = 10;
/** Classes whose counted doses plain SQL can number: by day, one a day, as many as the programme has. */
const CLASSES: Record<string, number> = { HepB: 3, BCG: 1, Polio: 4 };

interface Row {
  division: { code: string };
  cells: { slot: string; done: number }[];
}
type Totals = Record<string, number>;

/** Done doses of the classes above, by prefecture. */
function totalsOf(rows: readonly Row[]): Totals {
  const counted = new Set(
    Object.entries(CLASSES).flatMap(([c, n]) => Array.from({ length: n }, (_, i) => `${c}-${i + 1}`)),
  );
  const cells = rows.flatMap((r) =>
    r.cells.flatMap((c) =>
      counted.has(c.slot) && c.done > 0 ? [[`${r.division.code} ${c.slot}`, c.done] as const] : [],
    ),
  );
  return Object.fromEntries(cells.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @throws naming the totals that differ */
function assertEqual(who: string, is: Totals, should: Totals): void {
  const differ = [...new Set([...Object.keys(is), ...Object.keys(should)])].filter((k) => is[k] !== should[k]);
  if (differ.length > 0)
    throw new Error(
      `${who} differs from a count: ${differ.map((k) => `${k}: ${is[k]}, counted ${should[k]}`).join('; ')}`,
    );
}

/** What the rollups spare: all doses of the cohorts numbered and counted on demand. */
async function scan(clients: Clients): Promise<Totals> {
  const schedule = loadSchedule(nipSchedule(), 'current');
  const members = Object.keys(CLASSES).flatMap((id) =>
    [...(schedule.byId.get(id)?.members ?? [])].map((vaccine) => ({ id, vaccine })),
  );
  const { rows } = await clients.vaccines.query<{ key: string; n: number }>(
    `select left(s.division, 4) || ' ' || x.class || '-' || x.number as key, count(*)::int as n
     from (
       select d.person_id, m.class, row_number() over (partition by d.person_id, m.class order by d.given_on) as number
       from dose d join unnest($1::text[], $2::text[]) as m(class, vaccine) on m.vaccine = d.vaccine
       where d.state = 'given' and d.birth_date >= '${COHORTS.cohortFrom}-01-01'
       group by d.person_id, m.class, d.given_on
     ) x
     join unnest($3::text[], $4::int[]) as most(class, doses) on most.class = x.class and x.number <= most.doses
     join subject s on s.person_id = x.person_id and s.registration_state = 'active'
     group by 1 order by 1`,
    [members.map((m) => m.id), members.map((m) => m.vaccine), Object.keys(CLASSES), Object.values(CLASSES)],
  );
  return Object.fromEntries(rows.map((r) => [r.key, r.n]));
}

export interface CoverageTimes {
  /** ms: the scan, the report in the database, the page through the gateway */
  scan: number;
  report: number;
  page: number;
  /** ms through the gateway: one county's townships, the province by cohort */
  drillDown: number;
  byCohort: number;
  /** ms in the database: full course by rollup, by the bits of each child; the children */
  fullCourse: { rollup: number; bits: number; children: number };
  /** children and doses counted, for the line */
  cells: number;
}

async function timed<T>(repeats: number, work: () => Promise<T>): Promise<[number, T]> {
  const started = performance.now();
  let result = await work();
  for (let i = 1; i < repeats; i += 1) result = await work();
  return [(performance.now() - started) / repeats, result];
}

/** The coverage page beside the full scan, alternating; equal totals first. */
export async function coverageBench(
  clients: Clients,
  statistics: Orm,
  { cdc }: Callers,
  county: string,
): Promise<CoverageTimes> {
  const clock = createClock(TODAY);
  const area = { division: '63', from: '63', to: '63:' };
  const report = () =>
    coverageReport(statistics.em.fork() as Em, area, { division: '63', ...COHORTS, by: 'division' }, clock);
  const page = (division: string, by: 'division' | 'cohort') =>
    cdc<{ coverage: { rows: Row[] } }>('Coverage', { division, ...COHORTS, by });
  const times: Record<'scan' | 'report' | 'page' | 'drillDown' | 'byCohort', number[]> = {
    scan: [],
    report: [],
    page: [],
    drillDown: [],
    byCohort: [],
  };
  await Promise.all([report(), page('63', 'division'), page(county, 'division'), page('63', 'cohort')]);
  let cells = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [scanMs, expected] = await timed(1, () => scan(clients));
    const [reportMs, ready] = await timed(REPEATS, report);
    const [pageMs, { coverage }] = await timed(REPEATS, () => page('63', 'division'));
    assertEqual('the report', totalsOf(ready.rows), expected);
    assertEqual('the page', totalsOf(coverage.rows), expected);
    cells = Object.keys(expected).length;
    times.scan.push(scanMs);
    times.report.push(reportMs);
    times.page.push(pageMs);
    times.drillDown.push((await timed(REPEATS, () => page(county, 'division')))[0]);
    times.byCohort.push((await timed(REPEATS, () => page('63', 'cohort')))[0]);
  }
  return {
    scan: median(times.scan),
    report: median(times.report),
    page: median(times.page),
    drillDown: median(times.drillDown),
    byCohort: median(times.byCohort),
    fullCourse: await fullCourse(clients),
    cells,
  };
}

/** Full course of the age group of two years (S46) over all cohorts: from the rollup, and child by child from the bits. */
async function fullCourse(clients: Clients): Promise<CoverageTimes['fullCourse']> {
  const mask = maskOf(
    ...([
      'HepB-1',
      'HepB-2',
      'HepB-3',
      'BCG-1',
      'Polio-1',
      'Polio-2',
      'Polio-3',
      'DTaP-1',
      'DTaP-2',
      'DTaP-3',
    ] as const),
    ...(['DTaP-4', 'MCV-1', 'MCV-2', 'MPSV-A-1', 'MPSV-A-2', 'HepA-1'] as const),
  );
  const rollup = () =>
    clients.statistics.query<{ place: string; n: number }>(
      `select place, sum(count)::int as n from coverage_rollup
       where grain = ${GRAIN.countyYear} and measure = ${fullCourseMeasure(2)} and period between $1 and $2
       group by 1 having sum(count) > 0 order by 1`,
      [COHORTS.cohortFrom, COHORTS.cohortTo],
    );
  const bits = () =>
    clients.statistics.query<{ place: string; n: number }>(
      `select left(township, 6) as place, count(*)::int as n from child_coverage
       where state = 'active' and not four_dose_hepb and done & $1 = $1 and birth_date >= $2
       group by 1 order by 1`,
      [mask.toString(), `${COHORTS.cohortFrom}-01-01`],
    );
  const [rollupMs, summed] = await timed(REPEATS, rollup);
  const [bitsMs, counted] = await timed(ROUNDS, bits);
  const byPlace = (rows: readonly { place: string; n: number }[]) =>
    Object.fromEntries(rows.map((r) => [r.place, r.n]));
  assertEqual('the rollup', byPlace(summed.rows), byPlace(counted.rows));
  return { rollup: rollupMs, bits: bitsMs, children: counted.rows.reduce((sum, r) => sum + r.n, 0) };
}
