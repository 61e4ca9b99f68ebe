import { change, type Em, query } from '@miaoben/kernel';
import type { HandoverFacts } from './handover.rules.ts';
import type { HandoverPurpose } from './handover.type.ts';

export interface HandoverRow extends HandoverFacts {
  /** whose file it is */
  person_id: string;
  /** who that is now that files were merged */
  holder_id: string;
  id: string;
  document_id: string;
  file_kind: 'certificate' | 'annotated';
  certificate_id: string;
  account_id: string;
  organisation_id: string;
  organisation_name: string | null;
  purpose: HandoverPurpose;
  given_at: string;
  /** no later one to the same recipient for the same purpose */
  is_latest: boolean;
  opened: number;
  opened_at: string | null;
}
/** Of the holder, for the list of a school or unit. */
export interface ReceivedRow extends HandoverRow {
  sealed: string;
  birth_date: string;
}

const HANDOVER = `h.*, d.kind as file_kind, d.state as file_state, d.valid_until as file_until, d.certificate_id, c.state as certificate_state,
  c.expires_at as certificate_expires_at, o.name as organisation_name, n.opened::int, n.opened_at,
  not exists (select 1 from document_handover l where l.holder_id = h.holder_id and l.organisation_id = h.organisation_id
    and l.purpose = h.purpose and (l.given_at, l.id) > (h.given_at, h.id)) as is_latest
  from document_handover h
  join sealed_document d on d.id = h.document_id
  join certificate c on c.person_id = d.person_id and c.certificate_id = d.certificate_id
  left join organisation o on o.id = h.organisation_id
  left join lateral (select count(*) as opened, max(at) as opened_at from document_handover_opening
    where person_id = h.person_id and handover_id = h.id) n on true`;

export type NewHandover = Pick<
  HandoverRow,
  'person_id' | 'id' | 'document_id' | 'account_id' | 'organisation_id' | 'purpose' | 'open_until'
>;

/** Hands a file over; where it is in those hands already for the same purpose, the days are counted anew. @returns its id */
export async function putHandover(em: Em, row: NewHandover, at: Date): Promise<string> {
  const [stored] = await query<{ id: string }>(
    em,
    `insert into document_handover
       (person_id, holder_id, id, document_id, account_id, organisation_id, purpose, given_at, open_until)
     values ($1, $1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (person_id, document_id, organisation_id, purpose) where taken_back_at is null
     do update set account_id = excluded.account_id, given_at = excluded.given_at, open_until = excluded.open_until
     returning id`,
    [row.person_id, row.id, row.document_id, row.account_id, row.organisation_id, row.purpose, at, row.open_until],
  );
  return stored?.id ?? row.id;
}

/** Hand-overs of a certificate's files, and of earlier ones of its holder whose days are still running; the latest first. */
export const handoversOf = (
  em: Em,
  holderId: string,
  certificateId: string,
  today: string,
  limit: number,
): Promise<HandoverRow[]> =>
  query<HandoverRow>(
    em,
    `select ${HANDOVER} where h.holder_id = $1 and ((d.person_id = $1 and d.certificate_id = $2)
       or (h.taken_back_at is null and h.open_until >= $3))
     order by h.given_at desc, h.id desc limit $4`,
    [holderId, certificateId, today, limit],
  );

/** A hand-over of a child bound to the account. */
export async function handoverOfFamily(em: Em, id: string, account: string): Promise<HandoverRow | undefined> {
  const [row] = await query<HandoverRow>(
    em,
    `select ${HANDOVER} where h.id = $1
       and exists (select 1 from binding b where b.account_id = $2 and b.person_id = h.holder_id)`,
    [id, account],
  );
  return row;
}

/** A hand-over to an organisation, taken back or not. */
export async function handoverTo(em: Em, id: string, organisation: string): Promise<HandoverRow | undefined> {
  const [row] = await query<HandoverRow>(em, `select ${HANDOVER} where h.id = $1 and h.organisation_id = $2`, [
    id,
    organisation,
  ]);
  return row;
}

export async function handoverById(em: Em, id: string): Promise<HandoverRow | undefined> {
  return (await query<HandoverRow>(em, `select ${HANDOVER} where h.id = $1`, [id]))[0];
}

