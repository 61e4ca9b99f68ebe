import type { Keyring } from '@miaoben/kernel';
import { SEALED } from '@miaoben/people/modules/person/person.stored';
import type { Client } from 'pg';

export interface FileSample {
  id: string;
  name: string;
  nameKey: string;
  pinyin: string;
  initials: string;
  birthDate: string;
  documentNumber: string;
  guardianPhone: string;
}
export interface FileSamples {
  /** the county with the most files */
  county: string;
  filesInCounty: number;
  /** its most frequent first character of a name */
  surname: string;
  files: FileSample[];
}

const SAMPLES = 250;

/** Children of the busiest county, each to be asked for once. */
export async function chooseFiles(client: Client, keyring: Keyring): Promise<FileSamples> {
  const most = await client.query<{ county: string; n: number }>(
    'select county, count(*)::int as n from person group by 1 order by 2 desc, 1 limit 1',
  );
  const [{ county, n }] = most.rows as [{ county: string; n: number }];
  const surnames = await client.query<{ surname: string }>(
    'select left(name, 1) as surname from person where county = $1 group by 1 order by count(*) desc, 1 limit 1',
    [county],
  );
  const { rows } = await client.query<Record<string, string>>(
    `select p.id, p.name, p.name_key, p.pinyin, p.initials, p.birth_date::text as birth, p.document_sealed, g.phone_sealed
     from person p join guardian g on g.person_id = p.id and g.ordinal = 1
     where p.county = $1 and p.document_sealed is not null and g.phone_sealed is not null
       and p.registration_state = 'active' order by md5(p.id::text) limit $2`,
    [county, SAMPLES],
  );
  return {
    county,
    filesInCounty: n,
    surname: surnames.rows[0]!.surname,
    files: rows.map((r) => ({
      id: r.id!,
      name: r.name!,
      nameKey: r.name_key!,
      pinyin: r.pinyin!,
      initials: r.initials!,
      birthDate: r.birth!,
      documentNumber: keyring.open(r.document_sealed!, SEALED.document),
      guardianPhone: keyring.open(r.phone_sealed!, SEALED.guardianPhone),
    })),
  };
}
