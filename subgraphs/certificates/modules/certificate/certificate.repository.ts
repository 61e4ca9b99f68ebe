import type { MissingDoses } from '@miaoben/credential';
import { change, type Em, query } from '@miaoben/kernel';
import { type Reach, withinReach } from '../../scope.ts';
import type { AutomaticReason, RevocationReason } from './certificate.reasons.ts';
import type { CertificateKey } from './certificate-key.ts';

export interface CertificateRow {
  person_id: string;
  certificate_id: string;
  number: string;
  identifier: string;
  state: 'valid' | 'revoked';
  issued_at: string;
  expires_at: string;
  issuer_id: string;
  issued_by: string;
  schedule_version: string;
  result: 1 | 2 | 4 | 5;
  missing: MissingDoses[];
  masked_name: string;
  birth_date: string;
  list_id: string;
  position: number;
  /** of the key that signed the code; null for rows from before it was kept */
  kid: string | null;
  code: string;
  payload_hash: string;
  short_code_sealed: string;
  short_code_blind: string;
  revoked_at: string | null;
  revoked_by: string | null;
  /** a code of `RevocationReason` */
  revoked_reason: RevocationReason | null;
  /** of who voided it */
  revoked_words: string | null;
  /** 9-digit township of residence when it was issued */
  division: string;
  application_id: string | null;
  is_renewal: boolean;
  sealed_at: string | null;
  /** of the holder's name; null on certificates issued before names could be searched */
  name_blind: string | null;
  /** grows with each change of the row */
  version: number;
}
export type NewCertificate = Omit<
  CertificateRow,
  'state' | 'revoked_at' | 'revoked_by' | 'revoked_reason' | 'revoked_words' | 'sealed_at' | 'version'
>;

/** Certificates of these keys inside the reach. */
export async function findCertificates(
  em: Em,
  keys: readonly CertificateKey[],
  reach: Reach,
): Promise<CertificateRow[]> {
  const { sql, parameters } = withinReach('h', reach, 3);
  return query<CertificateRow>(
    em,
    `select c.* from unnest($1::uuid[], $2::uuid[]) as k (person_id, certificate_id)
     join certificate c using (person_id, certificate_id) join holder h using (person_id) where ${sql}`,
    [keys.map((k) => k.personId), keys.map((k) => k.certificateId), ...parameters],
  );
}

/** Certificates of these identifiers (证照标识) inside the reach. */
export async function findByIdentifier(
  em: Em,
  identifiers: readonly string[],
  reach: Reach,
): Promise<CertificateRow[]> {
  if (identifiers.length === 0) return [];
  const { sql, parameters } = withinReach('h', reach, 2);
  return query<CertificateRow>(
    em,
    `select c.* from certificate c join holder h using (person_id) where c.identifier = any($1::text[]) and ${sql}`,
    [identifiers, ...parameters],
  );
}

/** The latest certificate of each of these persons inside the reach. */
export async function latestCertificates(
  em: Em,
  personIds: readonly string[],
  reach: Reach,
): Promise<CertificateRow[]> {
  const { sql, parameters } = withinReach('h', reach, 2);
  return query<CertificateRow>(
    em,
    `select distinct on (c.person_id) c.* from certificate c join holder h using (person_id)
     where c.person_id = any($1::uuid[]) and ${sql} order by c.person_id, c.certificate_id desc`,
    [personIds, ...parameters],
  );
}

/** The latest certificate of each person bound to an account. */
export async function certificatesOfAccount(em: Em, account: string): Promise<CertificateRow[]> {
  return query<CertificateRow>(
    em,
    `select distinct on (c.person_id) c.* from binding b join certificate c using (person_id)
     where b.account_id = $1 order by c.person_id, c.certificate_id desc`,
    [account],
  );
}

/** Valid ones that have not expired. */
export async function currentCertificates(em: Em, personIds: readonly string[], now: Date): Promise<CertificateRow[]> {
  return query<CertificateRow>(
    em,
    `select * from certificate where person_id = any($1::uuid[]) and state = 'valid' and expires_at > $2
     order by person_id`,
    [personIds, now],
  );
}

export async function certificateByShortCode(em: Em, blind: string): Promise<CertificateRow | undefined> {
  const [row] = await query<CertificateRow>(em, 'select * from certificate where short_code_blind = $1', [blind]);
  return row;
}

