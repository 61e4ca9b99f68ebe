import { change, newId, query } from '@miaoben/kernel';
import type { Role } from '@miaoben/schema';
import {
  ACCOUNTS,
  CLINIC,
  GUARDIAN,
  type IdentityWorld,
  startIdentityWorld,
} from '@miaoben/tests/support/identity-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { claimsOf } from '../key/access-token.ts';
import { AccountEntity } from './account.entity.ts';

const ACCOUNTS_LIST = `query ($division: ID, $role: Role, $first: Int, $after: String) {
  accounts(division: $division, role: $role, first: $first, after: $after) {
    nodes { id login displayName role state organisation { name } divisions { name } } pageInfo { hasNextPage endCursor } } }`;
const UNLOCK =
  'mutation ($commandId: ID!, $accountId: ID!) { unlockAccount(commandId: $commandId, accountId: $accountId) { id state displayName } }';
const AUDIT = `query ($first: Int, $after: String, $operation: String, $account: ID) {
  auditLines(first: $first, after: $after, operation: $operation, account: $account) {
    nodes { id at subgraph operation outcome subject account { id displayName } } pageInfo { hasNextPage endCursor } } }`;
const REFERENCES = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Account { id displayName login lastSignInAt } } }`;
const WHO =
  'query ($id: ID!) { guardianIdentity(accountId: $id) { name phone documentType documentNumber realNameVerified } }';

const caller = (role: Role, more: Partial<Caller> = {}): Caller => ({
  role,
  account: role in ACCOUNTS ? ACCOUNTS[role as keyof typeof ACCOUNTS] : newId(),
  ...more,
});
const PROVINCE = { divisions: ['63'] };
const SIGNED_IN: Role[] = [
  'guardian',
  'vaccinator',
  'inspector',
  'school_checker',
  'cdc',
  'partner',
  'employer',
  'system_admin',
  'security_admin',
  'audit_admin',
];

interface AccountNode {
  id: string;
  login: string;
  displayName: string;
  lastSignInAt: string | null;
}
interface AccountList {
  accounts: { nodes: AccountNode[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}
interface Entities {
  _entities: (AccountNode | null)[];
}

describe('accounts', () => {
  let world: IdentityWorld;
  beforeAll(async () => {
    world = await startIdentityWorld(inject('adminUrl'));
  });
  afterAll(() => world.stop());

  /** Another subgraph asks, as itself. */
  async function asService<T>(
    subgraph: Parameters<IdentityWorld['stack']['serviceToken']>[0],
    purpose: string,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<T> {
    const answer = await fetch(`${world.stack.peers.identity}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-miaoben-router': world.stack.routerSecret,
        'x-miaoben-service': await world.stack.serviceToken(subgraph, purpose),
      },
      body: JSON.stringify({ query: document, variables }),
    });
    return (await answer.json()) as T;
  }

  const ask = <T>(who: Caller | undefined, document: string, variables = {}) =>
    world.stack.graph<T>('identity', who, document, variables);
  const denied = async (who: Caller | undefined, document: string, variables = {}) =>
    (await ask(who, document, variables)).errors[0]?.extensions.code;
  const reference = async (who: Caller | undefined, ...ids: string[]) => {
    const { data } = await ask<Entities>(who, REFERENCES, { refs: ids.map((id) => ({ __typename: 'Account', id })) });
    return data._entities;
  };

  it('shows everybody the own account in full', async () => {
    for (const role of ['guardian', 'vaccinator', 'security_admin', 'audit_admin'] as const) {
      const { data } = await ask<{ me: AccountNode }>(caller(role), '{ me { id login displayName } }');
      expect(data.me).toMatchObject({ id: ACCOUNTS[role], login: role, displayName: expect.not.stringContaining('*') });
    }
    expect(await denied(caller('cdc'), '{ me { id } }')).toBe('UNAUTHENTICATED');
    expect(await denied(undefined, '{ me { id } }')).toBe('UNAUTHENTICATED');
  });

  it('lists the accounts of the area with masked names, page by page, in as many statements for two as for ten', async () => {
    const all = await ask<AccountList>(caller('system_admin', PROVINCE), ACCOUNTS_LIST, { first: 100 });
    expect(all.data.accounts.nodes).toHaveLength(9);
    const byId = new Map(all.data.accounts.nodes.map((n) => [n.id, n]));
    expect(byId.get(ACCOUNTS.guardian)).toMatchObject({ displayName: '祁*兰' });
    expect(byId.get(ACCOUNTS.system_admin)).toMatchObject({ displayName: '系统管理员' });

    const first = await ask<AccountList>(caller('system_admin', PROVINCE), ACCOUNTS_LIST, { first: 2 });
    expect(first.data.accounts.pageInfo.hasNextPage).toBe(true);
    const after = first.data.accounts.pageInfo.endCursor;
    const second = await ask<AccountList>(caller('system_admin', PROVINCE), ACCOUNTS_LIST, { first: 7, after });
    expect(second.data.accounts.pageInfo.hasNextPage).toBe(false);
    expect([...first.data.accounts.nodes, ...second.data.accounts.nodes].map((n) => n.id)).toEqual([...byId.keys()]);
    expect(first.statements).toBe(all.statements);
    expect(all.statements).toBeLessThanOrEqual(3);
  });

  it('keeps to the area of the administrator, whatever she asks for', async () => {
    const county = caller('security_admin', { divisions: ['630122'] });
    const ids = async (variables = {}) =>
      (await ask<AccountList>(county, ACCOUNTS_LIST, variables)).data.accounts.nodes.map((n) => n.id).sort();
    expect(await ids()).toEqual([ACCOUNTS.stranger, ACCOUNTS.county_admin, ACCOUNTS.security_admin].sort());
    expect(await ids({ division: '630121' })).toEqual([ACCOUNTS.security_admin]);
    expect(await ids({ role: 'vaccinator' })).toEqual([ACCOUNTS.stranger]);
    expect(await ids({ role: 'guardian' })).toEqual([]);
    expect(await denied(county, ACCOUNTS_LIST, { first: 0 })).toBe('BAD_INPUT');
    expect(await denied(county, ACCOUNTS_LIST, { after: 'x' })).toBe('BAD_INPUT');
  });

  it('Q-66 H-11 names the staff in use of a unit to the superior of its area and to its own vaccinators, to nobody else', async () => {
    const WORKING = 'query ($id: ID!) { workingAccounts(organisationId: $id) { id displayName login role } }';
    type Working = { workingAccounts: (AccountNode & { role: Role })[] };
    const superior = (divisions: string[]) => caller('cdc', { divisions });
    const working = async (who: Caller, id: string) =>
      (await ask<Working>(who, WORKING, { id })).data.workingAccounts.map((a) => [a.login, a.displayName, a.role]);
    const staff = await working(superior(['630121']), CLINIC);
    expect(staff).toContainEqual(['vaccinator', '祁生莲', 'vaccinator']);
    expect(staff).toContainEqual(['colleague', '马志强', 'vaccinator']);
    expect(staff.map(([, , role]) => role)).not.toContain('partner');
    expect(await working(superior(['630122']), CLINIC)).toEqual([]);
    expect(await working(superior(['630121']), newId())).toEqual([]);
    expect(await working(superior(['630121']), 'no id')).toEqual([]);

    await change(world.em(), "update account set state = 'frozen' where id = $1", [ACCOUNTS.colleague]);
    expect((await working(superior(['630121']), CLINIC)).map(([login]) => login)).not.toContain('colleague');
    await change(world.em(), "update account set state = 'normal' where id = $1", [ACCOUNTS.colleague]);
    const own = await working(caller('vaccinator', { organisation: CLINIC, divisions: ['630121'] }), CLINIC);
    expect(own.map(([, name]) => name)).toContain('马志强');
    expect(await working(caller('vaccinator', { organisation: newId() }), CLINIC)).toEqual([]);
    // Vaccines asks who may stand on the list of a point.
    const told = await asService<{ data: Working }>('vaccines', 'point', WORKING, { id: CLINIC });
    expect(told.data.workingAccounts.map((a) => a.login)).toEqual(expect.arrayContaining(['vaccinator', 'colleague']));
    for (const other of ['people', 'certificates', 'statistics'] as const)
      expect(await asService<object>(other, 'point', WORKING, { id: CLINIC })).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    for (const role of SIGNED_IN.filter((r) => r !== 'cdc' && r !== 'vaccinator'))
      expect(await denied(caller(role, PROVINCE), WORKING, { id: CLINIC })).toBe('FORBIDDEN');
  });

  it('Q-93 separates three powers: no administrator reaches the operations of another, nor does anybody else', async () => {
    const powers: { document: string; variables: object; roles: Role[] }[] = [
      { document: ACCOUNTS_LIST, variables: {}, roles: ['system_admin', 'security_admin'] },
      {
        document: UNLOCK,
        variables: { commandId: newId(), accountId: ACCOUNTS.vaccinator },
        roles: ['security_admin'],
      },
      { document: AUDIT, variables: {}, roles: ['audit_admin'] },
      { document: WHO, variables: { id: ACCOUNTS.guardian }, roles: [] },
    ];
    for (const { document, variables, roles } of powers) {
      for (const role of SIGNED_IN) {
        expect([role, await denied(caller(role, PROVINCE), document, variables)]).toEqual([
          role,
          roles.includes(role) ? undefined : 'FORBIDDEN',
        ]);
      }
      expect(await denied(undefined, document, variables)).toBe('UNAUTHENTICATED');
    }
    for (const role of SIGNED_IN.filter((r) => r !== 'guardian')) {
      const answer = await denied(caller(role), 'mutation ($id: ID!) { verifyRealName(commandId: $id) { result } }', {
        id: newId(),
      });
      expect([role, answer]).toEqual([role, 'FORBIDDEN']);
    }
  });

  it('J-84 lets the security administrator of the area open a locked account, once per command', async () => {
    const lock = () =>
      change(
        world.em(),
        `insert into sign_in_failure (key, failures, locked_until) values ($1, 5, now() + interval '10 minutes') on conflict (key) do nothing`,
        [ACCOUNTS.vaccinator],
      );
    await lock();
    const admin = caller('security_admin', PROVINCE);
    const state = async () =>
      (await ask<{ me: { state: string } }>(caller('vaccinator'), '{ me { state } }')).data.me.state;
    expect(await state()).toBe('locked');
    const variables = { commandId: newId(), accountId: ACCOUNTS.vaccinator };
    const { data } = await ask<{ unlockAccount: object }>(admin, UNLOCK, variables);
    expect(data.unlockAccount).toEqual({ id: ACCOUNTS.vaccinator, state: 'normal', displayName: '祁*莲' });
    await lock();
    await ask(admin, UNLOCK, variables);
    expect(await state()).toBe('locked');
    await ask(admin, UNLOCK, { ...variables, commandId: newId() });
    expect(await state()).toBe('normal');
    const lines = await query(
      world.em(),
      `select subject from audit_line where operation = 'Mutation.unlockAccount' and subject = $1`,
      [ACCOUNTS.vaccinator],
    );
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(await denied(admin, UNLOCK, { ...variables, accountId: ACCOUNTS.colleague })).toBe('COMMAND_REUSED');
  });

  it('J-04 hides blocks of files from an account, none that vaccinators judge by, and the tokens of that account say so', async () => {
    const admin = caller('security_admin', PROVINCE);
    const HIDE = `mutation ($c: ID!, $id: ID!, $blocks: [FileBlock!]!) {
      hideBlocks(commandId: $c, accountId: $id, blocks: $blocks) { hiddenBlocks } }`;
    const hide = (accountId: string, ...blocks: string[]) =>
      ask<{ hideBlocks: { hiddenBlocks: string[] } }>(admin, HIDE, { c: newId(), id: accountId, blocks });
    const refused = (await hide(ACCOUNTS.vaccinator, 'log', 'allergies')).errors[0]?.extensions;
    expect(refused).toMatchObject({ code: 'BAD_INPUT', field: 'blocks', reason: 'out_of_range' });
    const { data } = await hide(ACCOUNTS.vaccinator, 'log', 'moves', 'log');
    expect(data.hideBlocks.hiddenBlocks).toEqual(['moves', 'log']);
    const claims = async () =>
      claimsOf(
        (await world.em().findOneOrFail(AccountEntity, { id: ACCOUNTS.vaccinator })) as AccountEntity,
        undefined,
      );
    expect((await claims()).hidden).toEqual(['moves', 'log']);
    await hide(ACCOUNTS.vaccinator);
    expect((await claims()).hidden).toBeUndefined();
    expect(
      await denied(caller('system_admin', PROVINCE), HIDE, { c: newId(), id: ACCOUNTS.vaccinator, blocks: [] }),
    ).toBe('FORBIDDEN');
  });

  it('answers the same for an account of another county and for one that does not exist', async () => {
    const county = caller('security_admin', { account: ACCOUNTS.county_admin, divisions: ['630122'] });
    const answers = [ACCOUNTS.vaccinator, newId(), 'x'].map((accountId) =>
      ask(county, UNLOCK, { commandId: newId(), accountId }),
    );
    const [foreign, absent, nonsense] = (await Promise.all(answers)).map((a) => a.errors);
    expect(foreign?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(absent).toEqual(foreign);
    expect(nonsense).toEqual(foreign);
  });

  it('resolves references of records: colleagues by name, nobody outside the area, no guardian', async () => {
    const { vaccinator, colleague, stranger, guardian, partner } = ACCOUNTS;
    const me = caller('vaccinator', { divisions: ['630121'] });
    const [own, other, ...rest] = await reference(
      me,
      vaccinator,
      colleague,
      stranger,
      guardian,
      partner,
      newId(),
      'anonymous',
    );
    expect(own).toMatchObject({ displayName: '祁生莲' });
    expect(other).toEqual({ id: colleague, displayName: '马志强', login: 'colleague', lastSignInAt: null });
    expect(rest).toEqual([null, null, null, null, null]);
    for (const role of ['guardian', 'partner'] as const)
      expect(await reference(caller(role, PROVINCE), vaccinator)).toEqual([null]);
    expect(await reference(undefined, vaccinator)).toEqual([null]);
    const auditor = await reference(caller('audit_admin'), guardian);
    expect(auditor).toMatchObject([{ displayName: '祁*兰' }]);
  });

  it("J-14 tells another subgraph a guardian's identity, and logs it", async () => {
    type Told = { data?: { guardianIdentity: object }; errors?: { extensions: { code: string } }[] };
    const service = (id: string) => asService<Told>('people', 'binding', WHO, { id });
    expect((await service(ACCOUNTS.guardian)).data?.guardianIdentity).toEqual({
      ...GUARDIAN,
      documentType: 'RESIDENT_ID',
      realNameVerified: true,
    });
    for (const id of [ACCOUNTS.vaccinator, newId(), 'x'])
      expect((await service(id)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const lines = await query(
      world.em(),
      `select account_id, subject, detail from audit_line where operation = 'Query.guardianIdentity'`,
    );
    expect(lines).toEqual([
      { account_id: 'service:people', subject: ACCOUNTS.guardian, detail: { purpose: 'binding' } },
    ]);
  });

  it('Q-92 shows the auditor what was done, newest first, by operation and account', async () => {
    await world.call('mutation { signIn(account: "vaccinator", password: "wrong") { accessToken } }');
    await world.call('mutation { signIn(account: "vaccinator", password: "Miaoben-2026!") { accessToken } }');
    interface Lines {
      auditLines: {
        nodes: { id: string; outcome: string; operation: string; account: { displayName: string } | null }[];
        pageInfo: { endCursor: string };
      };
    }
    const auditor = caller('audit_admin', PROVINCE);
    const { data, statements } = await ask<Lines>(auditor, AUDIT, { operation: 'Mutation.signIn' });
    expect(data.auditLines.nodes.slice(0, 2)).toMatchObject([
      { outcome: 'done', subject: ACCOUNTS.vaccinator, subgraph: 'identity', account: { displayName: '祁*莲' } },
      { outcome: 'WRONG_CREDENTIALS', subject: ACCOUNTS.vaccinator, account: null },
    ]);
    expect(statements).toBeLessThanOrEqual(2);
    const page = await ask<Lines>(auditor, AUDIT, { first: 1 });
    const next = await ask<Lines>(auditor, AUDIT, { first: 1, after: page.data.auditLines.pageInfo.endCursor });
    expect(next.data.auditLines.nodes[0]?.id).not.toBe(page.data.auditLines.nodes[0]?.id);
    const own = await ask<Lines>(auditor, AUDIT, { account: ACCOUNTS.security_admin });
    expect(new Set(own.data.auditLines.nodes.map((n) => n.operation))).toEqual(
      new Set(['Mutation.unlockAccount', 'Mutation.hideBlocks']),
    );
  });

  it('never lets the organisation of an account cost a statement each', async () => {
    const { data, statements } = await ask<{ me: object }>(
      caller('vaccinator'),
      '{ me { organisation { id division { parent { name } } } } }',
    );
    expect(data.me).toEqual({ organisation: { id: CLINIC, division: { parent: { name: '大通回族土族自治县' } } } });
    expect(statements).toBe(4);
  });
});
