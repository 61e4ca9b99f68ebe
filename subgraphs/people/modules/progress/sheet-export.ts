import { audit, dateInShanghai, type Em, type PageRequest, query, type Services } from '@miaoben/kernel';
import type { Desk } from '@miaoben/kernel/desk';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import { requestOf } from './export-address.ts';

const BATCH = 500;

/** [head, width in characters] */
type Columns = readonly (readonly [string, number])[];

interface List<F, R> {
  /** of the address, see `addressOf` */
  kind: string;
  /** of sheet and file */
  title: string;
  /** of the filter where the reader chooses them */
  columns: Columns | ((filter: F) => Columns);
  page: (em: Em, desk: Desk, filter: F, page: PageRequest) => Promise<R[]>;
  key: (row: R) => (string | number)[];
  /** null for what the reader does not reach (any more): no line */
  cells: (row: R, names: ReadonlyMap<string, string>, filter: F) => OutputCell[] | null;
}

/** All rows page by page, until a page is empty: one that holds fewer than asked for is not the last. */
export async function* rowsByPage<R>(
  read: (key: (string | number)[] | undefined) => Promise<readonly R[]>,
  keyOf: (row: R) => (string | number)[],
): AsyncGenerator<R> {
  let key: (string | number)[] | undefined;
  for (;;) {
    const page = await read(key);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    key = keyOf(last);
  }
}

/** Names of the known units by id, and of the known townships by code. */
async function knownNames(em: Em): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>(
    em,
    'select id::text, name from organisation union all select code, name from township',
  );
  return new Map(rows.map((r) => [r.id, r.name]));
}

/** Serves a list as .xlsx by addresses signed for who got them, read page by page. */
export function serveSheet<F, R>({ files, orm, keyring, clock }: Services, list: List<F, R>): void {
  files.onFetch(list.kind, async (id, response) => {
    const { filter, account, role, desk } = requestOf<F>(keyring, id);
    const em = () => orm.em.fork() as Em;
    await audit(em(), { account, role }, `export of ${list.kind}`);
    const names = await knownNames(em());
    const columns = typeof list.columns === 'function' ? list.columns(filter) : list.columns;
    async function* rows(): AsyncGenerator<OutputCell[]> {
      yield columns.map(([value]) => ({ value, style: 'header' as const }));
      const page = (key: (string | number)[] | undefined) =>
        list.page(em(), desk, filter, { first: BATCH, limit: BATCH, key });
      for await (const row of rowsByPage(page, list.key)) {
        const cells = list.cells(row, names, filter);
        if (cells) yield cells;
      }
    }
    await sendSheets(response, `${list.title}-${dateInShanghai(clock.now())}.xlsx`, [
      { name: list.title, columns: columns.map(([, width]) => ({ width })), rows: rows() },
    ]);
  });
}
