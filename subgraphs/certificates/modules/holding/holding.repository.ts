import { change, type Em, query } from '@miaoben/kernel';

/** Persons bound to the account, in a steady order. */
export async function boundPersonIds(em: Em, account: string): Promise<string[]> {
  const rows = await query<{ person_id: string }>(
    em,
    'select person_id from binding where account_id = $1 order by person_id',
    [account],
  );
  return rows.map((r) => r.person_id);
}

export async function chosenDefault(em: Em, account: string): Promise<string | null> {
  const [row] = await query<{ person_id: string }>(em, 'select person_id from default_holder where account_id = $1', [
    account,
  ]);
  return row?.person_id ?? null;
}

export async function chooseDefault(em: Em, account: string, personId: string): Promise<void> {
  await change(
    em,
    `insert into default_holder (account_id, person_id) values ($1, $2)
     on conflict (account_id) do update set person_id = excluded.person_id`,
    [account, personId],
  );
}
