import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { idCard } from '../../papers.test-kit.ts';
import { callers, idNumber, startPeople } from '../../people.test-kit.ts';
import { NotRead, type Recogniser } from './page.types.ts';
import { readPapers } from './paper-reading.service.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const NUMBER = idNumber('2024-03-08', 61, 'F');
const NAME = '甘小雨';
const em = () => stack.services.people.orm.em.fork() as Em;
const sql = <T>(text: string, values: unknown[] = []) => query<T>(em(), text, values);

interface Reading {
  state: string;
  failure: string | null;
  pageUrl: string | null;
  fields: { field: string; value: string; isSure: boolean }[];
}
const announce = (caller: Caller, fileName: string, size: number) =>
  stack.graph<{ it: { readingId: string; uploadUrl: string } }>(
    'people',
    caller,
    'mutation($c: ID!, $f: String!, $s: Int!) { it: announcePaperReading(commandId: $c, kind: id_card, fileName: $f, size: $s) { readingId uploadUrl } }',
    { c: stack.newId(), f: fileName, s: size },
  );
async function look(caller: Caller, id: string): Promise<Reading | null> {
  const text = 'query($id: ID!) { it: paperReading(id: $id) { state failure pageUrl fields { field value isSure } } }';
  return (await stack.graph<{ it: Reading | null }>('people', caller, text, { id })).data.it;
}
async function sent(caller: Caller, file: Uint8Array): Promise<{ id: string; reading: Reading }> {
  const { readingId: id, uploadUrl } = (await announce(caller, `${NAME}的身份证.png`, file.length)).data.it;
  expect((await stack.file('people', uploadUrl, file)).status).toBe(204);
  await expect
    .poll(async () => (await look(caller, id))?.state, { timeout: 60_000, interval: 300 })
    .not.toBe('waiting');
  return { id, reading: (await look(caller, id))! };
}

/** Reads until it is stopped. */
function endless(): Recogniser {
  let giveUp = (_: NotRead) => {};
  return {
    read: () =>
      new Promise((_, failed) => {
        giveUp = failed;
      }),
    stop: async () => giveUp(new NotRead('interrupted')),
  };
}

