import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCode } from '@miaoben/credential';
import { newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { DEMO_CLINICS, DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld, TODAY } from '@miaoben/tests/support/certificates-world';
import { scratchPath } from '@miaoben/tests/support/scratch';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readQr } from '../../tests/e2e/codes.ts';
import { debianTool } from '../../tests/support/debian-tool.ts';

let world: CertificatesWorld;
const parent: Caller = { role: 'guardian', account: 'parent' };
const stranger: Caller = { role: 'guardian', account: 'stranger' };
let school: Caller;
let otherSchool: Caller;
let clinic: Caller;
beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  await world.bind('parent', world.elder.id);
  await world.bind('parent', world.baby.id);
  const at = (code: string): Caller => ({
    role: 'school_checker',
    account: code,
    organisation: world.organisation(code),
    divisions: ['630121100'],
  });
  school = at(DEMO_SCHOOLS.primary);
  otherSchool = at(DEMO_SCHOOLS.central);
  clinic = {
    role: 'vaccinator',
    account: 'vaccinator',
    organisation: world.organisation(DEMO_CLINICS.qiaotou),
    divisions: ['630121'],
  };
});
afterAll(() => world?.stop());

interface Own {
  id: string;
  number: string;
  name: string;
  result: number;
  state: string;
  code: string;
  missing: { seriesName: string; dose: number; earliest: string | null }[];
  clinic: { id: string };
  takenAt: string | null;
}
const PARTS =
  'id number name birthDate entryKind checkDate result state expiresOn missing { seriesName dose earliest } clinic { id } school { id } takenAt';
const RUN = `mutation ($commandId: ID!, $input: OwnCheckInput!) { runOwnCheck(commandId: $commandId, input: $input) { ${PARTS} code } }`;
const LIST = `query ($filter: OwnCheckFilter, $first: Int, $after: String) { ownChecks(filter: $filter, first: $first, after: $after) {
  nodes { ${PARTS} } pageInfo { hasNextPage endCursor } } }`;
const input = (changes: Record<string, unknown> = {}) => ({
  personId: world.elder.id,
  schoolId: world.organisation(DEMO_SCHOOLS.primary),
  entryKind: 'primary_school',
  checkDate: TODAY,
  ...changes,
});
const run = (changes: Record<string, unknown> = {}, caller = parent, commandId = newId()) =>
  world.graph<{ runOwnCheck: Own }>(caller, RUN, { commandId, input: input(changes) });
