import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { ApplicationStateName, Finding } from './application.rules.ts';

export interface ApplicationRow {
  id: string;
  person_id: string;
  account_id: string;
  state: ApplicationStateName;
  relation: 'self' | 'mother' | 'father' | 'spouse' | 'child' | 'other';
  issuer_id: string;
  /** 9-digit township of the holder */
  division: string;
  birth_date: string;
  sealed: string;
  name_blind: string;
  phone_blind: string | null;
  findings: Finding[];
  submitted_at: string;
  decided_at: string | null;
  decided_by: string | null;
  decided_how: 'automatic' | 'manual' | null;
  reason: string | null;
  certificate_id: string | null;
  version: number;
}
type Decided = 'decided_at' | 'decided_by' | 'decided_how' | 'reason' | 'certificate_id' | 'version' | 'state';

export async function insertApplication(em: Em, row: Omit<ApplicationRow, Decided>): Promise<ApplicationRow> {
  const names = Object.keys(row);
  const [stored] = await query<ApplicationRow>(
    em,
    `insert into application (${names.join(', ')}, state) values (${names.map((_, i) => `$${i + 1}`).join(', ')}, 'submitted')
     returning *`,
    Object.values(row),
  );
  return stored!;
}

export interface Decision {
  readonly state: Exclude<ApplicationStateName, 'submitted'>;
  readonly at: Date;
  readonly by: string;
  readonly how: 'automatic' | 'manual';
  readonly reason: string | null;
  readonly certificateId: string | null;
}

/** @returns the row as decided, or undefined when it was decided already */
export async function decide(em: Em, id: string, decision: Decision): Promise<ApplicationRow | undefined> {
  const [row] = await query<ApplicationRow>(
    em,
    `update application set state = $2, decided_at = $3, decided_by = $4, decided_how = $5, reason = $6, certificate_id = $7,
       version = version + 1
     where id = $1 and state = 'submitted' returning *`,
    [id, decision.state, decision.at, decision.by, decision.how, decision.reason, decision.certificateId],
  );
  return row;
}

/** One application of an account at a time, to the end of the transaction: many at once would slip past the limit. Before other locks. */
export async function lockApplicant(em: Em, account: string): Promise<void> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 13))', [account]);
}

/** Applications inside the reach, in the order of their ids; `lock` keeps others from deciding them. */
export async function findApplications(
  em: Em,
  ids: readonly string[],
  reach: Reach,
  lock = false,
): Promise<ApplicationRow[]> {
  const parameters = new Parameters();
  const own = parameters.add(ids);
  const condition = withinReach(columnsOf('a'), reach, parameters);
  return query<ApplicationRow>(
    em,
    `select a.* from application a where a.id = any(${own}::uuid[]) and ${condition} order by a.id
     ${lock ? 'for no key update' : ''}`,
    parameters.values,
  );
}

/** The newest application of each person that the account made. */
export async function applicationsOfAccount(em: Em, account: string): Promise<ApplicationRow[]> {
  return query<ApplicationRow>(
    em,
    `select distinct on (person_id) * from application where account_id = $1 order by person_id, id desc`,
    [account],
  );
}

export async function openApplicationOf(em: Em, personId: string): Promise<ApplicationRow | undefined> {
  const [row] = await query<ApplicationRow>(
    em,
    `select * from application where person_id = $1 and state = 'submitted'`,
    [personId],
  );
  return row;
}

/** Persons other than this one whose certificate is valid and bound to the account, or is applied for by it. */
export async function certificatesHeld(em: Em, account: string, personId: string, now: Date): Promise<number> {
  const [row] = await query<{ n: number }>(
    em,
    `select count(*)::int n from (
       select c.person_id from binding b join certificate c using (person_id)
       where b.account_id = $1 and c.state = 'valid' and c.expires_at > $3
       union select person_id from application where account_id = $1 and state = 'submitted') held
     where person_id <> $2`,
    [account, personId, now],
  );
  return row?.n ?? 0;
}

/** Another open file has the same name and birth date. */
export async function hasLikeNamedFile(
  em: Em,
  personId: string,
  nameBlind: string,
  closed: string[],
): Promise<boolean> {
  const [row] = await query<{ found: boolean }>(
    em,
    `select exists (select 1 from holder where name_blind = $2 and person_id <> $1 and registration_state <> all($3::text[]))
       as found`,
    [personId, nameBlind, closed],
  );
  return row?.found ?? false;
}

export interface ApplicationSearch {
  readonly state: ApplicationStateName | null;
  readonly issuerId: string | null;
  /** instants: from included, to not */
  readonly from: Date | null;
  readonly to: Date | null;
  /** blind indexes of what was typed, read as name, phone and document; null for no search */
  readonly text: { readonly name: string; readonly phone: string; readonly documents: readonly string[] } | null;
}

/** Newest first. */
export async function applicationRows(
  em: Em,
  reach: Reach,
  search: ApplicationSearch,
  page: Pick<PageRequest, 'key' | 'limit'>,
): Promise<ApplicationRow[]> {
  const p = new Parameters();
  const conditions = [withinReach(columnsOf('a'), reach, p)];
  if (search.state) conditions.push(`a.state = ${p.add(search.state)}`);
  if (search.issuerId) conditions.push(`a.issuer_id = ${p.add(search.issuerId)}`);
  if (search.from) conditions.push(`a.submitted_at >= ${p.add(search.from)}`);
  if (search.to) conditions.push(`a.submitted_at < ${p.add(search.to)}`);
  if (search.text) {
    const { name, phone, documents } = search.text;
    conditions.push(`(a.name_blind = ${p.add(name)} or a.phone_blind = ${p.add(phone)} or a.person_id in
      (select person_id from holder where document_blind = any(${p.add(documents)}::text[])))`);
  }
  // Ids are UUIDv7: their order is that of submission.
  if (page.key) conditions.push(`a.id < ${p.add(page.key[0])}`);
  return query<ApplicationRow>(
    em,
    `select a.* from application a where ${conditions.join(' and ')} order by a.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}
