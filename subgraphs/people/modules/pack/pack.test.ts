import { type Em, query } from '@miaoben/kernel';
import { settled } from '@miaoben/tests/support/settled';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { insertPersons, NOTHING_KNOWN, type PersonFile } from '../../bulk.ts';
import { CLINIC, callers, startPeople, TODAY } from '../../people.test-kit.ts';

interface Page {
  rows: string[];
  cursor: string | null;
  complete: boolean;
  takenAt: string;
  total: number;
}
let stack: Stack;
const file = (i: number, more: Partial<PersonFile> = {}): PersonFile => ({
  ...NOTHING_KNOWN,
  id: stack.newId(),
  name: `孩子${i}`.replace(/\d/g, (d) => '零一二三四五六七八九'.charAt(Number(d))),
  sex: i % 2 ? 'F' : 'M',
  birthDate: `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`,
  documentType: 'OTHER',
  documentNumber: `NR${i}`,
  phone: null,
  ethnicity: '04',
  residence: '630121100',
  residenceAddress: '某处',
  managingOrgId: CLINIC,
  registrationState: 'active',
  conditions: i % 5 ? [] : ['HBSAG_POS_MOTHER'],
  birthWeightG: 3000 + i,
  guardians: [
    { relation: 'mother', name: '李娜', phone: '13897000001' },
    { relation: 'father', name: '张勇' },
  ],
  ...more,
});
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  const { orm, keyring } = stack.services.people;
  const files = Array.from({ length: 45 }, (_, i) => file(i));
  files.push(file(100, { residence: '630121101' }), file(101, { residence: '630123100' }));
  files.push(file(102, { registrationState: 'dead' }));
  expect(await insertPersons(orm.em as Em, keyring, files, TODAY)).toBe(48);
});
afterAll(() => stack.stop());

const pack = (division: string, more: Record<string, unknown> = {}, caller: Caller = callers.nurse) =>
  stack.graph<{ personPack: Page }>(
    'people',
    caller,
    `query($d: ID!, $after: String, $n: Int) { personPack(division: $d, after: $after, first: $n) {
      rows cursor complete takenAt total } }`,
    { d: division, ...more },
  );
async function load(division: string, first: number) {
  const pages: Page[] = [];
  let after: string | null = null;
  const statements: number[] = [];
  do {
    const answer: Awaited<ReturnType<typeof pack>> = await pack(division, { after, n: first });
    pages.push(answer.data.personPack);
    statements.push(answer.statements);
    after = answer.data.personPack.cursor;
  } while (after);
  return { pages, rows: pages.flatMap((p) => p.rows.map((r) => JSON.parse(r) as Record<string, unknown>)), statements };
}

