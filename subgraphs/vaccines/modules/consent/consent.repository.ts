import { change, type Em, isUuidV7, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { SignedConsent } from '@miaoben/schedule/consent';
import type { ConsentDecision, ConsentRelation } from './consent.type.ts';

/** A signed decision with its withdrawal, if there is one. */
export interface ConsentRow {
  person_id: string;
  id: string;
  text_id: string;
  text_version: number;
  text_hash: string;
  vaccine: string;
  decision: ConsentDecision;
  reason: string | null;
  signer_account: string | null;
  /** sealed */
  signer_name: string | null;
  relation: ConsentRelation | null;
  /** sealed */
  signature: string;
  signed_at: string;
  signed_on: string;
  device: string | null;
  clinic_id: string | null;
  recorded_by: string;
  withdrawn_at: string | null;
  withdrawn_on: string | null;
  withdrawn_reason: string | null;
}

const COLUMNS = `c.person_id, c.id, c.text_id, c.text_version, c.text_hash, c.vaccine, c.decision, c.reason, c.signer_account,
  c.signer_name, c.relation, c.signature, c.signed_at, c.signed_on, c.device, c.clinic_id, c.recorded_by,
  w.signed_at as withdrawn_at, w.signed_on as withdrawn_on, w.reason as withdrawn_reason`;
const WITH_WITHDRAWAL = `consent c left join consent w
  on w.person_id = c.person_id and w.withdraws = c.id and w.decision = 'withdraw'`;

/** The decisions of persons, the latest first. One statement for any number. */
export async function consentsOf(em: Em, personIds: readonly string[]): Promise<ConsentRow[]> {
  return query<ConsentRow>(
    em,
    `select ${COLUMNS} from ${WITH_WITHDRAWAL}
     where c.person_id = any($1::uuid[]) and c.decision <> 'withdraw' order by c.signed_at desc, c.id desc`,
    [personIds],
  );
}

/** A decision in the pack of a device: what the rule needs, no name and no signature. */
export type PackedConsent = SignedConsent;

/** SQL for the latest decision of each text and vaccine of a person, as JSON in the words of the rule; null: none. */
export const packedConsents = (person: string): string =>
  `(select json_agg(json_build_object('id', l.id, 'textId', l.text_id, 'textVersion', l.text_version, 'vaccine', l.vaccine,
     'decision', l.decision, 'signedAt', to_char(l.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'signedOn', l.signed_on,
     'withdrawnOn', l.withdrawn_on) order by l.text_id, l.vaccine)
   from (select distinct on (c.text_id, c.vaccine) c.id, c.text_id, c.text_version, c.vaccine, c.decision, c.signed_at, c.signed_on,
           w.signed_on as withdrawn_on
         from ${WITH_WITHDRAWAL}
         where c.person_id = ${person} and c.decision <> 'withdraw'
         order by c.text_id, c.vaccine, c.signed_at desc, c.id desc) l)`;

/** A decision by its id, of a person inside the reach. */
export async function findConsent(em: Em, id: string, reach: Reach): Promise<ConsentRow | undefined> {
  if (!isUuidV7(id)) return undefined;
  const p = new Parameters();
  const sql = `select ${COLUMNS} from ${WITH_WITHDRAWAL} join subject s on s.person_id = c.person_id
    where c.id = ${p.add(id)} and c.decision <> 'withdraw' and ${withinReach(columnsOf('s'), reach, p)}`;
  const [row] = await query<ConsentRow>(em, sql, p.values);
  return row;
}

/** What was signed for an organisation on a day, by time; persons outside the reach are left out. */
export async function consentsOn(
  em: Em,
  asked: { organisation: string; day: string; decision: ConsentDecision | null },
  reach: Reach,
  after: (string | number)[] | undefined,
  limit: number,
): Promise<ConsentRow[]> {
  const p = new Parameters();
  const decision = asked.decision ? `and c.decision = ${p.add(asked.decision)}` : `and c.decision <> 'withdraw'`;
  const from = after ? `and (c.signed_at, c.id) > (${p.add(after[0])}::timestamptz, ${p.add(after[1])}::uuid)` : '';
  const sql = `select ${COLUMNS} from ${WITH_WITHDRAWAL} join subject s on s.person_id = c.person_id
    where c.clinic_id = ${p.add(asked.organisation)} and c.signed_on = ${p.add(asked.day)}::date ${decision}
      and c.decision <> 'withdraw' and ${withinReach(columnsOf('s'), reach, p)} ${from}
    order by c.signed_at, c.id limit ${p.add(limit)}`;
  return query<ConsentRow>(em, sql, p.values);
}

/** A row to be added; the person is held by the caller's transaction. */
export interface NewConsent extends Omit<ConsentRow, 'decision' | 'signature' | `withdrawn_${string}`> {
  decision: ConsentDecision | 'withdraw';
  withdraws: string | null;
  signature: string | null;
}

/** @param enteredFor the file it was signed for, which may be merged into the one it stands with */
export async function insertConsent(em: Em, row: NewConsent, enteredFor: string): Promise<void> {
  await change(
    em,
    `with record as (update subject set changed = pg_current_xact_id() where person_id = $1)
     insert into consent (person_id, id, text_id, text_version, text_hash, vaccine, decision, withdraws, reason, signer_account,
       signer_name, relation, signature, signed_at, signed_on, device, clinic_id, recorded_by, origin_person)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, nullif($19::uuid, $1::uuid))`,
    [
      row.person_id,
      row.id,
      row.text_id,
      row.text_version,
      row.text_hash,
      row.vaccine,
      row.decision,
      row.withdraws,
      row.reason,
      row.signer_account,
      row.signer_name,
      row.relation,
      row.signature,
      row.signed_at,
      row.signed_on,
      row.device,
      row.clinic_id,
      row.recorded_by,
      enteredFor,
    ],
  );
}

/** A row in the words of the rule. */
export const signedConsent = (row: ConsentRow): SignedConsent => ({
  id: row.id,
  textId: row.text_id,
  textVersion: row.text_version,
  vaccine: row.vaccine,
  decision: row.decision,
  signedAt: new Date(row.signed_at).toISOString(),
  signedOn: row.signed_on,
  withdrawnOn: row.withdrawn_on,
});
