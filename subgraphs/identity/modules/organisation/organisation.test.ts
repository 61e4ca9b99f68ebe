import { newId, query } from '@miaoben/kernel';
import type { OrganisationChanged } from '@miaoben/schema';
import {
  ACCOUNTS,
  CLINIC,
  ELSEWHERE,
  type IdentityWorld,
  startIdentityWorld,
} from '@miaoben/tests/support/identity-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let world: IdentityWorld;
beforeAll(async () => {
  world = await startIdentityWorld(inject('adminUrl'));
});
afterAll(() => world?.stop());

const cdc: Caller = { role: 'cdc', account: ACCOUNTS.colleague, divisions: ['630121'] };
const PARTS = 'id code name kind address phone creditCode closedOn division { code }';
interface Parts {
  id: string;
  name: string;
  code: string;
  closedOn: string | null;
}
const INPUT = {
  name: '大通县行政审批局',
  code: 'XK-630121',
  kind: 'authority',
  divisionCode: '630121',
  address: '桥头镇解放路 1 号',
  phone: '0971-2722120',
  creditCode: '91350100M000100Y43',
};
const { divisionCode: _place, ...FIELDS } = INPUT;
const create = (caller: Caller, more: Record<string, unknown> = {}) =>
  world.stack.graph<{ createOrganisation: Parts }>(
    'identity',
    caller,
    `mutation ($c: ID!, $i: OrganisationInput!) { createOrganisation(commandId: $c, input: $i) { ${PARTS} } }`,
    { c: newId(), i: { ...INPUT, ...more } },
  );
const change = (caller: Caller, id: string, more: Record<string, unknown> = {}) =>
  world.stack.graph<{ changeOrganisation: Parts }>(
    'identity',
    caller,
    `mutation ($c: ID!, $id: ID!, $i: OrganisationInput!) { changeOrganisation(commandId: $c, id: $id, input: $i) { ${PARTS} } }`,
    { c: newId(), id, i: { ...INPUT, ...more } },
  );
const close = (caller: Caller, id: string, closedOn: string | null) =>
  world.stack.graph<{ closeOrganisation: Parts }>(
    'identity',
    caller,
    `mutation ($c: ID!, $id: ID!, $on: Date) { closeOrganisation(commandId: $c, id: $id, closedOn: $on) { ${PARTS} } }`,
    { c: newId(), id, on: closedOn },
  );
const list = async (variables: Record<string, unknown>) =>
  (
    await world.stack.graph<{ organisations: { nodes: Parts[] } }>(
      'identity',
      cdc,
      `query ($d: ID, $k: OrganisationKind, $t: String, $w: Boolean) {
        organisations(division: $d, kind: $k, text: $t, withClosed: $w) { nodes { ${PARTS} } } }`,
      variables,
    )
  ).data.organisations.nodes.map((o) => o.code);
const told = async (id: string) =>
  (
    await query<{ payload: OrganisationChanged }>(
      world.em(),
      `select payload from outbox where type = 'organisation.changed' and payload ->> 'organisationId' = $1 order by seq`,
      [id],
    )
  ).map((r) => r.payload);

describe('issuing bodies', () => {
  let id: string;

  it('Q-72 enters one with name, code, type and address, inside the own area only, and tells the other subgraphs', async () => {
    const made = (await create(cdc)).data.createOrganisation;
    id = made.id;
    expect(made).toMatchObject({
      ...FIELDS,
      phone: '09712722120',
      closedOn: null,
      division: { code: '630121' },
    });
    expect(await told(id)).toMatchObject([
      { name: INPUT.name, code: INPUT.code, kind: 'authority', divisionCode: '630121', closedOn: null },
    ]);
    expect((await create({ ...cdc, divisions: ['630122'] }, { code: 'A' })).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
    expect((await create({ ...cdc, role: 'vaccinator' }, { code: 'A' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it.each([
    [{ name: ' ' }, 'input.name', 'required'],
    [{ name: '长'.repeat(101) }, 'input.name', 'too_long'],
    [{ code: '' }, 'input.code', 'required'],
    [{ code: '有 空格' }, 'input.code', 'format'],
    [{ kind: 'clinic', code: '63012' }, 'input.code', 'format'],
    [{ code: 'B', divisionCode: '630121999' }, 'input.divisionCode', 'unknown_code'],
    [{ code: 'B', phone: '1' }, 'input.phone', 'format'],
    [{ code: 'B', creditCode: '91350100M000100Y44' }, 'input.creditCode', 'check_digit'],
    [{ code: 'B', creditCode: '1' }, 'input.creditCode', 'format'],
  ] as const)('Q-72 names what is wrong: %o', async (more, field, reason) => {
    expect((await create(cdc, more)).errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });

  it('Q-72 changes it, never to the code of another, never from outside', async () => {
    expect((await change(cdc, id, { name: '大通县政务服务局' })).data.changeOrganisation.name).toBe('大通县政务服务局');
    expect((await change(cdc, id, { code: '630121100001' })).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'duplicate',
    });
    for (const foreign of [ELSEWHERE, newId()])
      expect((await change(cdc, foreign, { code: 'C' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await told(id)).toHaveLength(2);
  });

  it('Q-71 lists and searches by area, name, code and type', async () => {
    expect(await list({ d: '630121' })).toEqual(['XK-630121', '630121100001', '630121101002']);
    expect(await list({ d: '63', t: '政务' })).toEqual(['XK-630121']);
    expect(await list({ d: '63', t: '630121' })).toEqual(['630121100001', '630121101002']);
    expect(await list({ d: '6301', k: 'cdc' })).toEqual(['630122000001']);
    expect(await list({ d: '630122' })).toEqual(['630122000001']);
  });

  it('Q-72 removes by an end date, not while accounts work for it; it stays readable and can be opened again', async () => {
    expect((await close(cdc, CLINIC, '2020-01-02')).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
    });
    expect((await close(cdc, ELSEWHERE, '2020-01-02')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await close(cdc, id, '2020-01-01')).data.closeOrganisation.closedOn).toBe('2020-01-01');
    expect((await told(id)).at(-1)).toMatchObject({ closedOn: '2020-01-01' });
    expect(await list({ d: '630121' })).toEqual(['630121100001', '630121101002']);
    expect(await list({ d: '630121', w: true })).toContain('XK-630121');
    const read = await world.stack.graph<{ organisation: Parts }>(
      'identity',
      cdc,
      `query ($id: ID!) { organisation(id: $id) { ${PARTS} } }`,
      { id },
    );
    expect(read.data.organisation.name).toBe('大通县政务服务局');
    expect((await close(cdc, id, null)).data.closeOrganisation.closedOn).toBeNull();
    expect(await list({ d: '630121' })).toContain('XK-630121');
  });
});