describe('the pack of people for work off line (design 7)', () => {
  it('gives a township in pages that say the same size and time, the last one complete', async () => {
    const { pages, rows, statements } = await load('630121100', 10);
    expect(pages.map((p) => p.complete)).toEqual([false, false, false, false, true]);
    expect(new Set(pages.map((p) => `${p.total} ${p.takenAt}`)).size).toBe(1);
    expect(pages[0]?.total).toBe(45);
    expect(new Set(rows.map((r) => r.id)).size).toBe(45);
    expect(new Set(statements.slice(1)).size).toBe(1);
    const dates = rows.map((r) => `${r.residence} ${r.birthDate} ${r.id}`);
    expect(dates).toEqual([...dates].sort());
  });

  it('holds what the field needs, and no document number', async () => {
    const { rows } = await load('630121100', 500);
    const one = rows.find((r) => r.name === '孩子五');
    expect(one).toMatchObject({
      sex: 'F',
      birthDate: '2024-01-06',
      initials: 'hzw',
      residence: '630121100',
      managingOrg: CLINIC,
      registrationState: 'active',
      conditions: ['HBSAG_POS_MOTHER'],
      birthWeightG: 3005,
      guardians: [
        { relation: 'mother', name: '李娜', phone: '138****0001' },
        { relation: 'father', name: '张勇' },
      ],
      version: 1,
    });
    expect(JSON.stringify(rows)).not.toContain('NR');
  });

  it('narrows a larger division to the own area, refuses a foreign one, and only field staff take packs', async () => {
    expect((await load('63', 500)).rows).toHaveLength(46);
    for (const division of ['630123', '64']) {
      const answer = await pack(division);
      expect(answer.errors[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
    }
    for (const division of ['x', '', '630121100 and more'])
      expect((await pack(division)).errors[0]?.extensions).toMatchObject({ field: 'division', reason: 'format' });
    for (const caller of [callers.mother, callers.partner, callers.admin, callers.inspector])
      expect((await pack('630121100', {}, caller)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await pack('630121100', { after: 'x' })).errors[0]?.extensions).toMatchObject({ field: 'after' });
  });

  it('writes one audit line a load that names the selection', async () => {
    const lines = () =>
      query<{ subject: string; detail: unknown }>(
        stack.services.people.orm.em.fork() as Em,
        "select subject, detail from audit_line where operation = 'Query.personPack' order by seq",
      );
    const before = (await lines()).length;
    await load('630121100', 10);
    const after = await lines();
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)).toEqual({ subject: '630121100', detail: { persons: 45 } });
  });

  it('takes no position that was made up or given to somebody else: it would read past the audit line', async () => {
    const madeUp = Buffer.from(JSON.stringify(['6', '1900-01-01', stack.newId(), 1, 'x', 'y'])).toString('base64url');
    const { cursor } = (await pack('630121100', { n: 10 })).data.personPack;
    const refused = [
      await pack('630121100', { after: madeUp }),
      await pack('630121100', { after: cursor }, callers.colleague),
      await pack('630121', { after: cursor }),
    ];
    for (const { errors } of refused)
      expect(errors[0]?.extensions).toEqual({ code: 'BAD_INPUT', field: 'after', reason: 'format' });
    expect((await pack('630121100', { after: cursor })).errors).toEqual([]);
  });

  it('gives afterwards what is new, changed or gone: corrected, moved away, died, moved in', async () => {
    const town = '630121204';
    const { orm, keyring } = stack.services.people;
    const files = [0, 1, 2, 3, 4].map((i) => file(200 + i, { residence: i === 4 ? '630121101' : town }));
    await insertPersons(orm.em as Em, keyring, files, TODAY);
    const [corrected, movedAway, died, untouched, movedIn] = files.map((f) => f.id) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const ask = (since: string | null, caller: Caller = callers.nurse) =>
      stack.graph<{ personPack: Page & { position: string; gone: string[] } }>(
        'people',
        caller,
        `query ($d: ID!, $since: String) {
          personPack(division: $d, since: $since) { rows cursor complete takenAt total position gone } }`,
        { d: town, since },
      );
    const ids = (rows: readonly string[]) => rows.map((r) => (JSON.parse(r) as { id: string }).id).toSorted();
    await settled(stack.services.people.orm.em.fork() as Em, 'person');
    const whole = (await ask(null)).data.personPack;
    expect(ids(whole.rows)).toEqual([corrected, movedAway, died, untouched].toSorted());
    const change = (id: string, changes: Record<string, unknown>) =>
      stack.graph(
        'people',
        callers.nurse,
        `mutation ($c: ID!, $id: ID!, $changes: PersonChangesInput!) {
          changePerson(commandId: $c, id: $id, expectedVersion: 1, changes: $changes) { id } }`,
        { c: stack.newId(), id, changes },
      );
    for (const [id, changes] of [
      [corrected, { name: '改名' }],
      [movedAway, { residence: '630121101' }],
      [movedIn, { residence: town }],
    ] as const)
      expect((await change(id, changes)).errors).toEqual([]);
    // Only a report closes the file of a dead person.
    const reported = await stack.graph<{ reportDeath: { id: string; version: number } }>(
      'people',
      callers.nurse,
      `mutation ($c: ID!, $id: ID!) { reportDeath(commandId: $c, input: {
        personId: $id, diedOn: "2026-11-10", source: hospital, certificateNumber: "6301210000204" }) { id version } }`,
      { c: stack.newId(), id: died },
    );
    expect(reported.errors).toEqual([]);
    const confirmed = await stack.graph(
      'people',
      callers.nurse,
      `mutation ($c: ID!, $id: ID!, $version: Int!) { advanceDeath(commandId: $c, input: {
        id: $id, action: confirm, expectedVersion: $version }) { state } }`,
      { c: stack.newId(), ...reported.data.reportDeath },
    );
    expect(confirmed.errors).toEqual([]);
    const news = async () => {
      const { rows, gone } = (await ask(whole.position)).data.personPack;
      return [ids(rows), gone.toSorted()];
    };
    await expect
      .poll(news, { timeout: 20_000 })
      .toEqual([[corrected, movedIn].toSorted(), [movedAway, died].toSorted()]);
    const next = (await ask(whole.position)).data.personPack;
    const last = (await ask(next.position)).data.personPack;
    expect([last.rows, last.gone, last.complete]).toEqual([[], [], true]);
    expect((await ask(whole.position, callers.colleague)).errors[0]?.extensions).toEqual({
      code: 'BAD_INPUT',
      field: 'since',
      reason: 'format',
    });
  });
});
