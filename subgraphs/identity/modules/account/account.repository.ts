import { type Em, type Keyring, type Page, pageRequest, query, toPage } from '@miaoben/kernel';
import type { FileBlock, Role } from '@miaoben/schema';
import { type AccountScope, scopeCondition } from './account.scope.ts';
import { openName, openPhone } from './account.sealing.ts';
import type { Account, AccountState } from './account.type.ts';

interface AccountRow {
  id: string;
  login: string | null;
  role: Role;
  state: `${AccountState}`;
  name_sealed: string;
  phone_sealed: string | null;
  organisation_id: string | null;
  divisions: string[];
  hidden_blocks: FileBlock[] | null;
  real_name_verified: boolean;
  unit_master: boolean;
  last_sign_in_at: string | null;
}

const SELECT = `select a.id, a.login, a.role, a.name_sealed, a.phone_sealed, a.organisation_id, a.divisions, a.hidden_blocks,
    a.real_name_verified, a.unit_master, a.last_sign_in_at,
    case when a.state = 'normal' and f.locked_until > now() then 'locked' else a.state end as state
  from account a left join sign_in_failure f on f.key = a.id::text`;

function toAccount(keyring: Keyring): (row: AccountRow) => Account {
  return (r) => ({
    id: r.id,
    login: r.login ?? (r.phone_sealed ? openPhone(keyring, r.phone_sealed) : ''),
    displayName: openName(keyring, r.name_sealed),
    role: r.role,
    realNameVerified: r.real_name_verified,
    unitMaster: r.unit_master,
    state: r.state,
    lastSignInAt: r.last_sign_in_at,
    organisationId: r.organisation_id,
    divisionCodes: r.divisions,
    hiddenBlocks: r.hidden_blocks ?? [],
  });
}

/** Accounts inside the scope; others are left out, like those that do not exist. */
export async function accountsById(
  em: Em,
  keyring: Keyring,
  scope: AccountScope,
  ids: readonly string[],
): Promise<Account[]> {
  const inScope = scopeCondition(scope, 2);
  const rows = await query<AccountRow>(em, `${SELECT} where a.id = any($1::uuid[]) and ${inScope.sql}`, [
    ids,
    ...inScope.parameters,
  ]);
  return rows.map(toAccount(keyring));
}

/** Enough for any unit. */
const MOST_WORKING = 200;

/** Accounts in use that work for an organisation, inside the scope. */
export async function accountsWorkingFor(
  em: Em,
  keyring: Keyring,
  scope: AccountScope,
  organisationId: string,
): Promise<Account[]> {
  const inScope = scopeCondition(scope, 3);
  const rows = await query<AccountRow>(
    em,
    `${SELECT} where a.organisation_id = $1 and a.state = 'normal' and ${inScope.sql} order by a.id limit $2`,
    [organisationId, MOST_WORKING, ...inScope.parameters],
  );
  return rows.map(toAccount(keyring));
}

/** @param filter `division` is a prefix of where the account belongs */
export async function accountPage(
  em: Em,
  keyring: Keyring,
  scope: AccountScope,
  filter: { division: string | undefined; role: string | undefined },
  first: number,
  after: string | null | undefined,
): Promise<Page<Account>> {
  const page = pageRequest(first, after, 1);
  const inScope = scopeCondition(scope, 5);
  const rows = await query<AccountRow>(
    em,
    `${SELECT}
     where ($1::text is null or starts_with(a.division_code, $1)) and ($2::text is null or a.role = $2)
       and ($3::uuid is null or a.id > $3) and ${inScope.sql}
     order by a.id limit $4`,
    [filter.division ?? null, filter.role ?? null, page.key?.[0] ?? null, page.limit, ...inScope.parameters],
  );
  return toPage(rows, page, (r) => [r.id], toAccount(keyring));
}
