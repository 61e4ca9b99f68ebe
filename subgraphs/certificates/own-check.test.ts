import { verifyCode } from '@miaoben/credential';
import { newId } from '@miaoben/kernel';
import { DEMO_CLINICS, DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld, TODAY } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

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
