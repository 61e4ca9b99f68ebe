import type { Callers } from './caller.ts';
import { guardiansReader, LIVE, PERSON, prepare, type Question, type Statement } from './questions.ts';
import type { Clients, Samples } from './samples.ts';

const PACK = 500;
const DUE = 100;

interface Pack {
  rows: string[];
  cursor: string | null;
  complete: boolean;
}
interface Due {
  nodes: { person: { id: string }; series: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
/** One page: its ids, and where the next one begins. */
interface Page {
  ids: string[];
  next: string | null;
}
/** A list of a township: how the product gives a page, and the statement that gives the same rows after a key. */
interface List {
  name: string;
  size: number;
  requests: number;
  page: (after: string | null) => Promise<Page>;
  /** from the page before a deep one: the key it starts after; the first page starts after the empty key */
  statement: (key: unknown[] | undefined) => Statement;
  /** what else must be read for the rows, as bare SQL */
  more: (ids: string[]) => Promise<unknown>;
  /** key of a row by its id */
  keyOf: (id: string) => Promise<unknown[]>;
}

/** First and last full page of each keyset list of the largest township, and of its county's due list. */
export async function pages(clients: Clients, { nurse }: Callers, { county, township }: Samples): Promise<Question[]> {
  const guardians = guardiansReader(clients);
  const end = `${township}:`;
  const packPage = async (operation: 'personPack' | 'dosePack', after: string | null): Promise<Page> => {
    const name = operation === 'personPack' ? 'ClinicPersonPack' : 'ClinicDosePack';
    const answer = await nurse<Record<string, Pack>>(name, { division: township, after });
    const pack = answer[operation]!;
    const ids = pack.rows.map((row) => {
      const { id, person } = JSON.parse(row) as { id?: string; person?: string };
      return (id ?? person)!;
    });
    return { ids, next: pack.complete ? null : pack.cursor };
  };
  const key = async (client: keyof Clients, text: string, values: unknown[]) =>
    (await clients[client].query<unknown[]>({ text, values, rowMode: 'array' })).rows[0]!;
  const dosesOf = prepareMany(
    clients,
    `select d.* from subject s cross join lateral
       (select * from dose where person_id = s.person_id and birth_date = s.birth_date offset 0) d
     where s.person_id = any($1::uuid[])`,
  );
  const lists: List[] = [
    {
      name: 'township page of 500 files',
      size: PACK,
      requests: 8,
      page: (after) => packPage('personPack', after),
      statement: (k) => ({
        client: 'people',
        text: `select ${PERSON} from person where residence >= $1 and residence < $2 and ${LIVE}
          ${k ? 'and (residence, birth_date, id) > ($3, $4::date, $5::uuid)' : ''}
          order by residence, birth_date, id limit ${PACK + 1}`,
        values: () => [township, end, ...(k ?? [])],
      }),
      more: guardians,
      keyOf: (id) => key('people', 'select residence, birth_date::text, id from person where id = $1', [id]),
    },
    {
      name: 'pack page of doses of 500 files',
      size: PACK,
      requests: 6,
      page: (after) => packPage('dosePack', after),
      statement: (k) => ({
        client: 'vaccines',
        text: `select person_id as id from subject where division >= $1 and division < $2
          ${k ? 'and (division, person_id) > ($3, $4::uuid)' : ''}
          order by division, person_id limit ${PACK + 1}`,
        values: () => [township, end, ...(k ?? [])],
      }),
      more: dosesOf,
      keyOf: (id) => key('vaccines', 'select division, person_id from subject where person_id = $1', [id]),
    },
    {
      name: 'due list of a county, page of 100',
      size: DUE,
      requests: 12,
      page: async (after) => {
        const { dueList } = await nurse<{ dueList: Due }>('ClinicDueList', { division: county, after });
        return {
          ids: dueList.nodes.map((n) => `${n.person.id} ${n.series}`),
          next: dueList.pageInfo.hasNextPage ? dueList.pageInfo.endCursor : null,
        };
      },
      statement: (k) => ({
        client: 'vaccines',
        text: `select person_id || ' ' || series as id, earliest, recommended, overdue_from from due_item
          where division >= $1 and division < $2 and earliest <= $3 and (latest is null or latest >= $3)
          ${k ? 'and (division, earliest, person_id, series) > ($4, $5::date, $6::uuid, $7)' : ''}
          order by division, earliest, person_id, series limit ${DUE + 1}`,
        values: () => [county, `${county}:`, TODAY, ...(k ?? [])],
      }),
      more: async (ids) => {
        const persons = [...new Set(ids.map((id) => id.slice(0, 36)))];
        await readPersons(persons);
        await guardians(persons);
      },
      keyOf: (id) =>
        key(
          'vaccines',
          'select division, earliest::text, person_id, series from due_item where person_id = $1 and series = $2',
          id.split(' '),
        ),
    },
  ];
  const readPersons = prepareMany(clients, `select ${PERSON} from person where id = any($1::uuid[])`, 'people');

  const questions: Question[] = [];
  for (const list of lists) questions.push(...(await firstAndDeep(clients, list)));
  return questions;
}

/** Day of the bench: every list is of it. */
export const TODAY = '2026-11-21';

function prepareMany(clients: Clients, text: string, client: keyof Clients = 'vaccines') {
  const name = `many${text.length}`;
  return (ids: string[]) => clients[client].query({ name, text, values: [ids] });
}

async function firstAndDeep(clients: Clients, list: List): Promise<Question[]> {
  const cursors: (string | null)[] = [null];
  let before: Page | undefined;
  let last: Page = await list.page(null);
  while (last.next !== null) {
    const page = await list.page(last.next);
    if (page.ids.length < list.size) break;
    before = last;
    cursors.push(last.next);
    last = page;
  }
  const question = (name: string, after: string | null, statement: Statement, first?: string): Question => {
    const read = prepare(clients, statement);
    return {
      name,
      requests: list.requests,
      statements: [statement],
      ...(first && { first }),
      gateway: async () => (await list.page(after)).ids,
      sql: async () => {
        const ids = (await read(0)).slice(0, list.size).map((r) => String(r.id));
        await list.more(ids);
        return ids;
      },
    };
  };
  const first = question(list.name, null, list.statement(undefined));
  // A township of one page has no deep one.
  if (!before) return [first];
  const deepKey = await list.keyOf(before.ids.at(-1)!);
  const name = `${list.name}, page ${cursors.length}`;
  return [first, question(name, cursors.at(-1)!, list.statement(deepKey), list.name)];
}
