import { nameKey } from '@miaoben/identifiers';
import type { SubgraphName } from '@miaoben/schema';
import type { Client } from 'pg';
import type { World } from './world.ts';

export interface Sample {
  id: string;
  name: string;
  nameKey: string;
  birthDate: string;
  sex: string;
  documentNumber: string;
  documentBlind: string;
}
export interface Samples {
  /** the county with the most files */
  county: string;
  /** its township with the most files */
  township: string;
  /** children of the county with at least 15 doses */
  children: Sample[];
}

const SAMPLES = 300;
export type Clients = Record<SubgraphName, Client>;

/** Whom the questions are about: the busiest place, for there the pages are longest. */
export async function chooseSamples(world: World, clients: Clients): Promise<Samples> {
  const most = async (column: string, within: string) => {
    const { rows } = await clients.people.query<{ code: string }>(
      `select ${column} as code from person where residence like $1 group by 1 order by count(*) desc, 1 limit 1`,
      [`${within}%`],
    );
    return rows[0]!.code;
  };
  const county = await most('county', '63');
  const township = await most('residence', county);
  const { rows: vaccinated } = await clients.vaccines.query<{ person_id: string }>(
    `select person_id from dose where division >= $1 and division < $1 || ':' and birth_date >= '2018-01-01'
     group by 1 having count(*) >= 15 order by md5(person_id::text) limit $2`,
    [county, SAMPLES],
  );
  const { rows } = await clients.people.query<{
    id: string;
    name: string;
    birth: string;
    sex: string;
    document_sealed: string;
    document_blind: string;
  }>(
    `select id, name, birth_date::text as birth, sex, document_sealed, document_blind from person
     where id = any($1::uuid[]) and document_sealed is not null order by md5(id::text)`,
    [vaccinated.map((v) => v.person_id)],
  );
  return {
    county,
    township,
    children: rows.map((r) => ({
      id: r.id,
      name: r.name,
      nameKey: nameKey(r.name),
      birthDate: r.birth,
      sex: r.sex,
      documentNumber: world.keyring.open(r.document_sealed, 'person.document'),
      documentBlind: r.document_blind,
    })),
  };
}