describe('J-10 the reading of a paper', () => {
  it('is given to who sent it, logged without what was read, and forgotten', { timeout: 120_000 }, async () => {
    const png = await idCard({
      name: NAME,
      sex: '女',
      birth: '2024 年 3 月 8 日',
      address: ['青海省西宁市城东区八一中路', '12号3单元501室'],
      number: NUMBER,
    });
    const { id, reading } = await sent(callers.nurse, png);
    expect(reading).toMatchObject({ state: 'ready', failure: null });
    expect(reading.fields.find(({ field }) => field === 'document_number')).toMatchObject({
      value: NUMBER,
      isSure: true,
    });
    const page = await stack.file('people', reading.pageUrl!);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    // Nobody else, of the same clinic either.
    for (const caller of [callers.colleague, callers.mother]) expect(await look(caller, id)).toBeNull();
    for (const caller of [callers.cdc, callers.inspector, callers.partner])
      expect((await announce(caller, 'a.png', 10)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    // The family may have its own papers read.
    const blurred = await sent(callers.mother, await sharp(png).blur(6).png().toBuffer());
    expect(blurred.reading).toMatchObject({ state: 'failed', failure: 'blurred', fields: [], pageUrl: null });

    const lines = await sql<Record<string, unknown>>('select * from paper_reading order by started_at');
    expect(lines).toMatchObject([
      { account_id: 'nurse', kind: 'id_card', state: 'ready', fields: 5, failure: null },
      { state: 'failed', failure: 'blurred', fields: null },
    ]);
    expect(Number(lines[0]?.duration_ms)).toBeGreaterThan(0);
    const audited = await sql("select * from audit_line where operation = 'reading of a paper'");
    const kept = JSON.stringify([
      lines,
      audited,
      await sql('select * from stored_file'),
      await sql('select * from command'),
    ]);
    for (const secret of [NAME, NUMBER, '八一中路']) expect(kept).not.toContain(secret);
    expect(audited).toMatchObject([
      { detail: { kind: 'id_card', fields: 5, result: 'ready' } },
      { detail: { result: 'blurred' } },
    ]);

    // The paper itself is gone at once; of the page nothing lies in plain bytes.
    const folder = dirname(stack.services.people.files.path(id));
    const names = await readdir(folder);
    expect(names).not.toContain(id);
    expect(names).toHaveLength(1);
    expect((await readFile(join(folder, names[0]!))).subarray(0, 2).toString('hex')).not.toBe('ffd8');
    await sql("update paper_reading set started_at = now() - interval '31 minutes'");
    await expect.poll(() => look(callers.nurse, id), { timeout: 10_000 }).toBeNull();
    await expect.poll(() => readdir(folder)).toEqual([]);
    expect((await stack.file('people', reading.pageUrl!)).status).toBe(404);
    expect(await sql('select 1 from paper_reading where sealed is not null')).toEqual([]);
  });

  it('Q-05 goes with its picture once the form has it; the log tells who, when, what and what a hand corrected, to those who answer for it', async () => {
    const kept = await sql<{ id: string }>("select id from paper_reading where state = 'ready' order by id limit 1");
    const page = await stack.services.people.files.keep(
      em(),
      { name: 'page.jpg', kind: 'paper-page', accountId: callers.mother.account },
      Buffer.from('page'),
    );
    const { readingId: id } = (await announce(callers.mother, 'a.png', 4)).data.it;
    await sql("update paper_reading set state = 'ready', page_file = $2, sealed = 'x', sharpness = 90 where id = $1", [
      id,
      page,
    ]);
    const close = (caller: Caller, reading: string) =>
      stack.graph(
        'people',
        caller,
        'mutation($c: ID!, $id: ID!) { closePaperReading(commandId: $c, id: $id, isUsed: true, corrected: [name, name, birth_date]) }',
        { c: stack.newId(), id: reading },
      );
    for (const caller of [callers.stranger, callers.nurse])
      expect((await close(caller, id)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await close(callers.mother, id)).data).toEqual({ closePaperReading: true });
    expect((await close(callers.mother, id)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const files = await readdir(dirname(stack.services.people.files.path(page)));
    expect(files).not.toContain(page);
    expect(kept).toHaveLength(1);

    type Lines = { paperReadings: { nodes: Record<string, unknown>[] } };
    const log = async (caller: Caller, filter: Record<string, unknown> = {}) =>
      (
        await stack.graph<Lines>(
          'people',
          caller,
          `query($f: PaperReadingFilterInput) { paperReadings(filter: $f) { nodes {
             id role kind state failure quality fields isUsed corrected by { id } unit { id } } } }`,
          { f: filter },
        )
      ).data.paperReadings.nodes;
    // Of a family without a child in the county only the province is told.
    expect(await log({ ...callers.cdc, divisions: ['63'] }, { kind: 'id_card', state: 'ready' })).toContainEqual({
      ...{ id, role: 'guardian', kind: 'id_card', state: 'ready', failure: null, quality: 'fair', fields: null },
      ...{ isUsed: true, corrected: ['name', 'birth_date'], by: null, unit: null },
    });
    const ids = async (caller: Caller) => (await log(caller)).map((line) => line.id);
    expect(await ids(callers.cdc)).toEqual([kept[0]?.id]);
    expect(await ids({ ...callers.cdc, divisions: ['630123'] })).toEqual([]);
    // One's own; the whole unit is for its master account.
    expect(await ids(callers.nurse)).toEqual([kept[0]?.id]);
    expect(await ids(callers.colleague)).toEqual([]);
    expect(await log(callers.nurse, { from: '2020-01-01', to: '2020-01-02' })).toEqual([]);
  });

  it('is refused after twenty papers of a family in a day, not after the retakes of a clinic', async () => {
    await sql(
      "insert into stored_file (id, name, kind, account_id, size) select gen_random_uuid(), 'p', 'paper-reading', $1, 1 from generate_series(1, 20)",
      [callers.stranger.account],
    );
    await sql(
      "insert into paper_reading (id, account_id, role, kind, forgotten_at) select id, $1, 'guardian', 'id_card', now() from stored_file where account_id = $1",
      [callers.stranger.account],
    );
    expect((await announce(callers.stranger, 'a.png', 4)).errors[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      part: 'day',
    });
    await sql('update paper_reading set account_id = $1 where account_id = $2', ['nurse', callers.stranger.account]);
    for (const caller of [callers.stranger, callers.nurse])
      expect((await announce(caller, 'a.png', 4)).errors).toEqual([]);
  });

  it('is refused before it is sent when it is of another type or too large', async () => {
    const refused = async (name: string, size: number) =>
      (await announce(callers.nurse, name, size)).errors[0]?.extensions;
    expect(await refused('证件.gif', 10)).toMatchObject({ code: 'BAD_INPUT', field: 'fileName', reason: 'file_type' });
    expect(await refused('证件.jpg', 21_000_000)).toMatchObject({ field: 'size', reason: 'file_too_large' });
  });

  it('ends as interrupted, its paper removed, when the server stops at it or died before', async () => {
    const { people } = stack.services;
    const sendOne = async () => {
      const { readingId, uploadUrl } = (await announce(callers.nurse, 'a.png', 4)).data.it;
      expect((await stack.file('people', uploadUrl, Buffer.from('\x89PNG'))).status).toBe(204);
      return readingId;
    };
    const interrupted = { state: 'failed', failure: 'interrupted', fields: [], pageUrl: null };
    const stopping = await readPapers(people, endless());
    const atWork = await sendOne();
    expect(await look(callers.nurse, atWork)).toMatchObject({ state: 'waiting' });
    await stopping.stop();
    expect(await look(callers.nurse, atWork)).toMatchObject(interrupted);
    expect(await readdir(dirname(people.files.path(atWork)))).not.toContain(atWork);

    // One that died writes nothing down: the next one does, but not for a paper that is still on its way.
    people.files.onStored('paper-reading', () => undefined);
    const left = await sendOne();
    const onItsWay = (await announce(callers.nurse, 'b.png', 4)).data.it.readingId;
    const next = await readPapers(people, endless());
    expect(await look(callers.nurse, left)).toMatchObject(interrupted);
    expect(await readdir(dirname(people.files.path(left)))).not.toContain(left);
    expect(await look(callers.nurse, onItsWay)).toMatchObject({ state: 'waiting', failure: null });
    await next.stop();
    const lines = await sql<{ subject: string }>(
      "select subject from audit_line where operation = 'reading of a paper' and detail->>'result' = 'interrupted'",
    );
    expect(lines.map(({ subject }) => subject)).toEqual([atWork, left]);
  });
});