const list = async (caller: Caller, filter: Record<string, unknown> = {}, page: Record<string, unknown> = {}) =>
  (
    await world.graph<{ ownChecks: { nodes: Own[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }>(
      caller,
      LIST,
      { filter, ...page },
    )
  ).data.ownChecks;

describe('the parent’s own check', () => {
  it('Q-49 gives the proof a school asks for with one key: verdict for the day of entry and a code any gate verifies', async () => {
    const { data, errors } = await run();
    expect(errors).toEqual([]);
    expect(data.runOwnCheck).toMatchObject({
      result: 1,
      state: 'valid',
      missing: [],
      name: world.elder.name,
      takenAt: null,
    });
    expect(data.runOwnCheck.number).toMatch(/^CY20261121\d{6}$/);
    const answer = await verifyCode(data.runOwnCheck.code, await world.verifier());
    expect(answer).toMatchObject({ kind: 'genuine', result: 1, birthDate: world.elder.birthDate });
  });

  it('H-27 says what is missing, from when and where, for the kind of entry and its day', async () => {
    const { data, errors } = await run({ personId: world.baby.id, entryKind: 'nursery', checkDate: '2027-09-01' });
    expect(errors).toEqual([]);
    const own = data.runOwnCheck;
    expect(own.result).toBe(2);
    expect(own.missing.length).toBeGreaterThan(0);
    expect(
      own.missing.every((m) => m.seriesName !== '' && m.dose > 0 && /^\d{4}-\d\d-\d\d$/.test(m.earliest ?? '')),
    ).toBe(true);
    expect(own.clinic.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('finds schools by a part of the name, and none by a single character', async () => {
    const find = async (text: string) =>
      (
        await world.graph<{ findSchools: { name: string }[] }>(
          parent,
          'query ($text: String!) { findSchools(text: $text) { name } }',
          { text },
        )
      ).data.findSchools.map((s) => s.name);
    expect(await find('桥头镇')).toEqual(['大通县桥头镇中心幼儿园', '大通县桥头镇第三小学'].sort());
    expect(await find('桥')).toEqual([]);
    expect(await find('卫生院')).toEqual([]);
  });

  it('refuses a child that is not bound, a day out of range and a school that is none; a replay makes no second report', async () => {
    expect((await run({}, stranger)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    for (const [changes, field, reason] of [
      [{ checkDate: '2028-09-01' }, 'checkDate', 'out_of_range'],
      [{ checkDate: '2026-01-01' }, 'checkDate', 'out_of_range'],
      [{ schoolId: world.organisation(DEMO_CLINICS.qiaotou) }, 'schoolId', 'no_match'],
    ] as const) {
      expect((await run(changes)).errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
    }
    const commandId = newId();
    const [one, two] = [await run({}, parent, commandId), await run({}, parent, commandId)];
    expect(two.data.runOwnCheck.id).toBe(one.data.runOwnCheck.id);
  });

  it('Q-73 lists, searches and shows the requests to the parent, the school addressed, its clinic, and nobody else', async () => {
    const own = (await run()).data.runOwnCheck;
    const first = await list(parent, {}, { first: 1 });
    expect(first.nodes.map((n) => n.id)).toEqual([own.id]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const next = await list(parent, {}, { first: 1, after: first.pageInfo.endCursor });
    expect(next.nodes[0]?.id).not.toBe(own.id);
    for (const caller of [school, clinic]) {
      expect((await list(caller, { number: own.number.toLowerCase() })).nodes.map((n) => n.id)).toEqual([own.id]);
      const named = await list(caller, { name: world.elder.name, birthDate: world.elder.birthDate });
      expect(named.nodes.every((n) => n.name === world.elder.name)).toBe(true);
      expect(named.nodes.length).toBeGreaterThan(0);
      expect((await list(caller, { result: 4 })).nodes).toEqual([]);
    }
    expect((await list(otherSchool)).nodes).toEqual([]);
    expect((await list(stranger)).nodes).toEqual([]);
    expect((await list({ ...clinic, divisions: ['630203'] })).nodes).toEqual([]);
    const read = (caller: Caller) =>
      world.graph<{ ownCheck: Own | null }>(caller, `query ($id: ID!) { ownCheck(id: $id) { ${PARTS} } }`, {
        id: own.id,
      });
    expect((await read(school)).data.ownCheck?.number).toBe(own.number);
    expect((await read(otherSchool)).data.ownCheck).toBeNull();
    const code = await world.graph<{ ownCheck: { code: string } }>(
      school,
      `query ($id: ID!) { ownCheck(id: $id) { code } }`,
      {
        id: own.id,
      },
    );
    expect(code.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  const fileUrl = async (caller: Caller, id: string) =>
    (
      await world.graph<{ ownCheckFileUrl: string | null }>(caller, 'query ($id: ID!) { ownCheckFileUrl(id: $id) }', {
        id,
      })
    ).data.ownCheckFileUrl;
  const fetched = async (url: string): Promise<Buffer> => {
    const answer = await world.stack.file('certificates', url);
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  };
  /** What a reader of PDF makes of the file: its words, its pages and the codes on it. */
  async function read(url: string | null): Promise<{ text: string; pages: number; codes: string[] }> {
    expect(debianTool('pdftotext', 'poppler-utils')).toBe(true);
    const folder = await mkdtemp(join(tmpdir(), 'miaoben-report-'));
    const path = join(folder, 'report.pdf');
    await writeFile(path, await fetched(url ?? ''));
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', path, join(folder, 'page')]);
    const codes = await readQr(await readFile(join(folder, 'page.png')));
    await rm(folder, { recursive: true });
    return { text, pages: text.split('\f').length - 1, codes };
  }

  it('Q-75 gives the report as a PDF file at a short-lived address, with its code for the family alone', async () => {
    const entry = { personId: world.baby.id, entryKind: 'nursery', checkDate: '2027-09-01' };
    const own = (await run(entry)).data.runOwnCheck;
    const [mine, theirs] = [await read(await fileUrl(parent, own.id)), await read(await fileUrl(school, own.id))];
    for (const { text, pages } of [mine, theirs]) {
      expect(pages).toBe(1);
      for (const word of [own.number, world.baby.name, '2027-09-01', '大通县桥头镇第三小学', '需补种'])
        expect(text).toContain(word);
    }
    expect([mine.codes, theirs.codes]).toEqual([[own.code], []]);
    expect(await fileUrl(otherSchool, own.id)).toBeNull();
    expect(await fileUrl(stranger, own.id)).toBeNull();
    const lines = await query<{ account_id: string }>(
      world.em(),
      "select account_id from audit_line where operation = 'download of own check report' and subject = $1 order by seq",
      [own.id],
    );
    expect(lines.map((l) => l.account_id)).toEqual(['parent', school.account]);
  });

  it('Q-75 exports the reports that were searched as .xlsx, to who may read them', async () => {
    const own = (await run()).data.runOwnCheck;
    const rowsFor = async (caller: Caller, filter: Record<string, unknown>) => {
      const { data, errors } = await world.graph<{ ownChecksFileUrl: string }>(
        caller,
        'query ($filter: OwnCheckFilter) { ownChecksFileUrl(filter: $filter) }',
        { filter },
      );
      expect(errors).toEqual([]);
      expect(data.ownChecksFileUrl).not.toContain(own.number);
      const path = scratchPath('xlsx');
      await writeFile(path, await fetched(data.ownChecksFileUrl));
      const rows = [];
      for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
      await rm(path);
      return rows;
    };
    const [header, ...rows] = await rowsFor(school, { number: own.number });
    expect(header?.slice(0, 4)).toEqual(['报告编号', '姓名', '出生日期', '学校或幼儿园']);
    expect(rows.map((r) => r.slice(0, 7))).toEqual([
      [own.number, world.elder.name, world.elder.birthDate, '大通县桥头镇第三小学', '入学', TODAY, '已完成'],
    ]);
    expect(await rowsFor(otherSchool, { number: own.number })).toHaveLength(1);
    expect((await rowsFor(parent, {})).length - 1).toBe((await list(parent, {}, { first: 200 })).nodes.length);
  });

  it('revokes the code of a report that a changed record contradicts; one it still bears out stands', async () => {
    const stands = (await run({ personId: world.baby.id, checkDate: TODAY })).data.runOwnCheck;
    const falls = (await run()).data.runOwnCheck;
    const last = world.elder.doses.at(-1);
    await world.voidLast(clinic, world.elder.id, last?.vaccine ?? '');
    await world.hear();
    const [after] = (await list(parent, { number: falls.number })).nodes;
    expect(after?.state).toBe('revoked');
    expect(await verifyCode(falls.code, await world.verifier())).toMatchObject({ kind: 'revoked' });
    expect((await list(parent, { number: stands.number })).nodes[0]?.state).toBe('valid');
    expect((await run()).data.runOwnCheck.result).not.toBe(1);
  });
});
