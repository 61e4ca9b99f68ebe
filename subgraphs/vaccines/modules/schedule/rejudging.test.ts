import { createClock, query, startSubgraph } from '@miaoben/kernel';
import { addMonths } from '@miaoben/schedule';
import type { CoverageChanged } from '@miaoben/schema';
import { scheduleDocument } from '@miaoben/tests/support/schedule-document';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { referenceRows } from '../../../../seeds/load/reference.ts';
import { refreshAll, seedReference } from '../../bulk.ts';
import { definition } from '../../server.ts';
import { fromBooklet, monthsAgo, recordIn, startWorld, TODAY, type World } from '../../test-kit.ts';
import { forgetCatalogue } from '../catalogue/catalogue.ts';
import { latestRejudging, noteFailure } from './rejudging.repository.ts';
import { noticeRules, rejudgeStep } from './rejudging.service.ts';
import type { Affected } from './schedule.document.ts';
import { activeDocument, documentHistory } from './schedule.repository.ts';
import { useDocument } from './schedule.service.ts';

const { background: _none, ...quiet } = definition;
const EVERYBODY: Affected = { underYears: null, sex: null, bornFrom: null };

let world: World;
beforeAll(async () => {
  // Nothing goes on by itself here: the test takes the steps.
  world = await startWorld(inject('adminUrl'), [], (config) => startSubgraph(quiet, config));
});
afterAll(() => world.stop());

const needs = () => world.stack.services.vaccines;
type Document = { series: { id: string; doses: { minAge: string; recommendedAge: string }[] }[] };
function documentWith(minAge: string): Document {
  const document = scheduleDocument<Document>();
  const [first] = document.series.find((s) => s.id === 'MMR')!.doses;
  Object.assign(first!, { minAge, recommendedAge: minAge });
  return document;
}
const use = (minAge: string, affected = EVERYBODY) =>
  world.em().transactional((em) =>
    useDocument(
      em as ReturnType<World['em']>,
      { document: documentWith(minAge), layers: [] },
      {
        account: 'somebody',
        note: null,
        version: 'NIP-2026',
        affected,
      },
    ),
  );
/** Ends the connection of a step while it waits for a file somebody else holds. @returns what became of the step */
async function killInTheMiddle(): Promise<unknown> {
  return world.em().transactional(async (inner) => {
    const em = inner as ReturnType<World['em']>;
    await query(em, 'select 1 from subject for update');
    const step = rejudgeStep(needs(), 3).catch((error: unknown) => error);
    for (let killed = 0; killed === 0; ) {
      const rows = await query(
        em,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      killed = rows.length;
    }
    return step;
  });
}
const progress = async () => (await latestRejudging(world.em()))!;

describe('judging anew', () => {
  it('goes on where a stopped process was, and counts nobody twice', async () => {
    for (let i = 0; i < 7; i += 1) world.announce({ birthDate: monthsAgo(8, i) });
    await world.hear();
    await use('P9M');
    expect(await progress()).toMatchObject({ state: 'running', done: 0, total: null });
    expect(await rejudgeStep(needs(), 3)).toBe(true);
    expect(await progress()).toMatchObject({ total: 7, done: 0 });
    await rejudgeStep(needs(), 3);
    expect(await progress()).toMatchObject({ state: 'running', done: 3, changed: 3, finished_at: null });
    expect(await killInTheMiddle()).toBeInstanceOf(Error);
    expect(await progress()).toMatchObject({ state: 'running', done: 3, changed: 3, finished_at: null });
    const other = { orm: needs().orm, clock: createClock(TODAY) };
    forgetCatalogue(needs().orm);
    await rejudgeStep(other, 3);
    await rejudgeStep(other, 3);
    const end = await progress();
    expect(end).toMatchObject({ state: 'done', done: 7, changed: 7 });
    expect(end.finished_at).not.toBeNull();
    expect(await rejudgeStep(other, 3)).toBe(false);
  });

  it('is done by one process at a time', async () => {
    await use('P8M');
    await rejudgeStep(needs(), 500);
    const taken = await Promise.all([1, 2, 3].map(() => rejudgeStep(needs(), 500)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await progress()).toMatchObject({ state: 'done', done: 7, changed: 7 });
  });

  it('writes nothing and tells nothing for whom nothing changed', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(40) });
    await world.hear();
    await recordIn(world, fromBooklet(personId, '1201', monthsAgo(30)));
    const told = (await world.events('coverage.changed')).length;
    await use('P8M');
    await rejudgeStep(needs());
    await rejudgeStep(needs());
    expect(await progress()).toMatchObject({ state: 'done', done: 8, changed: 0 });
    expect(await world.events('coverage.changed')).toHaveLength(told);
  });

  it('says when it does not get on, and gets on when the fault is gone', async () => {
    await use('P8M');
    await noteFailure(world.em());
    expect(await progress()).toMatchObject({ state: 'failed', finished_at: null });
    await rejudgeStep(needs());
    await rejudgeStep(needs());
    expect((await progress()).state).toBe('done');
    await noteFailure(world.em());
    expect((await progress()).state).toBe('done');
  });

  it('passes over whom a change cannot concern', async () => {
    const boy = world.announce({ sex: 'M', birthDate: monthsAgo(14 * 12) });
    const girl = world.announce({ sex: 'F', birthDate: monthsAgo(14 * 12) });
    const unknown = world.announce({ sex: 'U', birthDate: monthsAgo(14 * 12) });
    await world.hear();
    expect(new Set([boy, girl, unknown].map((p) => p.personId)).size).toBe(3);
    await use('P8M', { underYears: 18, sex: 'F', bornFrom: addMonths(TODAY, -15 * 12) });
    await rejudgeStep(needs());
    const { total } = await progress();
    // The eight girls of before, this girl, and the one of unknown sex.
    expect(total).toBe(10);
    await rejudgeStep(needs());
    await use('P8M', { ...EVERYBODY, none: true });
    expect(await progress()).toMatchObject({ state: 'done', total: 0 });
  });
});

