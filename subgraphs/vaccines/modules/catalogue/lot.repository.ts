import { type Em, query } from '@miaoben/kernel';

export interface LotRow {
  product_id: string;
  number: string;
  expires_on: string;
  /** recalled: not to be given (stopped), or its doses do not count either (void); null: neither */
  recall: 'stopped' | 'void' | null;
  doses_on_hand: number;
}

/** Lots by key, with what one organisation has of each. One statement for any number of keys. */
export async function findLots(
  em: Em,
  keys: readonly { productId: string; number: string }[],
  organisation: string | undefined,
): Promise<LotRow[]> {
  return query<LotRow>(
    em,
    `select l.product_id, l.number, l.expires_on, l.recall, coalesce(s.doses_on_hand, 0) as doses_on_hand
     from unnest($1::text[], $2::text[]) as k (product_id, number)
     join lot l using (product_id, number)
     left join stock_on_hand s
       on s.organisation_id = $3::uuid and s.product_id = l.product_id and s.lot_number = l.number`,
    [keys.map((k) => k.productId), keys.map((k) => k.number), organisation ?? null],
  );
}

/** What an organisation has and may still use on a day, the lot that expires first in front. */
export async function lotsOnHand(em: Em, organisation: string, today: string): Promise<LotRow[]> {
  return query<LotRow>(
    em,
    `select l.product_id, l.number, l.expires_on, l.recall, s.doses_on_hand
     from stock_on_hand s join lot l on l.product_id = s.product_id and l.number = s.lot_number
     where s.organisation_id = $1 and s.doses_on_hand > 0 and l.expires_on >= $2 and l.recall is null
     order by l.product_id, l.expires_on, l.number`,
    [organisation, today],
  );
}

/** Vaccines of which organisations have a usable lot on a day (疫苗接种服务范围, H-07). One statement for any number. */
export async function servedVaccines(
  em: Em,
  organisations: readonly string[],
  today: string,
): Promise<{ organisation_id: string; vaccine_code: string }[]> {
  return query(
    em,
    `select distinct s.organisation_id, p.vaccine_code
     from stock_on_hand s join lot l on l.product_id = s.product_id and l.number = s.lot_number
     join product p on p.id = s.product_id
     where s.organisation_id = any($1::uuid[]) and s.doses_on_hand > 0 and l.expires_on >= $2 and l.recall is null`,
    [organisations, today],
  );
}

/** Books doses out of (or back into) an organisation's stock. @returns what is left; negative is an alarm, not a refusal */
export async function moveStock(
  em: Em,
  organisation: string,
  lot: { productId: string; number: string },
  doses: number,
): Promise<number> {
  const [row] = await query<{ doses_on_hand: number }>(
    em,
    `insert into stock_on_hand (organisation_id, product_id, lot_number, doses_on_hand) values ($1, $2, $3, $4)
     on conflict (organisation_id, product_id, lot_number)
     do update set doses_on_hand = stock_on_hand.doses_on_hand + excluded.doses_on_hand
     returning doses_on_hand`,
    [organisation, lot.productId, lot.number, doses],
  );
  return row!.doses_on_hand;
}
