import { documentBlind, type Em, type Keyring, type Orm, pageRequest } from '@miaoben/kernel';
import { findByNumbers, type NameTerm, searchByName } from '@miaoben/people/modules/person/person.repository';
import { phoneBlind } from '@miaoben/people/modules/person/person.stored';
import type { Client } from 'pg';
import type { Call } from '../data/caller.ts';
import { PERSON } from '../data/questions.ts';
import type { FileSample, FileSamples } from './samples.ts';

/** One way to find files; each gives the ids found, in order. */
export interface FileQuestion {
  name: string;
  /** ms at p95 through the gateway, one at a time */
  limitMs: number;
  gateway: (i: number) => Promise<string[]>;
  /** the statement of the product alone, and bare SQL for the same rows */
  own?: (i: number) => Promise<string[]>;
  bare?: (i: number) => Promise<string[]>;
}

const SEARCH = 20;
const SEARCH_MS = 50;
const DUPLICATES_MS = 100;
const AFTER_ALL = '\u{10FFFF}';
const PAGE = pageRequest(SEARCH, null, 3);

interface Asked {
  people: Orm;
  client: Client;
  nurse: Call;
  keyring: Keyring;
  samples: FileSamples;
}

/** A file by each of the ways a clinic finds it, and what may be its double. */
export function questionsOf({ people, client, nurse, keyring, samples: { files, county } }: Asked): FileQuestion[] {
  const sample = (i: number) => files[i % files.length]!;
  const reach = { kind: 'area', divisions: [county] } as const;
  const em = () => people.em.fork() as Em;
  const ids = (rows: readonly { id: string }[]) => rows.slice(0, SEARCH).map((r) => r.id);
  const search = async (text: string) => {
    const { searchPersons } = await nurse<{ searchPersons: { nodes: { id: string }[] } }>('ClinicSearch', { text });
    return ids(searchPersons.nodes);
  };
  let prepared = 0;
  const bare = (text: string, values: (file: FileSample) => unknown[]) => {
    const name = `files${prepared++}`;
    return async (i: number) =>
      ids((await client.query<{ id: string }>({ name, text, values: values(sample(i)) })).rows);
  };
  const byNumber = (numbers: { blinds?: string[]; phone?: string }) =>
    findByNumbers(
      em(),
      { blinds: numbers.blinds ?? [], identity: null, barcode: null, phone: numbers.phone ?? null },
      { reach, organisation: undefined },
    );
  const byName = async (term: NameTerm, birthDate: string | null) =>
    ids(await searchByName(em(), term, birthDate, reach, PAGE));
  const letters = (kind: 'initials' | 'pinyin'): Omit<FileQuestion, 'name'> => ({
    limitMs: SEARCH_MS,
    gateway: (i) => search(sample(i)[kind]),
    own: (i) => byName({ letters: sample(i)[kind] }, null),
    bare: bare(
      `select ${PERSON} from person where county = $1 and initials >= $2 and initials < $3 or county = $1 and pinyin >= $2 and pinyin < $3
       order by name_key, birth_date, id limit ${SEARCH + 1}`,
      (f) => [county, f[kind], f[kind] + AFTER_ALL],
    ),
  });
  return [
    {
      name: 'by ID number',
      limitMs: SEARCH_MS,
      gateway: (i) => search(sample(i).documentNumber),
      own: async (i) => ids(await byNumber({ blinds: [documentBlind(keyring, sample(i).documentNumber)] })),
      bare: bare(
        `select ${PERSON} from person where document_blind = $1 and registration_state <> 'cancelled'`,
        (f) => [documentBlind(keyring, f.documentNumber)],
      ),
    },
    {
      name: 'by phone of a guardian',
      limitMs: SEARCH_MS,
      gateway: (i) => search(sample(i).guardianPhone),
      own: async (i) => ids(await byNumber({ phone: phoneBlind(keyring, sample(i).guardianPhone) })),
      bare: bare(
        `select ${PERSON} from person where phone_blind = $1
           or id = any(array(select person_id from guardian where phone_blind = $1))
         order by registration_state = 'cancelled', id limit ${SEARCH}`,
        (f) => [phoneBlind(keyring, f.guardianPhone)],
      ),
    },
    {
      name: 'by name and birth date',
      limitMs: SEARCH_MS,
      gateway: (i) => search(`${sample(i).name} ${sample(i).birthDate}`),
      own: (i) => byName({ nameKey: sample(i).nameKey }, sample(i).birthDate),
      bare: bare(
        `select ${PERSON} from person where county = $1 and name_key >= $2 and name_key < $3 and birth_date = $4
         order by name_key, birth_date, id limit ${SEARCH + 1}`,
        (f) => [county, f.nameKey, f.nameKey + AFTER_ALL, f.birthDate],
      ),
    },
    { name: 'by pinyin', ...letters('pinyin') },
    { name: 'by initials of pinyin', ...letters('initials') },
    {
      name: 'what may be the double of a file',
      limitMs: DUPLICATES_MS,
      gateway: async (i) => {
        const { person } = await nurse<{ person: { duplicates: { person: { id: string } }[] } }>(
          'ClinicFileDuplicates',
          { id: sample(i).id },
        );
        return person.duplicates.map((d) => d.person.id);
      },
    },
  ];
}