/** Valid certificates inside the reach by identifier or by the holder's document; two at most, for two are one too many. */
export async function validBy(
  em: Em,
  by: { readonly identifier?: string; readonly documentBlinds?: readonly string[] },
  reach: Reach,
): Promise<CertificateRow[]> {
  const { sql, parameters } = withinReach('h', reach, 3);
  return query<CertificateRow>(
    em,
    `select c.* from certificate c join holder h using (person_id)
     where c.state = 'valid' and (c.identifier = $1 or h.document_blind = any($2::text[])) and ${sql} limit 2`,
    [by.identifier ?? null, by.documentBlinds ?? [], ...parameters],
  );
}

/** All issues of each of these persons inside the reach, newest first, at most 50 a person. */
export async function certificateHistory(
  em: Em,
  personIds: readonly string[],
  reach: Reach,
): Promise<CertificateRow[]> {
  const { sql, parameters } = withinReach('h', reach, 2);
  return query<CertificateRow>(
    em,
    `select c.* from holder h cross join lateral (
       select * from certificate x where x.person_id = h.person_id order by x.certificate_id desc limit 50) c
     where h.person_id = any($1::uuid[]) and ${sql} order by c.person_id, c.certificate_id desc`,
    [personIds, ...parameters],
  );
}

/** @returns the row as revoked, or undefined when it was not valid any more */
export async function revokeRow(
  em: Em,
  key: CertificateKey,
  by: string,
  reason: { readonly code: RevocationReason; readonly words: string | null },
  at: Date,
): Promise<CertificateRow | undefined> {
  const [row] = await query<CertificateRow>(
    em,
    `update certificate set state = 'revoked', revoked_at = $3, revoked_by = $4, revoked_reason = $5, revoked_words = $6,
       version = version + 1
     where person_id = $1 and certificate_id = $2 and state = 'valid' returning *`,
    [key.personId, key.certificateId, at, by, reason.code, reason.words],
  );
  return row;
}

/** @returns the row with the time of its first sealing, or undefined when it had one */
export async function sealRow(em: Em, key: CertificateKey, at: Date): Promise<CertificateRow | undefined> {
  const [row] = await query<CertificateRow>(
    em,
    `update certificate set sealed_at = $3, version = version + 1
     where person_id = $1 and certificate_id = $2 and sealed_at is null returning *`,
    [key.personId, key.certificateId, at],
  );
  return row;
}

/** Revokes what is valid of a person, expired or not: one current certificate a person. */
export async function revokeOfPerson(
  em: Em,
  personId: string,
  by: string,
  reason: AutomaticReason,
  at: Date,
): Promise<CertificateRow[]> {
  return query<CertificateRow>(
    em,
    `update certificate set state = 'revoked', revoked_at = $2, revoked_by = $3, revoked_reason = $4,
       version = version + 1
     where person_id = $1 and state = 'valid' returning *`,
    [personId, at, by, reason],
  );
}

export async function insertCertificate(em: Em, row: NewCertificate): Promise<CertificateRow> {
  const { missing, ...plain } = row;
  const names = Object.keys(plain);
  const values: unknown[] = Object.values(plain);
  const [stored] = await query<CertificateRow>(
    em,
    `insert into certificate (${names.join(', ')}, missing, state)
     values (${names.map((_, i) => `$${i + 1}`).join(', ')}, $${names.length + 1}, 'valid') returning *`,
    [...values, JSON.stringify(missing)],
  );
  return stored!;
}

/** Number and version of a person's next certificate: the number stays, each change of the certificate raises the version. */
export async function nextNumber(
  em: Em,
  personId: string,
  county: string,
  year: string,
  maxVersion: number,
): Promise<{ number: string; version: number }> {
  const [raised] = await query<{ number: string; version: number }>(
    em,
    `update certificate_number set version = version + 1 where person_id = $1 and version < $2
     returning number, version`,
    [personId, maxVersion],
  );
  if (raised) return raised;
  const [counter] = await query<{ last: number }>(
    em,
    `insert into number_counter (county, year, last) values ($1, $2, 1)
     on conflict (county, year) do update set last = number_counter.last + 1 returning last`,
    [county, year],
  );
  const number = `${county}${year}${String(counter?.last).padStart(8, '0')}`;
  await change(
    em,
    `insert into certificate_number (person_id, number, version) values ($1, $2, 1)
     on conflict (person_id) do update set number = excluded.number, version = 1`,
    [personId, number],
  );
  return { number, version: 1 };
}
