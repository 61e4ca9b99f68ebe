import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import type { MadeSeal } from './seal.authority.ts';
import type { SealOrigin, SealState } from './seal.type.ts';

/** A seal (电子印章) of an issuer; one active a time. */
export interface SealRow {
  id: string;
  issuer_id: string;
  division: string;
  name: string;
  number: string;
  origin: SealOrigin;
  state: SealState;
  failure: string | null;
  file_id: string | null;
  picture: Uint8Array | null;
  width_mm: number | null;
  height_mm: number | null;
  seal: Uint8Array | null;
  ofd_key: string | null;
  pdf_key: string | null;
  valid_from: string | null;
  valid_to: string | null;
  created_at: string;
  created_by: string;
  created_role: string;
  made_at: string | null;
  ended_at: string | null;
  ended_by: string | null;
  ended_reason: string | null;
}
/** A seal that can be used. */
export type UsableSeal = SealRow & {
  picture: Uint8Array;
  width_mm: number;
  height_mm: number;
  seal: Uint8Array;
  ofd_key: string;
  pdf_key: string;
};

/** Which seals a caller sees: those of one organisation, or of divisions. */
export type SealReach = { readonly organisation: string } | { readonly divisions: readonly string[] };

/** SQL condition on `division` and `issuer_id`, with its two parameters from `first`. */
export function ofReach(alias: string, reach: SealReach, first: number): { sql: string; parameters: unknown[] } {
  return {
    sql: `(${alias}.issuer_id = $${first}::uuid or exists (select 1 from unnest($${first + 1}::text[]) as d (code)
      where starts_with(${alias}.division, d.code)))`,
    parameters: 'organisation' in reach ? [reach.organisation, []] : [null, reach.divisions],
  };
}

export async function insertSeal(
  em: Em,
  seal: Pick<
    SealRow,
    'id' | 'issuer_id' | 'division' | 'name' | 'origin' | 'file_id' | 'width_mm' | 'created_by' | 'created_role'
  > & { created_at: Date },
): Promise<void> {
  // 14 digits: county of the issuer, then a running number of the platform.
  await change(
    em,
    `insert into seal (id, issuer_id, division, name, number, origin, state, file_id, width_mm, created_at, created_by, created_role)
     values ($1, $2, $3, $4, rpad(left($3, 6), 6, '0') || lpad(nextval('seal_number')::text, 8, '0'), $5, 'uploading', $6, $7, $8,
       $9, $10)`,
    [
      seal.id,
      seal.issuer_id,
      seal.division,
      seal.name,
      seal.origin,
      seal.file_id,
      seal.width_mm,
      seal.created_at,
      seal.created_by,
      seal.created_role,
    ],
  );
}

export async function sealById(em: Em, id: string): Promise<SealRow | undefined> {
  return (await query<SealRow>(em, 'select * from seal where id = $1', [id]))[0];
}
export async function sealOfFile(em: Em, fileId: string): Promise<SealRow | undefined> {
  return (await query<SealRow>(em, 'select * from seal where file_id = $1', [fileId]))[0];
}
/** Locked to the end of the transaction. */
export async function lockSeal(em: Em, id: string): Promise<SealRow | undefined> {
  return (await query<SealRow>(em, 'select * from seal where id = $1 for update', [id]))[0];
}

export async function activeSeal(em: Em, issuerId: string): Promise<UsableSeal | undefined> {
  return (await query<UsableSeal>(em, "select * from seal where issuer_id = $1 and state = 'active'", [issuerId]))[0];
}

export async function findSeals(em: Em, ids: readonly string[], reach: SealReach): Promise<SealRow[]> {
  const { sql, parameters } = ofReach('s', reach, 2);
  return query<SealRow>(em, `select s.* from seal s where s.id = any($1::uuid[]) and ${sql}`, [ids, ...parameters]);
}

/** Seals of a reach by division, those that ended included. */
export async function sealPage(em: Em, reach: SealReach, division: string, page: PageRequest): Promise<SealRow[]> {
  const { sql, parameters } = ofReach('s', reach, 5);
  return query<SealRow>(
    em,
    `select s.* from seal s where starts_with(s.division, $1) and ($2::text is null or (s.division, s.id) > ($2, $3::uuid))
       and ${sql} order by s.division, s.id limit $4`,
    [division, page.key?.[0] ?? null, page.key?.[1] ?? null, page.limit, ...parameters],
  );
}

export async function activateSeal(
  em: Em,
  id: string,
  picture: Uint8Array,
  size: { widthMm: number; heightMm: number },
  made: MadeSeal,
  at: Date,
): Promise<void> {
  await change(
    em,
    `update seal set state = 'active', picture = $2, width_mm = $3, height_mm = $4, seal = $5, ofd_key = $6, pdf_key = $7,
       valid_from = $8, valid_to = $9, made_at = $10 where id = $1 and state = 'uploading'`,
    [
      id,
      Buffer.from(picture),
      size.widthMm,
      size.heightMm,
      Buffer.from(made.seal),
      made.ofdKey,
      made.pdfKey,
      made.validFrom,
      made.validTo,
      at,
    ],
  );
}
export async function refuseSeal(em: Em, id: string, failure: string): Promise<void> {
  await change(em, "update seal set state = 'refused', failure = $2 where id = $1 and state = 'uploading'", [
    id,
    failure,
  ]);
}

/** @returns false when it was not active any more */
export async function endSeal(
  em: Em,
  id: string,
  end: { state: 'replaced' | 'withdrawn'; by: string; at: Date; reason: string | null },
): Promise<boolean> {
  const ended = await change(
    em,
    "update seal set state = $2, ended_by = $3, ended_at = $4, ended_reason = $5 where id = $1 and state = 'active'",
    [id, end.state, end.by, end.at, end.reason],
  );
  return ended > 0;
}