describe('a command that was judged by rules out of use', () => {
  it('is judged again by the new ones: a process may hear of a change late', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(8, 3) });
    await world.hear();
    await use('P11M');
    await rejudgeStep(needs());
    while (await rejudgeStep(needs()));
    const { em } = world;
    // As if this process had not heard of it: what it read before is put back.
    await use('P9M');
    await recordIn(world, fromBooklet(personId, '0202', monthsAgo(8, 2)));
    const [stale] = await query<{ forecast_on: string }>(em(), 'select forecast_on from subject where person_id = $1', [
      personId,
    ]);
    expect(stale!.forecast_on).toBe('1900-01-01');
    forgetCatalogue(needs().orm);
    await refreshAll(needs());
    const [item] = await query<{ earliest: string }>(
      em(),
      `select earliest from due_item where person_id = $1 and series = 'MMR'`,
      [personId],
    );
    expect(item!.earliest).toBe(addMonths(monthsAgo(8, 3), 9));
    while (await rejudgeStep(needs()));
  });
});

describe('the day of another version', () => {
  it('orders a judging of those whom the differences of the two versions may concern, once', async () => {
    const { orm } = needs();
    const on = (day: string) => ({ orm, clock: createClock(day) });
    const { id } = (await activeDocument(world.em()))!;
    expect(await noticeRules(on(TODAY))).toBe(false);
    forgetCatalogue(orm);
    expect(await noticeRules(on('2025-12-01'))).toBe(true);
    expect(await progress()).toMatchObject({
      document_id: id,
      version: 'NIP-2021-DTaP5-HPV',
      cause: 'version_in_force',
    });
    expect(await noticeRules(on('2025-12-01'))).toBe(false);
    while (await rejudgeStep(on('2025-12-01')));
    expect((await progress()).state).toBe('done');
    expect(await noticeRules(on(TODAY))).toBe(true);
    while (await rejudgeStep(on(TODAY)));
  });
});

describe('a release of the software', () => {
  it('with the same document changes nothing; with another one never takes the place of the province’s own', async () => {
    const before = await activeDocument(world.em());
    await seedReference(needs().orm, referenceRows());
    expect((await activeDocument(world.em()))!.id).toBe(before!.id);
    await seedReference(needs().orm, { ...referenceRows(), schedule: documentWith('P10M') });
    expect((await activeDocument(world.em()))!.id).toBe(before!.id);
    const [kept] = (await documentHistory(world.em())).filter((r) => r.loaded_by === null && r.active_from === null);
    expect(kept).toBeDefined();
  });
});

it('what was told grows with each judging, so that the latest wins', async () => {
  const events = (await world.events('coverage.changed')) as CoverageChanged[];
  const byPerson = Map.groupBy(events, (e) => e.personId);
  for (const own of byPerson.values()) {
    const versions = own.map((e) => e.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  }
});