/** What stands open in the hands of an organisation, the latest hand-over first. */
export const receivedBefore = (
  em: Em,
  organisation: string,
  { today, now }: { today: string; now: Date },
  before: string | null,
  limit: number,
): Promise<ReceivedRow[]> =>
  query<ReceivedRow>(
    em,
    `select p.sealed, p.birth_date, ${HANDOVER} join holder p on p.person_id = h.person_id
     where h.organisation_id = $1 and h.taken_back_at is null and h.open_until >= $2
       and d.state = 'sealed' and (d.valid_until is null or d.valid_until >= $2)
       and c.state = 'valid' and c.expires_at > $3 and ($4::uuid is null or h.id < $4)
     order by h.id desc limit $5`,
    [organisation, today, now, before, limit],
  );

export async function takeBack(em: Em, row: HandoverRow, at: Date): Promise<boolean> {
  const sql =
    'update document_handover set taken_back_at = $3 where person_id = $1 and id = $2 and taken_back_at is null';
  return (await change(em, sql, [row.person_id, row.id, at])) > 0;
}

export interface OpeningRow {
  id: string;
  handover_id: string;
  at: string;
  account_id: string;
  format: 'ofd' | 'pdf';
}

/** Keeps an opening. @returns whether it is the first of the hand-over; of two at once one waits for the other and is not */
export async function insertOpening(em: Em, personId: string, row: Omit<OpeningRow, 'at'>, at: Date): Promise<boolean> {
  await change(
    em,
    `insert into document_handover_opening (person_id, id, handover_id, at, account_id, format)
     values ($1, $2, $3, $4, $5, $6)`,
    [personId, row.id, row.handover_id, at, row.account_id, row.format],
  );
  const sql =
    'update document_handover set first_opened_at = $3 where person_id = $1 and id = $2 and first_opened_at is null';
  return (await change(em, sql, [personId, row.handover_id, at])) > 0;
}

/** The latest openings of each hand-over, newest first. */
export const openingsOf = (
  em: Em,
  of: readonly Pick<HandoverRow, 'person_id' | 'id'>[],
  each: number,
): Promise<OpeningRow[]> =>
  query<OpeningRow>(
    em,
    `select x.* from unnest($1::uuid[], $2::uuid[]) as k (person_id, id) cross join lateral (
       select * from document_handover_opening where person_id = k.person_id and handover_id = k.id order by id desc limit $3) x
     order by x.id desc`,
    [of.map((row) => row.person_id), of.map((row) => row.id), each],
  );

export interface RecipientRow {
  id: string;
  name: string;
  division: string;
}
/** Who keeps sealed files: schools and employers have a desk for them. */
const KINDS = ['school', 'employer'];
const WORKS = '(o.closed_on is null or o.closed_on > $1)';

/** Schools on whose rosters a child stands. */
export const ownSchools = (em: Em, personId: string, today: string): Promise<RecipientRow[]> =>
  query<RecipientRow>(
    em,
    `select o.id, o.name, o.division from organisation o where ${WORKS} and o.id in (
       select school_id from school_pupil where person_id = $2 and state <> 'moved') order by o.name, o.id`,
    [today, personId],
  );

/** Schools and units of a prefecture whose name holds the text, those of the county first. @param county six digits */
export const recipientsLike = (
  em: Em,
  text: string,
  county: string,
  today: string,
  limit: number,
): Promise<RecipientRow[]> =>
  query<RecipientRow>(
    em,
    `select o.id, o.name, o.division from organisation o where ${WORKS} and o.kind = any($2::text[])
       and o.division >= $3 collate "C" and o.division < ($3 || ':') collate "C" and strpos(o.name, $4) > 0
     order by (left(o.division, 6) = $5) desc, o.name, o.id limit $6`,
    [today, KINDS, county.slice(0, 4), text, county, limit],
  );

export async function recipientById(em: Em, id: string, today: string): Promise<RecipientRow | undefined> {
  const [row] = await query<RecipientRow>(
    em,
    `select o.id, o.name, o.division from organisation o where ${WORKS} and o.kind = any($2::text[]) and o.id = $3`,
    [today, KINDS, id],
  );
  return row;
}
