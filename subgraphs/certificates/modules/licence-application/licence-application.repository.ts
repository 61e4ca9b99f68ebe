import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { LicenceApplicationKind } from '@miaoben/schema/licence-definition.ts';
import type { LicenceApplicationState } from './licence-application.rules.ts';

export interface LicenceApplicationRow {
  id: string;
  kind: LicenceApplicationKind;
  state: LicenceApplicationState;
  type_code: string;
  /** version of the definition the licence was written under when it was last looked at */
  type_version: number;
  licence_id: string;
  number: string;
  issuer_name: string;
  division: string;
  account_id: string;
  sealed: string;
  submitted_at: string;
  taken_up_at: string | null;
  taken_up_by: string | null;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
}

type Submitted = Omit<
  LicenceApplicationRow,
  'state' | 'taken_up_at' | 'taken_up_by' | 'decided_at' | 'decided_by' | 'reason' | 'submitted_at'
>;

/** @returns false when one of the kind is open for the licence */
export async function insertLicenceApplication(em: Em, row: Submitted, at: Date): Promise<boolean> {
  const added = await change(
    em,
    `insert into licence_application (id, kind, state, type_code, type_version, licence_id, number, issuer_name, division,
       account_id, sealed, submitted_at)
     values ($1, $2, 'submitted', $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (licence_id, kind) where state in ('submitted', 'taken_up') do nothing`,
    [
      row.id,
      row.kind,
      row.type_code,
      row.type_version,
      row.licence_id,
      row.number,
      row.issuer_name,
      row.division,
      row.account_id,
      row.sealed,
      at,
    ],
  );
  return added === 1;
}

/** Those an account made, newest first. */
export const applicationsOf = (em: Em, account: string, limit: number): Promise<LicenceApplicationRow[]> =>
  query<LicenceApplicationRow>(
    em,
    'select * from licence_application where account_id = $1 order by id desc limit $2',
    [account, limit],
  );

export interface LicenceApplicationSearch {
  readonly kind: LicenceApplicationKind | null;
  readonly typeCode: string | null;
  /** null: all */
  readonly states: readonly LicenceApplicationState[] | null;
}

/** Inside the reach, newest first. */
export async function listLicenceApplications(
  em: Em,
  { kind, typeCode, states }: LicenceApplicationSearch,
  reach: Reach,
  page: Pick<PageRequest, 'key' | 'limit'>,
): Promise<LicenceApplicationRow[]> {
  const p = new Parameters();
  const where = [inReach(reach, p)];
  if (kind) where.push(`a.kind = ${p.add(kind)}`);
  if (typeCode !== null) where.push(`a.type_code = ${p.add(typeCode)}`);
  if (states) where.push(`a.state = any(${p.add(states)}::text[])`);
  if (page.key) where.push(`a.id < ${p.add(page.key[0])}`);
  return query<LicenceApplicationRow>(
    em,
    `select a.* from licence_application a where ${where.join(' and ')} order by a.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** Where a licence belongs decides who sees what is asked of it. */
const inReach = (reach: Reach, p: Parameters): string =>
  withinReach({ person: 'a.licence_id', division: 'a.division' }, reach, p);

/** One inside the reach. @param isLocked held to the end of the transaction */
export async function licenceApplicationById(
  em: Em,
  id: string,
  reach: Reach,
  isLocked = false,
): Promise<LicenceApplicationRow | undefined> {
  const p = new Parameters();
  const [row] = await query<LicenceApplicationRow>(
    em,
    `select a.* from licence_application a where a.id = ${p.add(id)} and ${inReach(reach, p)} ${isLocked ? 'for update' : ''}`,
    p.values,
  );
  return row;
}

/** One of the account. @param isLocked held to the end of the transaction */
export async function ownApplication(
  em: Em,
  id: string,
  account: string,
  isLocked = false,
): Promise<LicenceApplicationRow | undefined> {
  const [row] = await query<LicenceApplicationRow>(
    em,
    `select * from licence_application where id = $1 and account_id = $2 ${isLocked ? 'for update' : ''}`,
    [id, account],
  );
  return row;
}

export async function noteTakenUp(em: Em, id: string, by: string, at: Date): Promise<void> {
  await change(
    em,
    `update licence_application set state = 'taken_up', taken_up_by = $2, taken_up_at = $3 where id = $1`,
    [id, by, at],
  );
}

/** Ends one; what the licence said before and after stands in `sealed`. */
export async function decideLicenceApplication(
  em: Em,
  id: string,
  decision: {
    readonly state: Extract<LicenceApplicationState, 'granted' | 'refused' | 'withdrawn'>;
    readonly by: string;
    readonly at: Date;
    readonly reason: string | null;
    readonly sealed: string;
    readonly typeVersion: number;
  },
): Promise<void> {
  await change(
    em,
    `update licence_application set state = $2, decided_by = $3, decided_at = $4, reason = $5, sealed = $6, type_version = $7
     where id = $1`,
    [id, decision.state, decision.by, decision.at, decision.reason, decision.sealed, decision.typeVersion],
  );
}
