import { type Em, type Keyring, publish, query } from '@miaoben/kernel';
import type { OrganisationChanged, Role } from '@miaoben/schema';
import { sealDocument, sealName, sealPhone } from './modules/account/account.sealing.ts';
import type { DivisionLevel } from './modules/division/division.type.ts';
import type { OrganisationKind } from './modules/organisation/organisation.type.ts';
import { hashPassword } from './modules/session/password.ts';

export interface DivisionSeed {
  code: string;
  name: string;
  level: `${DivisionLevel}`;
  /** null for the province */
  parentCode: string | null;
}
export interface OrganisationSeed {
  id: string;
  code: string;
  name: string;
  kind: `${OrganisationKind}`;
  divisionCode: string;
  address?: string | null;
  phone?: string | null;
}
export interface AccountSeed {
  id: string;
  /** what the account signs in with, or a partner's client id; a guardian may sign in by phone number too */
  login: string;
  password: string;
  displayName: string;
  role: Exclude<Role, 'anonymous' | 'service'>;
  organisationId?: string | null;
  /** where it belongs; by default the organisation's division */
  divisionCode?: string | null;
  /** prefixes of the area it reaches */
  divisions?: readonly string[];
  vaccines?: readonly string[] | null;
  /** purpose of a partner's grant */
  purpose?: string | null;
  /** the master account of its unit */
  unitMaster?: boolean;
  /** a guardian's proved identity; `number` as the identifiers package spells it */
  guardian?: { phone: string; documentType: string; documentNumber: string; realNameVerified: boolean };
}
export interface IdentitySeed {
  /** parents before children */
  divisions?: readonly DivisionSeed[];
  organisations?: readonly OrganisationSeed[];
  accounts?: readonly AccountSeed[];
  /** marks the data as made up (`serviceStatus.demo`) */
  demo?: boolean;
}

const BATCH = 1_000;
function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
}
const inTransaction = <T>(em: Em, work: (em: Em) => Promise<T>): Promise<T> =>
  em.fork().transactional((inner) => work(inner as Em));

async function writeDivisions(em: Em, rows: readonly DivisionSeed[]): Promise<void> {
  const fullNames = new Map<string, string>();
  for (const d of rows) {
    fullNames.set(d.code, `${d.parentCode === null ? '' : (fullNames.get(d.parentCode) ?? '')}${d.name}`);
  }
  await query(
    em,
    `insert into division (code, name, full_name, level, parent_code)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
     on conflict (code) do update set name = excluded.name, full_name = excluded.full_name, level = excluded.level,
       parent_code = excluded.parent_code
     where (division.name, division.full_name, division.level, division.parent_code)
       is distinct from (excluded.name, excluded.full_name, excluded.level, excluded.parent_code)`,
    [
      rows.map((d) => d.code),
      rows.map((d) => d.name),
      rows.map((d) => fullNames.get(d.code)),
      rows.map((d) => d.level),
      rows.map((d) => d.parentCode),
    ],
  );
}

async function writeOrganisations(em: Em, rows: readonly OrganisationSeed[]): Promise<void> {
  const changed = await query<{ id: string }>(
    em,
    `insert into organisation (id, code, name, kind, division_code, address, phone)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
     on conflict (id) do update set code = excluded.code, name = excluded.name, kind = excluded.kind,
       division_code = excluded.division_code, address = excluded.address, phone = excluded.phone
     where (organisation.code, organisation.name, organisation.kind, organisation.division_code, organisation.address,
         organisation.phone)
       is distinct from (excluded.code, excluded.name, excluded.kind, excluded.division_code, excluded.address, excluded.phone)
     returning id`,
    [
      rows.map((o) => o.id),
      rows.map((o) => o.code),
      rows.map((o) => o.name),
      rows.map((o) => o.kind),
      rows.map((o) => o.divisionCode),
      rows.map((o) => o.address ?? null),
      rows.map((o) => o.phone ?? null),
    ],
  );
  const ids = new Set(changed.map((c) => c.id));
  const events = rows
    .filter((o) => ids.has(o.id))
    .map(
      (o): OrganisationChanged => ({
        type: 'organisation.changed',
        organisationId: o.id,
        code: o.code,
        name: o.name,
        kind: o.kind,
        divisionCode: o.divisionCode,
      }),
    );
  await publish(em, events);
}

/** An account that is there keeps its password: hashing costs 0.1 s each. */
async function writeAccount(em: Em, keyring: Keyring, a: AccountSeed): Promise<void> {
  const [known] = await query<{ password_hash: string }>(em, 'select password_hash from account where id = $1', [a.id]);
  const phone = a.guardian && sealPhone(keyring, a.guardian.phone);
  const document = a.guardian && sealDocument(keyring, a.guardian.documentType, a.guardian.documentNumber);
  await query(
    em,
    `insert into account (id, login, role, name_sealed, password_hash, organisation_id, division_code, divisions, vaccines,
       purpose, phone_sealed, phone_blind, document_type, document_sealed, document_blind, real_name_verified, unit_master)
     values ($1, $2, $3, $4, $5, $6, coalesce($7, (select division_code from organisation where id = $6)), $8, $9,
       $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (id) do update set login = excluded.login, role = excluded.role, name_sealed = excluded.name_sealed,
       organisation_id = excluded.organisation_id, division_code = excluded.division_code, divisions = excluded.divisions,
       vaccines = excluded.vaccines, purpose = excluded.purpose, phone_sealed = excluded.phone_sealed,
       phone_blind = excluded.phone_blind, document_type = excluded.document_type,
       document_sealed = excluded.document_sealed, document_blind = excluded.document_blind,
       real_name_verified = excluded.real_name_verified, unit_master = account.unit_master or excluded.unit_master`,
    [
      a.id,
      a.login.toLowerCase(),
      a.role,
      sealName(keyring, a.displayName),
      known?.password_hash ?? (await hashPassword(a.password)),
      a.organisationId ?? null,
      a.divisionCode ?? null,
      a.divisions ?? [],
      a.vaccines ?? null,
      a.purpose ?? null,
      phone?.phoneSealed ?? null,
      phone?.phoneBlind ?? null,
      document?.documentType ?? null,
      document?.documentSealed ?? null,
      document?.documentBlind ?? null,
      a.guardian?.realNameVerified ?? false,
      a.unitMaster ?? false,
    ],
  );
}

/**
 * Writes divisions, organisations and accounts of reference data and demos, with `organisation.changed` for what changed.
 * Doing it again changes nothing; passwords of accounts that are there stay.
 */
export async function seedIdentity(em: Em, keyring: Keyring, seed: IdentitySeed): Promise<void> {
  // Whole in one statement batch each: a child's full name needs its parents'.
  if (seed.divisions?.length) await inTransaction(em, (tx) => writeDivisions(tx, seed.divisions ?? []));
  for (const rows of batches(seed.organisations ?? [])) await inTransaction(em, (tx) => writeOrganisations(tx, rows));
  for (const account of seed.accounts ?? []) await inTransaction(em, (tx) => writeAccount(tx, keyring, account));
  if (seed.demo !== undefined) {
    await query(
      em,
      `insert into setting (key, value) values ('demo', $1::jsonb) on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(seed.demo)],
    );
  }
}
