import { change, type Em, query } from '@miaoben/kernel';

export interface TravelCardRow {
  person_id: string;
  card_id: string;
  kid: string;
  rid: string;
  /** JWS and passport, see `travel-card.service` */
  sealed: string;
  detail: 'full' | 'brief';
  doses: number;
  issued_at: string;
  revoked_at: string | null;
  revoked_reason: string | null;
}

export async function insertCard(em: Em, row: Omit<TravelCardRow, 'revoked_at' | 'revoked_reason'>): Promise<void> {
  await change(
    em,
    `insert into travel_card (person_id, card_id, kid, rid, sealed, detail, doses, issued_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.person_id, row.card_id, row.kid, row.rid, row.sealed, row.detail, row.doses, row.issued_at],
  );
}

export async function latestCard(em: Em, personId: string): Promise<TravelCardRow | undefined> {
  const [row] = await query<TravelCardRow>(
    em,
    'select * from travel_card where person_id = $1 order by issued_at desc, card_id desc limit 1',
    [personId],
  );
  return row;
}

export async function cardById(em: Em, personId: string, cardId: string): Promise<TravelCardRow | undefined> {
  const [row] = await query<TravelCardRow>(em, 'select * from travel_card where person_id = $1 and card_id = $2', [
    personId,
    cardId,
  ]);
  return row;
}

/** Cards of a person since an instant. */
export async function issuedSince(em: Em, personId: string, since: Date): Promise<number> {
  const [row] = await query<{ cards: number }>(
    em,
    'select count(*)::int as cards from travel_card where person_id = $1 and issued_at > $2',
    [personId, since],
  );
  return row!.cards;
}

/** Revokes the standing cards of these persons and raises the counter of each list that grew. @returns how many */
export async function revokeCards(
  em: Em,
  personIds: readonly string[],
  reason: 'record_changed' | 'person_changed',
  at: Date,
): Promise<number> {
  if (personIds.length === 0) return 0;
  const revoked = await query<{ kid: string }>(
    em,
    `update travel_card set revoked_at = $3, revoked_reason = $2
     where person_id = any($1::uuid[]) and revoked_at is null returning kid`,
    [personIds, reason, at],
  );
  await change(em, 'update travel_key set crl_version = crl_version + 1 where kid = any($1)', [
    [...new Set(revoked.map((r) => r.kid))],
  ]);
  return revoked.length;
}

export async function revokedRids(em: Em, kid: string): Promise<string[]> {
  const rows = await query<{ rid: string }>(
    em,
    'select rid from travel_card where kid = $1 and revoked_at is not null order by revoked_at, rid',
    [kid],
  );
  return rows.map((r) => r.rid);
}
