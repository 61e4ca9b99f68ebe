import { writeFile } from 'node:fs/promises';
import { type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import type { MiaobenEvent } from '@miaoben/schema';
import { serveOutbox } from '@miaoben/tests/support/outbox';
import { scratchPath } from '@miaoben/tests/support/scratch';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { forget } from '../../jobs/rebuild.ts';
import { recountCertificates } from '../../jobs/recount-certificates.ts';
import { start } from '../../server.ts';
import { comparisonRows } from './certificate-statistics.export.ts';
import { takeCertificates } from './certificate-statistics.ingest.ts';
import { everyCell } from './certificate-statistics.repository.ts';
import { parseReportId, readFigures } from './certificate-statistics.service.ts';
import { application, CLINIC_A, CLINIC_B, certificate, pupil, SCHOOL, use } from './certificate-statistics.test-kit.ts';

const REPORT = `query ($report: CertificateReportKind!, $division: ID!, $span: StatisticsSpan!, $from: Date, $to: Date,
    $population: PopulationClass, $organisation: ID, $by: CertificateGrouping) {
  certificateStatistics(report: $report, division: $division, span: $span, from: $from, to: $to,
    population: $population, organisation: $organisation, by: $by) {
    id asOf from to source columns { measure name definition }
    rows { division { code } organisation { id } population period counts before } total before lastYear exportUrl } }`;
const ITEMS = `query ($report: CertificateReportKind!, $division: ID!, $span: StatisticsSpan!, $from: Date, $to: Date,
    $population: PopulationClass, $organisation: ID, $measure: CertificateMeasure!, $first: Int, $after: String) {
  certificateStatisticsItems(report: $report, division: $division, span: $span, from: $from, to: $to,
    population: $population, organisation: $organisation, measure: $measure, first: $first, after: $after) {
    nodes { id day person { id } organisation { id } state population } pageInfo { hasNextPage endCursor } } }`;

interface Row {
  division: { code: string } | null;
  organisation: { id: string } | null;
  population: string | null;
  period: string | null;
  counts: number[];
  before: number[] | null;
}
interface Report {
  certificateStatistics: {
    id: string;
    asOf: string;
    from: string;
    to: string;
    source: string;
    columns: { measure: string; name: string; definition: string }[];
    rows: Row[];
    total: number[];
    before: number[];
    lastYear: number[];
    exportUrl: string;
  };
}
interface Items {
  certificateStatisticsItems: {
    nodes: {
      id: string;
      day: string;
      person: { id: string } | null;
      organisation: { id: string } | null;
      state: string;
      population: string;
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

/**
 * The fixed population. October 2026, counted by hand:
 * clinic A (630121001): c1 newborn, sealed; c2 preschool, sealed, then replaced by c3; c3 preschool, renewal, not sealed
 * clinic B (630122001): c4 adult, sealed, voided by the issuer in November; c5 newborn of 27 days, not sealed
 * September: c0 of clinic A, cancelled by its holder in October.
 */
const GOLDEN: MiaobenEvent[] = [
  certificate({ issuedAt: '2026-09-15T02:00:00Z', revokedAt: '2026-10-20T02:00:00Z', revokedReason: 'holder' }),
  certificate({ birthDate: '2026-10-01', issuedAt: '2026-10-03T02:00:00Z', sealedAt: '2026-10-03T02:01:00Z' }),
  certificate({
    issuedAt: '2026-10-05T02:00:00Z',
    sealedAt: '2026-10-05T02:01:00Z',
    revokedAt: '2026-10-25T02:00:00Z',
    revokedReason: 'record_changed',
  }),
  certificate({ issuedAt: '2026-10-25T02:00:00Z', isRenewal: true }),
  certificate({
    birthDate: '1990-01-01',
    divisionCode: '630122001',
    issuerId: CLINIC_B,
    issuedAt: '2026-10-31T15:59:00Z',
    sealedAt: '2026-10-31T16:00:00Z',
    revokedAt: '2026-11-02T02:00:00Z',
    revokedReason: 'issuer',
  }),
  certificate({
    birthDate: '2026-10-01',
    divisionCode: '630122001',
    issuerId: CLINIC_B,
    issuedAt: '2026-10-28T02:00:00Z',
  }),
  application({ state: 'approved', decidedAt: '2026-10-02T01:00:00Z' }),
  application({ state: 'refused', decidedAt: '2026-11-01T01:00:00Z', divisionCode: '630122001', issuerId: CLINIC_B }),
  application({ submittedAt: '2026-10-30T01:00:00Z', birthDate: '1990-01-01' }),
  use({ use: 'verified' }),
  use({ use: 'downloaded', organisationId: null, divisionCode: null }),
  use({ use: 'fetched', system: 'partner', at: '2026-11-05T02:00:00Z' }),
  pupil({}),
  pupil({ result: 'missing_doses', certificateSeen: false, recheckedOn: '2026-10-20' }),
  pupil({ result: 'no_file', isEnrolled: false }),
  pupil({ result: null, checkedOn: null }),
];
const OCTOBER = { span: 'own', from: '2026-10-01', to: '2026-10-31' };
const CDC: Caller = { role: 'cdc', divisions: ['63'] };

let stack: Stack;
let stopOutbox: () => Promise<void>;
const outbox: MiaobenEvent[] = [];
beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { statistics: start });
  stopOutbox = await serveOutbox(stack.peers.certificates, outbox);
});
afterAll(async () => {
  await stopOutbox();
  await stack.stop();
});
const services = () => stack.services.statistics;
/** A report as anybody may ask for it. */
const ask = (caller: Caller, kind: string, more: object = {}) =>
  stack.graph<Report>('statistics', caller, REPORT, {
    report: kind,
    division: '63',
    by: 'organisation',
    ...OCTOBER,
    ...more,
  });
const em = () => services().orm.em.fork() as Em;
const take = (events: readonly MiaobenEvent[]) => em().transactional((tx) => takeCertificates(events, tx as Em));
const report = async (kind: string, more: object = {}) => {
  const { data, errors } = await stack.graph<Report>('statistics', CDC, REPORT, {
    report: kind,
    division: '63',
    ...OCTOBER,
    ...more,
  });
  expect(errors).toEqual([]);
  return data.certificateStatistics;
};
const figures = async (kind: string, more: object = {}) => {
  const { columns, total } = await report(kind, more);
  return Object.fromEntries(columns.map((c, i) => [c.measure, total[i]]));
};
const rowsBy = async (kind: string, by: string, more: object = {}) =>
  Object.fromEntries(
    (await report(kind, { by, ...more })).rows.map((r) => [
      r.division?.code ?? r.organisation?.id ?? r.population ?? r.period ?? '',
      r.counts,
    ]),
  );

beforeEach(async () => {
  outbox.length = 0;
  await forget(services().orm);
});

describe('figures of the fixed population', () => {
  beforeEach(() => take(GOLDEN));

  it('Q-132 counts applications and certificates issued by time, region and class', async () => {
    expect(await figures('issuance')).toEqual({ applied: 3, approved: 1, refused: 0, generated: 5 });
    expect(await figures('issuance', { from: '2026-11-01', to: '2026-11-30' })).toEqual({
      applied: 0,
      approved: 0,
      refused: 1,
      generated: 0,
    });
    expect(await rowsBy('issuance', 'division', { division: '6301' })).toEqual({
      630121: [2, 1, 0, 3],
      630122: [1, 0, 0, 2],
    });
    expect(await rowsBy('issuance', 'population')).toEqual({
      newborn: [0, 0, 0, 2],
      preschool: [2, 1, 0, 2],
      adult: [1, 0, 0, 1],
    });
    expect(await rowsBy('issuance', 'day', { from: '2026-10-25', to: '2026-10-31' })).toEqual({
      '2026-10-25': [0, 0, 0, 1],
      '2026-10-28': [0, 0, 0, 1],
      '2026-10-30': [1, 0, 0, 0],
      '2026-10-31': [0, 0, 0, 1],
    });
  });

  it('Q-133 counts the uses of units, and those of holders without a division for a whole province only', async () => {
    const october = { used: 2, verified: 1, shown: 0, fetched: 0, downloaded: 1, printed: 0 };
    expect(await figures('use')).toEqual(october);
    expect(await rowsBy('use', 'organisation')).toEqual({ [SCHOOL]: [1, 1, 0, 0, 0, 0], '': [1, 0, 0, 0, 1, 0] });
    expect((await figures('use', { division: '6301' })).used).toBe(1);
    expect((await figures('use', { population: 'adult' })).used).toBe(0);
  });

  it('Q-134 lists the applications behind a figure, with the same filters, page by page, and leaves an audit line', async () => {
    const items = async (more: object) => {
      const variables = { report: 'issuance', division: '63', ...OCTOBER, measure: 'applied', ...more };
      const { data, errors } = await stack.graph<Items>('statistics', CDC, ITEMS, variables);
      expect(errors).toEqual([]);
      return data.certificateStatisticsItems;
    };
    const first = await items({ first: 2 });
    expect(first.nodes.map((n) => [n.day, n.state])).toEqual([
      ['2026-10-30', 'submitted'],
      ['2026-10-01', expect.any(String)],
    ]);
    const second = await items({ first: 2, after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect([...first.nodes, ...second.nodes].map((n) => n.person?.id).sort()).toEqual(
      GOLDEN.flatMap((e) => (e.type === 'application.changed' ? [e.personId] : [])).sort(),
    );
    expect((await items({ population: 'adult' })).nodes).toHaveLength(1);
    expect((await items({ organisation: CLINIC_B })).nodes.map((n) => n.state)).toEqual(['refused']);
    const [line] = await query<{ detail: { rows: number } }>(
      em(),
      `select detail from audit_line where operation = 'Query.certificateStatisticsItems' order by seq desc limit 1`,
    );
    expect(line?.detail.rows).toBe(1);
  });

  it('Q-135 Q-63 counts generated and sealed ones per issuer, and compares with the span before', async () => {
    expect(await figures('total')).toEqual({ generated: 5, sealed: 2, renewed: 1, revoked: 2 });
    expect(await rowsBy('total', 'organisation')).toEqual({ [CLINIC_A]: [3, 2, 1, 2], [CLINIC_B]: [2, 0, 0, 0] });
    expect(await rowsBy('total', 'division', { division: '6301' })).toEqual({
      630121: [3, 2, 1, 2],
      630122: [2, 0, 0, 0],
    });
    // The last one was sealed at midnight in Shanghai: on the first of November.
    expect((await figures('total', { from: '2026-11-01', to: '2026-11-01' })).sealed).toBe(1);
    const { before } = await report('total');
    expect(before).toEqual([1, 0, 0, 0]);
  });

  it('Q-136 counts voided ones per institution, apart from those a new one replaced', async () => {
    expect(await rowsBy('voided', 'organisation')).toEqual({ [CLINIC_A]: [2, 0, 1, 1, 0] });
    expect(await rowsBy('voided', 'organisation', { from: '2026-11-01', to: '2026-11-30' })).toEqual({
      // None any more; it stands here for the comparison.
      [CLINIC_A]: [0, 0, 0, 0, 0],
      [CLINIC_B]: [1, 1, 0, 0, 0],
    });
  });

  it('Q-137 counts certificates of newborns per institution: less than 28 days old at issue', async () => {
    expect(await rowsBy('newborn', 'organisation')).toEqual({ [CLINIC_A]: [1, 1, 0], [CLINIC_B]: [1, 0, 0] });
  });

  it('Q-138 counts checks of enrolled pupils per school', async () => {
    const autumn = { from: '2026-09-01', to: '2026-10-31' };
    expect(await rowsBy('school', 'organisation', autumn)).toEqual({ [SCHOOL]: [2, 1, 1, 1, 0, 0, 0, 1] });
    expect(await figures('school')).toMatchObject({ checked: 0, rechecked: 1 });
  });

  it('Q-135 reads each figure down to as many rows as it says', async () => {
    for (const kind of ['issuance', 'use', 'total', 'voided', 'newborn', 'school']) {
      const { columns, total } = await report(kind);
      for (const [i, { measure }] of columns.entries()) {
        const variables = { report: kind, division: '63', ...OCTOBER, measure };
        const { data } = await stack.graph<Items>('statistics', CDC, ITEMS, variables);
        expect([kind, measure, data.certificateStatisticsItems.nodes.length]).toEqual([kind, measure, total[i]]);
      }
    }
  });

  it('Q-135 writes the report as a sheet with its definitions', async () => {
    const { exportUrl, columns } = await report('total', { by: 'population' });
    const answer = await stack.file('statistics', exportUrl);
    expect(answer.status).toBe(200);
    const path = scratchPath('xlsx');
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    const rows: unknown[][] = [];
    for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
    expect(rows[0]).toEqual(['人群', ...columns.map((c) => c.name)]);
    expect(rows.slice(1).map((r) => r.join(' '))).toEqual([
      '成人 1 0 0 0',
      '新生儿 2 1 0 0',
      '学龄前儿童 2 1 1 2',
      '合计 5 2 1 2',
      '上一期间 1 0 0 0',
      '去年同期 0 0 0 0',
    ]);
  });
});

describe('units', () => {
  const clinic: Caller = { role: 'vaccinator', organisation: CLINIC_A, divisions: ['630121'] };
  const school: Caller = { role: 'school_checker', organisation: SCHOOL, divisions: ['630121'] };
  beforeEach(() => take(GOLDEN));

  it('Q-132 Q-135 Q-136 Q-137 an issuing clinic reads what it issued, voided and gave newborns, and of no other', async () => {
    const own = async (kind: string, more: object = {}) => {
      const { data, errors } = await ask(clinic, kind, more);
      expect(errors).toEqual([]);
      return data.certificateStatistics.rows.map((r) => [r.organisation?.id, ...r.counts]);
    };
    expect(await own('issuance')).toEqual([[CLINIC_A, 2, 1, 0, 3]]);
    expect(await own('total')).toEqual([[CLINIC_A, 3, 2, 1, 2]]);
    expect(await own('total', { organisation: CLINIC_A })).toEqual([[CLINIC_A, 3, 2, 1, 2]]);
    expect(await own('voided')).toEqual([[CLINIC_A, 2, 0, 1, 1, 0]]);
    expect(await own('newborn')).toEqual([[CLINIC_A, 1, 1, 0]]);
    const other = await ask(clinic, 'total', { organisation: CLINIC_B });
    expect(other.errors[0]?.extensions.code).toBe('FORBIDDEN');
    const nobody = await ask({ role: 'vaccinator', divisions: ['630121'] }, 'total');
    expect(nobody.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('Q-134 the clinic reads down to its own applications', async () => {
    const items = (more: object) =>
      stack.graph<Items>('statistics', clinic, ITEMS, {
        report: 'issuance',
        division: '63',
        ...OCTOBER,
        measure: 'applied',
        ...more,
      });
    const applications = (await items({})).data.certificateStatisticsItems.nodes;
    expect(applications.map((n) => n.organisation?.id)).toEqual([CLINIC_A, CLINIC_A]);
    expect((await items({ organisation: CLINIC_B })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('Q-133 Q-138 a school reads its own uses and checks, and its sheet holds no other’s; pupils it finds in its lists', async () => {
    const uses = (await ask(school, 'use')).data.certificateStatistics;
    expect(uses.rows.map((r) => [r.organisation?.id, ...r.counts])).toEqual([[SCHOOL, 1, 1, 0, 0, 0, 0]]);
    expect(parseReportId(uses.id)?.organisation).toBe(SCHOOL);
    const autumn = { from: '2026-09-01', to: '2026-10-31' };
    const checks = (await ask(school, 'school', autumn)).data.certificateStatistics;
    expect(checks.total).toEqual([2, 1, 1, 1, 0, 0, 0, 1]);
    const another: Caller = { ...school, organisation: newId() };
    expect((await ask(another, 'school', autumn)).data.certificateStatistics.rows).toEqual([]);
    const pupils = await stack.graph('statistics', school, ITEMS, {
      report: 'school',
      division: '63',
      ...OCTOBER,
      measure: 'checked',
    });
    expect(pupils.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('Q-138 an education department reads the checks of all schools of its divisions, and nothing else', async () => {
    const id = newId();
    await query(
      em(),
      `insert into organisation_copy (id, name, kind, division) values ($1, '教育局', 'education', '630121')`,
      [id],
    );
    const department: Caller = { ...school, organisation: id };
    const autumn = { from: '2026-09-01', to: '2026-10-31' };
    const checks = await ask(department, 'school', { division: '630121', ...autumn });
    expect(checks.data.certificateStatistics.rows.map((r) => r.organisation?.id)).toEqual([SCHOOL]);
    for (const [kind, division] of [
      ['school', '63'],
      ['use', '630121'],
    ] as const)
      expect((await ask(department, kind, { division })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('new figures against earlier ones', () => {
  beforeEach(async () => {
    await take(GOLDEN);
    // The same month a year ago: one of clinic B.
    await take([certificate({ divisionCode: '630122001', issuerId: CLINIC_B, issuedAt: '2025-10-31T15:59:00Z' })]);
  });

  it('J-101 sums stand beside those of the span before and of the same dates last year', async () => {
    const october = await report('total');
    expect([october.total, october.before, october.lastYear]).toEqual([
      [5, 2, 1, 2],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
    // September has 30 days: the span before begins on the 2nd of August.
    const november = await report('voided', { from: '2026-11-01', to: '2026-11-30' });
    expect([november.total[0], november.before[0], november.lastYear[0]]).toEqual([1, 2, 0]);
  });

  it('J-101 each unit, area and class is compared with itself, also where nothing came any more', async () => {
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const compared = async (by: string) =>
      (await report('voided', { by, ...november })).rows.map((r) => [
        r.division?.code ?? r.organisation?.id ?? r.population ?? r.period,
        r.counts[0],
        r.before?.[0] ?? null,
      ]);
    expect(await compared('organisation')).toEqual(
      [
        [CLINIC_A, 0, 2],
        [CLINIC_B, 1, 0],
      ].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    expect(await compared('division')).toEqual([['6301', 1, 2]]);
    expect(await compared('day')).toEqual([['2026-11-02', 1, null]]);
    expect(await compared('month')).toEqual([['2026-11', 1, null]]);
  });

  it('J-101 are exported line by line, with the rate where there is one', async () => {
    const request = parseReportId(
      (await report('voided', { by: 'organisation', from: '2026-11-01', to: '2026-11-30' })).id,
    );
    if (!request) throw new Error('the report has no id');
    const rows = [
      ...comparisonRows(await readFigures(em(), request), 'organisation', (row) => row.organisation?.id ?? ''),
    ];
    expect(rows[0]?.map((cell) => (cell as { value: string }).value)).toEqual([
      '机构',
      '指标',
      '本期',
      '上一期间',
      '较上一期间增减',
      '增减率（%）',
    ]);
    const ofRevoked = rows.filter(([, measure]) => measure === '失效合计').map(([name, , ...rest]) => [name, ...rest]);
    expect(new Map(ofRevoked.map(([name, ...rest]) => [name, rest]))).toEqual(
      new Map<unknown, unknown>([
        [CLINIC_A, [0, 2, -2, -100]],
        [CLINIC_B, [1, 0, 1, null]],
        ['合计', [1, 2, -1, -50]],
        ['合计（与去年同期比）', [1, 0, 1, null]],
      ]),
    );
  });
});

describe('spans', () => {
  it('Q-135 knows the last week, month and year, with today', async () => {
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    await take([0, 6, 7, 29, 30, 364, 365].map((days) => certificate({ issuedAt: ago(days) })));
    const generated = async (span: string) => (await figures('total', { span, from: null, to: null })).generated;
    expect([await generated('week'), await generated('month'), await generated('year')]).toEqual([2, 4, 6]);
  });

  it.each([
    [{ span: 'own', from: null, to: '2026-10-01' }, 'from', 'required'],
    [{ span: 'own', from: '2026-10-01', to: null }, 'to', 'required'],
    [{ span: 'own', from: '2026-10-02', to: '2026-10-01' }, 'to', 'out_of_range'],
    [{ span: 'own', from: '2001-10-02', to: '2026-10-01' }, 'to', 'out_of_range'],
    [{ division: '630' }, 'division', 'unknown_code'],
    [{ organisation: 'x' }, 'organisation', 'unknown_code'],
  ])('refuses %o', async (more, field, reason) => {
    const variables = { report: 'total', division: '63', ...OCTOBER, ...more };
    const { errors } = await stack.graph('statistics', CDC, REPORT, variables);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });

  it('refuses a division outside the area, and other roles', async () => {
    const variables = { report: 'total', division: '62', ...OCTOBER };
    const outside = await stack.graph('statistics', CDC, REPORT, variables);
    expect(outside.errors[0]?.extensions.code).toBe('FORBIDDEN');
    const guardian = await stack.graph('statistics', { role: 'guardian' }, REPORT, { ...variables, division: '63' });
    expect(guardian.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('events in any order', () => {
  const IDS = ['1', '2', '3'].map((n) => `01900000-0000-7000-8000-00000000010${n}`);
  const change = fc.record({
    who: fc.nat(2),
    version: fc.integer({ min: 1, max: 4 }),
    issuedAt: fc.constantFrom('2026-10-01T02:00:00Z', '2026-09-30T16:00:00Z', '2026-09-30T15:00:00Z'),
    sealedAt: fc.constantFrom(null, '2026-10-01T03:00:00Z'),
    revokedReason: fc.constantFrom(null, 'holder', 'issuer', 'replaced'),
    issuerId: fc.constantFrom(CLINIC_A, CLINIC_B),
  });
  // The state of a version is one: what another change of the same version says did not happen.
  const history = fc.uniqueArray(change, { maxLength: 12, selector: (c) => `${c.who} ${c.version}` }).map((changes) =>
    changes.map(({ who, ...c }) =>
      certificate({
        ...c,
        certificateId: IDS[who]!,
        personId: IDS[who]!,
        revokedAt: c.revokedReason ? '2026-10-09T02:00:00Z' : null,
      }),
    ),
  );

  it('Q-132 give the same cells, however they are repeated and cut, and a recount finds no difference', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(5), async (events, cut) => {
        await forget(services().orm);
        await take(events.slice(0, cut));
        await take(events);
        await take([...events].reverse());
        expect((await recountCertificates(services().orm)).differences).toEqual([]);
        const cells = await everyCell(em());
        const latest = IDS.flatMap(
          (id) => events.filter((e) => e.certificateId === id).sort((a, b) => b.version - a.version)[0] ?? [],
        );
        await forget(services().orm);
        await take(latest);
        const sorted = (list: object[]) => list.map((c) => JSON.stringify(c)).sort();
        expect(sorted(cells)).toEqual(sorted(await everyCell(em())));
      }),
      { numRuns: 25 },
    );
  });

  it('Q-132 a rebuild from the first event equals what grew step by step', async () => {
    outbox.push(...GOLDEN.slice(0, 5));
    await services().consumer.drain('certificates');
    outbox.push(...GOLDEN.slice(5));
    await services().consumer.drain('certificates');
    const grown = await everyCell(em());
    expect(grown.length).toBeGreaterThan(20);
    await forget(services().orm);
    await services().consumer.drain('certificates');
    const sorted = (list: object[]) => list.map((c) => JSON.stringify(c)).sort();
    expect(sorted(await everyCell(em()))).toEqual(sorted(grown));
  });

  it('Q-132 a recount names the cell that drifted', async () => {
    await take(GOLDEN);
    await query(em(), `update certificate_rollup set count = count + 1 where grain = 'm' and measure = 'sealed'`);
    const { differences } = await recountCertificates(services().orm);
    expect(differences[0]).toMatch(/^m\|sealed\|2026-1\d-01\|.*: stored 2, counted 1$/);
  });
});
