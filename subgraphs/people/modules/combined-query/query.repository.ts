import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { atDesk, type Desk } from '@miaoben/kernel/desk';
import { Parameters } from '@miaoben/kernel/reach';
import { PERSON_COLUMNS, type PersonRow } from '../person/person.repository.ts';
import { compileQuery, DOSES_OF_P } from './query.compile.ts';
import type { PersonQuery } from './query.vocabulary.ts';

/** A file that was found, with what the copy of its doses says. */
export interface FoundRow extends PersonRow {
  doses: number;
  last_dose_on: string | null;
}

function matching(desk: Desk, asked: PersonQuery, today: string, p: Parameters): string {
  const parts = [
    atDesk(desk, { units: ['p.managing_org_id'], divisions: ['p.residence'] }, p),
    'p.deleted_on is null',
    compileQuery(asked, today, p),
  ];
  if (asked.division)
    parts.push(`p.residence >= ${p.add(asked.division)} and p.residence < ${p.add(`${asked.division}:`)}`);
  return parts.join(' and ');
}

/** Files of the desk that match, by place, birth date and id. */
export async function findMatching(
  em: Em,
  desk: Desk,
  asked: PersonQuery,
  today: string,
  page: PageRequest,
): Promise<FoundRow[]> {
  const p = new Parameters();
  const after = page.key
    ? `and (p.residence, p.birth_date, p.id) > (${p.add(page.key[0])}, ${p.add(page.key[1])}::date, ${p.add(page.key[2])}::uuid)`
    : '';
  return query<FoundRow>(
    em,
    `select p.*, c.doses, c.last_dose_on from (
       select ${PERSON_COLUMNS} from person p where ${matching(desk, asked, today, p)} ${after}
       order by p.residence, p.birth_date, p.id limit ${p.add(page.limit)}) p,
     lateral (select count(*)::int doses, max(d.given_on) last_dose_on from ${DOSES_OF_P}) c
     order by p.residence, p.birth_date, p.id`,
    p.values,
  );
}

export const keyOfFound = (row: FoundRow): [string, string, string] => [row.residence, row.birth_date, row.id];

/** How many files match, counted no further than `most`. */
export async function countMatching(
  em: Em,
  desk: Desk,
  asked: PersonQuery,
  today: string,
  most: number,
): Promise<number> {
  const p = new Parameters();
  const where = matching(desk, asked, today, p);
  const [row] = await query<{ files: number }>(
    em,
    `select count(*)::int files from (select 1 from person p where ${where} limit ${p.add(most)}) m`,
    p.values,
  );
  return row?.files ?? 0;
}
