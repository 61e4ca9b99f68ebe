import { change, type Em, query } from '@miaoben/kernel';
import type { BindingChanged } from '@miaoben/schema';
import { PERSON_COLUMNS, type PersonRow, standingOf } from '../person/person.repository.ts';

export interface CandidateRow {
  id: string;
  name: string;
  birth_date: string;
  sex: PersonRow['sex'];
  relation: 'mother' | 'father' | 'other';
  bound: boolean;
}
/** The guardian as identity verified them. */
export interface Self {
  account: string;
  nameKey: string;
  phoneBlind: string;
}
const OPEN_STATES = `('active', 'moved_out', 'lost_to_follow_up', 'nominal')`;
/** Children are bound; an adult has an account of his own. */
const OF_AGE = 18;

/** The event that tells the others who is bound to whom. */
export const bindingChanged = (accountId: string, personId: string, bound: boolean): BindingChanged => ({
  type: 'binding.changed',
  accountId,
  personId,
  bound,
});

/** Children whose file names this guardian by phone and name (J-14). */
export async function candidatesFor(em: Em, self: Self, today: string): Promise<CandidateRow[]> {
  return query<CandidateRow>(
    em,
    `select distinct on (p.birth_date, p.id) p.id, p.name, p.birth_date, p.sex, g.relation,
       exists (select 1 from binding b where b.account_id = $1 and b.person_id = p.id) bound
     from guardian g join person p on p.id = g.person_id
     where g.phone_blind = $2 and g.name_key = $3 and p.registration_state in ${OPEN_STATES}
       and p.birth_date > $4::date - make_interval(years => ${OF_AGE})
     order by p.birth_date desc, p.id, g.ordinal limit 20`,
    [self.account, self.phoneBlind, self.nameKey, today],
  );
}

/** The child of exactly this name, birth date and document or barcode, if one of its guardians has the caller's phone or name. */
export async function childByData(
  em: Em,
  self: Self,
  child: { nameKey: string; birthDate: string; documentBlinds: readonly string[]; barcode: string | null },
): Promise<string | undefined> {
  const rows = await query<{ id: string }>(
    em,
    `select p.id from person p
     where p.name_key = $1 and p.birth_date = $2 and (p.document_blind = any($3) or p.id = any(${standingOf('$4')}))
       and p.registration_state in ${OPEN_STATES}
       and exists (select 1 from guardian g where g.person_id = p.id and (g.phone_blind = $5 or g.name_key = $6))
     limit 1`,
    [child.nameKey, child.birthDate, child.documentBlinds, child.barcode, self.phoneBlind, self.nameKey],
  );
  return rows[0]?.id;
}

/** The files of an account's children that stand: none that was cancelled or deleted, or whose child died (J-02). */
export async function boundPersons(em: Em, account: string): Promise<PersonRow[]> {
  return query<PersonRow>(
    em,
    `select ${PERSON_COLUMNS} from binding b join person p on p.id = b.person_id
     where b.account_id = $1 and p.registration_state not in ('cancelled', 'dead') and p.deleted_on is null order by p.birth_date desc, p.id`,
    [account],
  );
}

export async function failuresToday(em: Em, account: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    em,
    `select count(*)::int n from binding_failure where account_id = $1 and at > now() - interval '24 hours'`,
    [account],
  );
  return row?.n ?? 0;
}
export async function noteFailure(em: Em, account: string): Promise<void> {
  await change(em, 'insert into binding_failure (account_id) values ($1)', [account]);
}
