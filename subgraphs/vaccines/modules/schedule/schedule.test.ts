import { newId, query } from '@miaoben/kernel';
import { addDays, addMonths } from '@miaoben/schedule';
import type { CoverageChanged, ScheduleChanged } from '@miaoben/schema';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { nipSchedule } from '../../../../seeds/reference/index.ts';
import { start } from '../../server.ts';
import {
  cdc,
  fromBooklet,
  monthsAgo,
  nurse,
  parent,
  provincialCdc,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';

const PROPOSAL = `id state uploadUrl affectedFiles findings { code path message }
  differences { version series seriesName dose what before after }`;
const PROPOSE = `mutation ($c: ID!, $name: String!, $size: Int!) {
  proposeSchedule(commandId: $c, fileName: $name, size: $size) { ${PROPOSAL} }
}`;
const SEE = `query ($id: ID!) { scheduleProposal(id: $id) { ${PROPOSAL} } }`;
const ACTIVATE = `mutation ($c: ID!, $id: ID!, $note: String!) {
  activateSchedule(commandId: $c, proposalId: $id, note: $note) { documentId }
}`;
const SCHEDULE =
  '{ schedule { documentId url activeFrom versions { id effectiveFrom effectiveTo source } layers { id } } }';
const REJUDGING = '{ rejudging { documentId version cause state done total changed finishedAt ratePerSecond } }';

interface Proposal {
  id: string;
  state: string;
  uploadUrl: string | null;
  affectedFiles: number | null;
  findings: { code: string; path: string; message: string }[];
  differences: {
    version: string | null;
    series: string | null;
    dose: number | null;
    what: string;
    before: string | null;
    after: string | null;
  }[];
}
interface Info {
  schedule: { documentId: string; url: string; versions: { id: string; effectiveFrom: string; source: string }[] };
}
interface Progress {
  rejudging: {
    documentId: string;
    cause: string;
    state: string;
    done: number;
    total: number | null;
    changed: number;
    finishedAt: string | null;
  } | null;
}
interface Dose {
  dose: number;
  minAge: string;
  recommendedAge: string;
  completeBefore: string;
}
type Document = { series: { id: string; doses: Dose[] }[] } & Record<string, unknown>;

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const documentOf = async (): Promise<Document> => {
  const { data } = await world.graph<Info>(provincialCdc, SCHEDULE);
  const file = await world.stack.file('vaccines', data.schedule.url);
  return ((await file.json()) as { document: Document }).document;
};
/** The document in use with one dose changed. */
async function changed(series: string, dose: number, change: Partial<Dose>): Promise<Document> {
  const document = structuredClone(await documentOf());
  Object.assign(document.series.find((s) => s.id === series)!.doses[dose - 1]!, change);
  return document;
}
async function until<T>(look: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 15_000; ; ) {
    const value = await look();
    if (done(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const see = async (id: string) =>
  (await world.graph<{ scheduleProposal: Proposal }>(provincialCdc, SEE, { id })).data.scheduleProposal;
async function propose(content: unknown): Promise<Proposal> {
  const body = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  const { data } = await world.graph<{ proposeSchedule: Proposal }>(provincialCdc, PROPOSE, {
    c: newId(),
    name: '免疫程序.json',
    size: body.length,
  });
  expect(data.proposeSchedule.state).toBe('uploading');
  const upload = await world.stack.file('vaccines', data.proposeSchedule.uploadUrl!, body);
  expect(upload.status).toBe(204);
  return until(
    () => see(data.proposeSchedule.id),
    (p) => p.state !== 'uploading',
  );
}
const activate = (id: string, caller = provincialCdc, c = newId(), note = '国家程序调整') =>
  world.graph<{ activateSchedule: { documentId: string } }>(caller, ACTIVATE, { c, id, note });
const rejudged = (documentId: string) =>
  until(
    async () => (await world.graph<Progress>(cdc, REJUDGING)).data.rejudging,
    (r) => r?.documentId === documentId && r.finishedAt !== null,
  );
const due = async (personId: string, series: string) =>
  (
    await query<{ earliest: string }>(
      world.em(),
      'select earliest from due_item where person_id = $1 and series = $2',
      [personId, series],
    )
  )[0]?.earliest;
const coverageEvents = async () => (await world.events('coverage.changed')) as CoverageChanged[];

describe('the document in use', () => {
  it('is shown to every signed-in role with its versions, and can be fetched and kept by a device', async () => {
    const { data } = await world.graph<Info>(parent, SCHEDULE);
    expect(data.schedule.versions.map((v) => v.id)).toEqual(nipSchedule().scheduleVersions.map((v) => v.id));
    for (const v of data.schedule.versions) expect(v.source).toMatch(/./);
    const file = await world.stack.file('vaccines', data.schedule.url);
    expect(file.headers.get('etag')).toMatch(/^"[\w-]+"$/);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(await file.json()).toMatchObject({ documentId: data.schedule.documentId, document: nipSchedule() });
    expect((await world.graph(undefined, SCHEDULE)).errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('a proposed document', () => {
  it.each([
    ['nothing that is JSON', '免疫程序', 'not_json', '$'],
    ['another JSON', { hello: 1 }, 'invalid', '$.scheduleVersions'],
  ])('%s is refused with the place and a sentence', async (_what, content, code, path) => {
    const { state, findings, differences } = await propose(content);
    expect(state).toBe('refused');
    expect(findings).toEqual([{ code, path, message: expect.stringMatching(/[一-龥]/) }]);
    expect(differences).toEqual([]);
  });

  it('that names an age that is none is refused at that place', async () => {
    const { state, findings } = await propose(await changed('MMR', 1, { minAge: '8 months' }));
    expect(state).toBe('refused');
    expect(findings[0]).toMatchObject({
      code: 'invalid',
      path: expect.stringMatching(/^\$\.series\[\d+\]\.doses\[0\]/),
    });
  });

  it('without any difference is refused', async () => {
    expect((await propose(await documentOf())).findings.map((f) => f.code)).toEqual(['no_difference']);
  });

  it('shows each difference with version, series, dose and both values, and how many files it concerns', async () => {
    world.announce({ birthDate: monthsAgo(7) });
    world.announce({ birthDate: monthsAgo(12 * 30) });
    await world.hear();
    const [{ files }] = (await query<{ files: number }>(
      world.em(),
      `select count(*)::int as files from subject where birth_date >= date '${TODAY}' - interval '18 years'`,
    )) as [{ files: number }];
    const { state, differences, affectedFiles } = await propose(
      await changed('MMR', 1, { minAge: 'P9M', recommendedAge: 'P9M' }),
    );
    expect(state).toBe('ready');
    const now = differences.filter((d) => d.version === 'NIP-2026');
    expect(now).toEqual([
      {
        version: 'NIP-2026',
        series: 'MMR',
        seriesName: expect.stringMatching(/./),
        dose: 1,
        what: 'minimum_age',
        before: 'P8M',
        after: 'P9M',
      },
      {
        version: 'NIP-2026',
        series: 'MMR',
        seriesName: expect.stringMatching(/./),
        dose: 1,
        what: 'recommended_age',
        before: 'P8M',
        after: 'P9M',
      },
    ]);
    expect(affectedFiles).toBe(files);
  });

  it('is announced as a JSON file of at most 2 MB', async () => {
    const attempt = async (name: string, size: number) =>
      (await world.graph(provincialCdc, PROPOSE, { c: newId(), name, size })).errors[0]!.extensions;
    expect(await attempt('a.xlsx', 10)).toMatchObject({ field: 'fileName', reason: 'file_type' });
    expect(await attempt('a.json', 3 << 20)).toMatchObject({ field: 'size', reason: 'file_too_large' });
    expect(await attempt(`${'a'.repeat(200)}.json`, 10)).toMatchObject({ field: 'fileName', reason: 'too_long' });
  });

  it('is the business of the CDC of the province only', async () => {
    const { id } = await propose(await changed('MMR', 1, { minAge: 'P9M' }));
    for (const caller of [cdc, nurse]) {
      const answers = await Promise.all([
        world.graph(caller, PROPOSE, { c: newId(), name: 'a.json', size: 10 }),
        world.graph(caller, SEE, { id }),
        world.graph(caller, '{ scheduleProposals { id } }'),
        activate(id, caller),
        activate(newId(), caller),
      ]);
      for (const { errors } of answers) expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    }
    expect((await activate(newId())).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
  });
});

describe('an activation', () => {
  it('judges the affected files anew in the background, and tells only what changed', async () => {
    const moves = world.announce({ birthDate: addDays(monthsAgo(8), -5) });
    const stays = world.announce({ birthDate: monthsAgo(30) });
    await world.hear();
    await recordIn(world, fromBooklet(stays.personId, '1201', monthsAgo(20)));
    const earliest = await due(moves.personId, 'MMR');
    expect(earliest! <= TODAY).toBe(true);
    const told = (await coverageEvents()).length;

    const { id, affectedFiles } = await propose(await changed('MMR', 1, { minAge: 'P9M', recommendedAge: 'P9M' }));
    const { data, errors } = await activate(id);
    expect(errors).toEqual([]);
    const { documentId } = data.activateSchedule;
    const rejudging = await rejudged(documentId);
    expect(rejudging).toMatchObject({
      cause: 'document_activated',
      state: 'done',
      total: affectedFiles,
      done: affectedFiles,
    });
    expect(rejudging!.changed).toBeGreaterThan(0);
    expect(rejudging!.changed).toBeLessThan(rejudging!.total!);
    expect((await due(moves.personId, 'MMR'))! > TODAY).toBe(true);
    const news = (await coverageEvents()).slice(told);
    expect(news).toHaveLength(rejudging!.changed);
    expect(news.map((e) => e.personId)).toContain(moves.personId);
    expect(news.map((e) => e.personId)).not.toContain(stays.personId);

    const events = (await world.events('schedule.changed')) as ScheduleChanged[];
    expect(events.map((e) => e.documentId)).toEqual([documentId]);
    expect((events[0]!.document as Document).series.find((s) => s.id === 'MMR')!.doses[0]!.minAge).toBe('P9M');
    expect((await see(id)).state).toBe('activated');
  });

  it('tells statistics of a child of whom a dose counts otherwise now', async () => {
    const birthDate = monthsAgo(16);
    const late = world.announce({ birthDate });
    const timely = world.announce({ birthDate });
    await world.hear();
    await recordIn(world, fromBooklet(late.personId, '1201', addMonths(birthDate, 13)));
    await recordIn(world, fromBooklet(timely.personId, '1201', addMonths(birthDate, 11)));
    const told = (await coverageEvents()).length;
    const { id } = await propose(await changed('MMR', 1, { completeBefore: 'P14M' }));
    await rejudged((await activate(id)).data.activateSchedule.documentId);
    const news = (await coverageEvents()).slice(told);
    expect(news.map((e) => e.personId)).not.toContain(timely.personId);
    expect(news.find((e) => e.personId === late.personId)!.slots).toEqual([
      expect.objectContaining({ slot: 'MCV-1', timely: true }),
    ]);
  });

  it('is seen by the other processes without a restart', async () => {
    const other = await start({ ...world.stack.configOf('vaccines'), port: 0 });
    try {
      await catalogueOn(other.services.orm, TODAY);
      const { id } = await propose(await changed('MMR', 1, { minAge: 'P10M', recommendedAge: 'P10M' }));
      const { documentId } = (await activate(id)).data.activateSchedule;
      const seen = await until(
        async () => (await catalogueOn(other.services.orm, TODAY)).documentId,
        (d) => d === documentId,
      );
      expect(seen).toBe(documentId);
    } finally {
      await other.stop();
    }
  });

  it('needs a note, a proposal that is ready, and that nobody was faster', async () => {
    const [first, second] = [
      await propose(await changed('MMR', 1, { minAge: 'P8M', recommendedAge: 'P8M' })),
      await propose(await changed('MMR', 1, { minAge: 'P9M', recommendedAge: 'P9M' })),
    ];
    expect((await activate(first.id, provincialCdc, newId(), ' ')).errors[0]!.extensions).toMatchObject({
      field: 'note',
      reason: 'required',
    });
    const c = newId();
    const done = await activate(first.id, provincialCdc, c);
    expect(done.errors).toEqual([]);
    expect((await activate(first.id, provincialCdc, c)).data).toEqual(done.data);
    expect((await activate(first.id)).errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    expect((await activate(second.id)).errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', reason: 'version' });
    const refused = await propose('x');
    expect((await activate(refused.id)).errors[0]!.extensions).toMatchObject({ reason: 'wrong_state' });
  });

  it('leaves a history of who changed the rules, when and why', async () => {
    const { data } = await world.graph<{
      scheduleHistory: { documentId: string; loadedBy: { id: string } | null; note: string | null; active: boolean }[];
    }>(nurse, '{ scheduleHistory { documentId loadedBy { id } note activeFrom active } }');
    const [newest] = data.scheduleHistory;
    expect(newest).toMatchObject({ loadedBy: { id: 'provincial-cdc' }, note: '国家程序调整', active: true });
    expect(data.scheduleHistory.at(-1)).toMatchObject({ loadedBy: null, note: null, active: false });
    expect(data.scheduleHistory.filter((r) => r.active)).toHaveLength(1);
  });
});
