import { newId, openNotice, query } from '@miaoben/kernel';
import { addDays, GROUP_FACTS } from '@miaoben/schedule';
import type { NoticeRequested } from '@miaoben/schema';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { factCode } from '../health/fact-codes.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

interface Told {
  groupDeclarations: {
    id: string;
    group: string;
    since: string;
    expectedEnd: string | null;
    note: string | null;
    state: string;
    version: number;
    reason: string | null;
    fact: { code: string; date: string; until: string | null } | null;
  }[];
  healthFacts: { id: string; code: string; until: string | null; withdrawn: boolean }[];
  plan: { series: { series: string; status: string; reasons: { code: string }[] }[] };
}
const READ = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  groupDeclarations { id group since expectedEnd note state version reason fact { code date until } }
  healthFacts { id code until withdrawn } plan { series { series status reasons { code } } } } } }`;
const read = async (id: string, caller = nurse) => {
  const { data } = await world.graph<{ _entities: [Told | null] }>(caller, READ, {
    r: [{ __typename: 'Person', id }],
  });
  return data._entities[0]!;
};
const states = async (id: string) => (await read(id)).groupDeclarations.map((d) => `${d.state} ${d.version}`);
const holding = async (id: string) => (await read(id)).healthFacts.filter((f) => !f.withdrawn).map((f) => f.code);
/** What the engine says of a live vaccine. */
const mmr = async (id: string) => {
  const told = (await read(id)).plan.series.find((s) => s.series === 'MMR');
  return told && { status: told.status, reasons: told.reasons.map((r) => r.code) };
};

const act = async (caller: typeof nurse, mutation: string, variables: Record<string, unknown>) => {
  const [error] = (await world.graph(caller, mutation, { c: newId(), ...variables })).errors;
  return error && `${error.extensions.code} ${error.extensions.field ?? ''} ${error.extensions.reason ?? ''}`.trim();
};
const declare = (i: Record<string, unknown>, caller = parent) =>
  act(caller, 'mutation ($c: ID!, $i: DeclareGroupInput!) { declareGroup(commandId: $c, input: $i) { id } }', { i });
const withdraw = (p: string, id: string, v: number, caller = parent) =>
  act(
    caller,
    `mutation ($c: ID!, $p: ID!, $id: ID!, $v: Int!) {
       withdrawGroupDeclaration(commandId: $c, personId: $p, id: $id, expectedVersion: $v) { id } }`,
    { p, id, v },
  );
const decide = (i: Record<string, unknown>, caller = nurse) =>
  act(
    caller,
    'mutation ($c: ID!, $i: DecideGroupDeclarationInput!) { decideGroupDeclaration(commandId: $c, input: $i) { id } }',
    { i },
  );
const open = async (caller = nurse) => {
  const { data } = await world.graph<{ openGroupDeclarations: { nodes: { id: string; person: { id: string } }[] } }>(
    caller,
    '{ openGroupDeclarations { nodes { id group since person { id } } } }',
  );
  return data.openGroupDeclarations.nodes.map((n) => n.id);
};
const packed = async (town: string) => {
  const { data } = await world.graph<{ dosePack: { rows: string[] } }>(
    nurse,
    'query ($d: ID!) { dosePack(division: $d) { rows } }',
    { d: town },
  );
  return data.dosePack.rows.map((r) => (JSON.parse(r) as { declared?: unknown }).declared);
};

/** The notices about a person: who is told what. */
const told = async (personId: string) =>
  ((await world.events('notice.requested')) as NoticeRequested[])
    .filter((n) => n.kind === 'group_declaration_decided' && n.subjectId === personId)
    .map((n) => ({
      accountId: n.accountId,
      params: openNotice(world.stack.services.vaccines.keyring, n.sealed).params,
    }));

/** A woman or child of whom the parent's account may speak. */
const own = (birthDate: string, more = {}) => {
  const { personId } = world.announce({ birthDate, ...more });
  world.bind(parent.account!, personId);
  return personId;
};

describe('special groups as a family declares them', () => {
  it('Q-06 a woman declares her pregnancy, it waits for her clinic, and confirmed it is heeded until the day it ends', async () => {
    const town = '630121402';
    const personId = own(monthsAgo(300), { divisionCode: town });
    const [id, due] = [newId(), addDays(TODAY, 120)];
    const typed = { id, personId, group: 'pregnant', since: monthsAgo(4), expectedEnd: due, note: '社区医院建册' };
    expect(await declare(typed, nurse)).toBe('FORBIDDEN');
    expect(await declare(typed)).toBeUndefined();
    expect(await declare(typed)).toBe('CONFLICT input.id duplicate');
    expect(await declare({ ...typed, id: newId() })).toBe('CONFLICT input.group duplicate');
    expect((await read(personId, parent)).groupDeclarations).toEqual([
      {
        ...{ id, group: 'pregnant', since: monthsAgo(4), expectedEnd: due, note: '社区医院建册' },
        ...{ state: 'declared', version: 1, reason: null, fact: null },
      },
    ]);
    // J-04: to whom contraindications are hidden, it would tell one.
    expect((await read(personId, cdc)).groupDeclarations).toHaveLength(1);
    expect((await read(personId, { ...cdc, hidden: ['contraindications'] })).groupDeclarations).toEqual([]);
    expect(await holding(personId)).toEqual([]);
    expect(await open()).toContain(id);
    expect(await open(nurseElsewhere)).toEqual([]);
    expect(await packed(town)).toEqual([[{ group: 'pregnant', since: monthsAgo(4), expectedEnd: due }]]);

    const one = { personId, id, expectedVersion: 1 };
    expect(await decide({ ...one, action: 'confirm', until: due }, inspector)).toBe('FORBIDDEN');
    expect(await decide({ ...one, action: 'confirm', until: due }, nurseElsewhere)).toBe('FORBIDDEN');
    expect(await decide({ ...one, action: 'confirm', until: due }, parent)).toBe('FORBIDDEN');
    expect(await decide({ ...one, action: 'confirm' })).toBe('BAD_INPUT input.until required');
    expect(await decide({ ...one, action: 'confirm', until: addDays(TODAY, 300) })).toBe(
      'BAD_INPUT input.until out_of_range',
    );
    expect(await decide({ ...one, action: 'confirm', until: due, expectedVersion: 2 })).toBe('CONFLICT  version');
    expect(await decide({ ...one, action: 'confirm', until: due })).toBeUndefined();
    const confirmed = await read(personId, parent);
    expect(confirmed.groupDeclarations[0]).toMatchObject({
      state: 'confirmed',
      fact: { code: 'C05', date: monthsAgo(4), until: due },
    });
    expect(await holding(personId)).toEqual(['C05']);
    expect(await open()).not.toContain(id);
    expect(await packed(town)).toEqual([undefined]);
    expect(await withdraw(personId, id, 2)).toBe('CONFLICT input.action wrong_state');
    expect(await declare({ ...typed, id: newId() })).toBe('CONFLICT input.group duplicate');

    expect(await decide({ ...one, expectedVersion: 2, action: 'end', until: monthsAgo(5) })).toBe(
      'BAD_INPUT input.until out_of_range',
    );
    expect(await decide({ ...one, expectedVersion: 2, action: 'end', until: TODAY })).toBeUndefined();
    expect((await read(personId)).groupDeclarations[0]).toMatchObject({ state: 'ended', fact: { until: TODAY } });
    const lines = await query<{ account_id: string; detail: unknown }>(
      world.em(),
      `select account_id, detail from audit_line where subject = $1 and operation = 'Mutation.decideGroupDeclaration'`,
      [id],
    );
    for (const action of ['confirm', 'end']) expect(lines).toContainEqual({ account_id: 'nurse', detail: { action } });
  });

  it('Q-06 lowered immunity once confirmed closes live vaccines in the plan; taken back it opens them again', async () => {
    const personId = own(monthsAgo(9));
    const before = await mmr(personId);
    const id = newId();
    expect(await declare({ id, personId, group: 'immunocompromised', since: monthsAgo(1) })).toBeUndefined();
    expect(await mmr(personId)).toEqual(before);
    const one = { personId, id, action: 'confirm' };
    expect(await decide({ ...one, expectedVersion: 1 })).toBe('BAD_INPUT input.factCode required');
    expect(await decide({ ...one, expectedVersion: 1, factCode: 'C05' })).toBe('BAD_INPUT input.factCode unknown_code');
    expect(await decide({ ...one, expectedVersion: 1, factCode: 'D04', since: monthsAgo(2) })).toBeUndefined();
    expect((await read(personId)).groupDeclarations[0]?.fact).toEqual({
      ...{ code: 'D04', date: monthsAgo(2), until: null },
    });
    expect(await mmr(personId)).not.toEqual(before);
    expect(await decide({ ...one, action: 'reopen', expectedVersion: 2 })).toBe('BAD_INPUT input.reason required');
    expect(await decide({ ...one, action: 'reopen', expectedVersion: 2, reason: '看错了处方' })).toBeUndefined();
    expect(await states(personId)).toEqual(['declared 3']);
    expect(await holding(personId)).toEqual([]);
    expect(await mmr(personId)).toEqual(before);

    // Taken back on the card of health facts, it is confirmed no longer either.
    expect(await decide({ ...one, expectedVersion: 3, factCode: 'C03' })).toBeUndefined();
    const fact = (await read(personId)).healthFacts.find((f) => !f.withdrawn)!;
    const take =
      'mutation ($c: ID!, $id: ID!) { withdrawHealthFact(commandId: $c, factId: $id, reason: "误诊") { id } }';
    expect(await act(nurse, take, { id: fact.id })).toBeUndefined();
    expect((await read(personId, parent)).groupDeclarations[0]).toMatchObject({ state: 'dismissed', reason: '误诊' });
  });

  it('Q-06 a dismissed one tells why; the family declares anew, and the first is not reopened beside it', async () => {
    const personId = own(monthsAgo(400));
    const [first, second] = [newId(), newId()];
    const typed = { personId, group: 'immunocompromised', since: monthsAgo(1) };
    expect(await declare({ ...typed, id: first })).toBeUndefined();
    expect(await decide({ personId, id: first, expectedVersion: 1, action: 'dismiss' })).toBe(
      'BAD_INPUT input.reason required',
    );
    expect(
      await decide({ personId, id: first, expectedVersion: 1, action: 'dismiss', reason: '没有病历' }),
    ).toBeUndefined();
    expect((await read(personId, parent)).groupDeclarations[0]).toMatchObject({
      state: 'dismissed',
      reason: '没有病历',
    });
    expect(await declare({ ...typed, id: second })).toBeUndefined();
    expect(await decide({ personId, id: first, expectedVersion: 2, action: 'reopen' })).toBe(
      'CONFLICT input.action wrong_state',
    );
    expect(await withdraw(personId, second, 7)).toBe('CONFLICT  version');
    expect(await withdraw(personId, second, 1, nurse)).toBe('FORBIDDEN');
    expect(await withdraw(personId, second, 1)).toBeUndefined();
    expect(await open()).not.toContain(second);
    expect(await decide({ personId, id: first, expectedVersion: 2, action: 'reopen' })).toBeUndefined();
    expect(await states(personId)).toEqual(['declared 3']);
    expect(await withdraw(personId, first, 3)).toBeUndefined();
    expect(await states(personId)).toEqual([]);
  });

  it('Q-06 whoever declared is told of each decision of the clinic, in words that tell no state of health', async () => {
    const personId = own(monthsAgo(300));
    const id = newId();
    const typed = { id, personId, group: 'immunocompromised', since: monthsAgo(1) };
    expect(await declare(typed)).toBeUndefined();
    const notice = { accountId: parent.account, params: { date: TODAY } };
    expect(await told(personId)).toEqual([]);
    const one = { personId, id };
    expect(await decide({ ...one, expectedVersion: 1, action: 'dismiss' })).toBe('BAD_INPUT input.reason required');
    expect(await told(personId)).toEqual([]);
    expect(await decide({ ...one, expectedVersion: 1, action: 'dismiss', reason: '没有病历' })).toBeUndefined();
    expect(await told(personId)).toEqual([notice]);
    expect(await decide({ ...one, expectedVersion: 2, action: 'reopen' })).toBeUndefined();
    expect(await decide({ ...one, expectedVersion: 3, action: 'confirm', factCode: 'D04' })).toBeUndefined();
    expect(await told(personId)).toEqual([notice, notice, notice]);
    // Taken back on the card of health facts, the decision is another one too.
    const fact = (await read(personId)).healthFacts.find((f) => !f.withdrawn)!;
    const take =
      'mutation ($c: ID!, $id: ID!) { withdrawHealthFact(commandId: $c, factId: $id, reason: "误诊") { id } }';
    expect(await act(nurse, take, { id: fact.id })).toBeUndefined();
    expect(await told(personId)).toHaveLength(4);
    // What the family takes back itself is no news to it.
    const other = own(monthsAgo(400));
    const taken = newId();
    expect(await declare({ ...typed, id: taken, personId: other })).toBeUndefined();
    expect(await withdraw(other, taken, 1)).toBeUndefined();
    expect(await told(other)).toEqual([]);
  });

  it('Q-06 takes no declaration that cannot be', async () => {
    const woman = own(monthsAgo(300));
    const typed = { group: 'pregnant', since: monthsAgo(2) };
    const wrong = (more: object, personId = woman) => declare({ ...typed, id: newId(), personId, ...more });
    expect(await wrong({}, own(monthsAgo(30)))).toBe('BAD_INPUT input.group out_of_range');
    expect(await wrong({}, own(monthsAgo(300), { sex: 'M' }))).toBe('BAD_INPUT input.group out_of_range');
    expect(await wrong({ since: addDays(TODAY, 1) })).toBe('BAD_INPUT input.since date_in_future');
    expect(await wrong({ since: monthsAgo(301) })).toBe('BAD_INPUT input.since date_before_birth');
    expect(await wrong({ since: monthsAgo(12) })).toBe('BAD_INPUT input.since out_of_range');
    expect(await wrong({ expectedEnd: TODAY })).toBe('BAD_INPUT input.expectedEnd out_of_range');
    expect(await wrong({ expectedEnd: addDays(TODAY, 300) })).toBe('BAD_INPUT input.expectedEnd out_of_range');
    expect(await wrong({ group: 'immunocompromised', expectedEnd: addDays(TODAY, 9) })).toBe(
      'BAD_INPUT input.expectedEnd out_of_range',
    );
    expect(await wrong({ note: 'x'.repeat(201) })).toBe('BAD_INPUT input.note too_long');
    expect(await wrong({ id: 'mine' })).toBe('BAD_INPUT input.id format');
  });

  it('Q-06 J-08 follows a merge with the fact it was confirmed as, and goes back with it', async () => {
    const [survivor, merged] = [own(monthsAgo(300)), own(monthsAgo(300))];
    const [id, later] = [newId(), newId()];
    const typed = { personId: merged, group: 'pregnant', since: monthsAgo(3) };
    expect(await declare({ ...typed, id })).toBeUndefined();
    let version = 1;
    const tell = async (survivorId: string | null) => {
      version += 1;
      world.publish({ type: 'person.merged', personId: merged, survivorId, version });
      await world.hear();
    };
    await tell(survivor);
    expect(await states(survivor)).toEqual(['declared 1']);
    // Decided while it stands with the survivor: the fact is the merged file's all the same.
    const until = addDays(TODAY, 100);
    expect(await decide({ personId: survivor, id, expectedVersion: 1, action: 'confirm', until })).toBeUndefined();
    expect(await holding(survivor)).toEqual(['C05']);
    expect(await declare({ ...typed, id: later, group: 'immunocompromised' })).toBeUndefined();
    await tell(null);
    expect([await states(survivor), await holding(survivor)]).toEqual([[], []]);
    expect([(await states(merged)).toSorted(), await holding(merged)]).toEqual([
      ['confirmed 2', 'declared 1'],
      ['C05'],
    ]);
    expect(
      await decide({ personId: merged, id, expectedVersion: 2, action: 'reopen', reason: '并错了' }),
    ).toBeUndefined();
    expect(await holding(merged)).toEqual([]);
  });

  it('Q-06 confirms by states a clinic may enter', () => {
    for (const code of Object.values(GROUP_FACTS).flat()) expect(factCode(code)?.kind).toBe('condition');
  });
});
