import type { Callers } from './caller.ts';
import { guardiansReader, PERSON, prepare, type Question, type Statement } from './questions.ts';
import type { Clients, Samples } from './samples.ts';

const SEARCH = 20;
const AFTER_ALL = '\u{10FFFF}';

/** One child by each of the ways a clinic finds it. */
export function lookups(clients: Clients, { nurse }: Callers, { children, county }: Samples): Question[] {
  const child = (i: number) => children[i % children.length]!;
  const prefixes = [...new Set(children.map((c) => c.name.slice(0, 2)))];
  const prefix = (i: number) => prefixes[i % prefixes.length]!;
  const guardians = guardiansReader(clients);

  /** Persons with their guardians. */
  const persons = (statement: Statement, most?: number) => {
    const read = prepare(clients, statement);
    return async (i: number) => {
      const ids = (await read(i)).slice(0, most).map((r) => String(r.id));
      await guardians(ids);
      return ids;
    };
  };
  const search = async (text: string) => {
    const { searchPersons } = await nurse<{ searchPersons: { nodes: { id: string }[] } }>('ClinicSearch', { text });
    return searchPersons.nodes.map((n) => n.id);
  };

  const byId: Statement = {
    client: 'people',
    text: `select ${PERSON} from person where id = $1`,
    values: (i) => [child(i).id],
  };
  const doses: Statement = {
    client: 'vaccines',
    text: 'select *, given_on::text as day from dose where person_id = $1 and birth_date = $2 order by given_on, vaccine, dose_id',
    values: (i) => [child(i).id, child(i).birthDate],
  };
  const byDocument: Statement = {
    client: 'people',
    text: `select ${PERSON} from person where document_blind = $1 and registration_state <> 'cancelled'`,
    values: (i) => [child(i).documentBlind],
  };
  const byNameAndBirth: Statement = {
    client: 'people',
    text: `select ${PERSON} from person where name_key = $1 and birth_date = $2 and county = $3 order by id`,
    values: (i) => [child(i).nameKey, child(i).birthDate, county],
  };
  const byPrefix: Statement = {
    client: 'people',
    text: `select ${PERSON} from person where county = $1 and name_key >= $2 and name_key < $3
      order by name_key, birth_date, id limit ${SEARCH + 1}`,
    values: (i) => [county, prefix(i), prefix(i) + AFTER_ALL],
  };
  const [readPerson, readDoses] = [persons(byId), prepare(clients, doses)];
  return [
    {
      name: 'child: file, doses, plan',
      requests: 60,
      statements: [byId, doses],
      gateway: async (i) => {
        const { person } = await nurse<{ person: { doses: { date: string; vaccine: { code: string } }[] } }>(
          'ClinicRecord',
          { id: child(i).id },
        );
        return person.doses.map((d) => `${d.date} ${d.vaccine.code}`);
      },
      sql: async (i) => {
        await readPerson(i);
        return (await readDoses(i)).map((d) => `${d.day} ${d.vaccine}`);
      },
    },
    {
      name: 'by ID number',
      requests: 60,
      statements: [byDocument],
      gateway: (i) => search(child(i).documentNumber),
      sql: persons(byDocument),
    },
    {
      name: 'by name and birth date',
      requests: 60,
      statements: [byNameAndBirth],
      gateway: async (i) => {
        const { name, birthDate, sex } = child(i);
        const { possibleDuplicates: found } = await nurse<{
          possibleDuplicates: { reasons: string[]; person: { id: string } }[];
        }>('ClinicDuplicates', { name, birthDate, sex });
        return found.flatMap((c) => (c.reasons.includes('same_name') ? [c.person.id] : [])).sort();
      },
      sql: persons(byNameAndBirth),
    },
    {
      name: 'name prefix in a county',
      requests: 40,
      statements: [byPrefix],
      gateway: (i) => search(prefix(i)),
      sql: persons(byPrefix, SEARCH),
    },
  ];
}
