/** A page of a pack in the order in which it was kept. */
export interface ReplicaPage<Row> {
  readonly rows: readonly Row[];
  readonly gone: readonly string[];
}

/**
 * The rows that stand after all pages of a part: a later row replaces an earlier one of its key, and who is gone stays gone until a
 * later page brings them back. Applying pages twice, or changes that lie in the whole already, gives the same.
 */
export function replicaOf<Row>(pages: readonly ReplicaPage<Row>[], keyOf: (row: Row) => string): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const page of pages) {
    for (const id of page.gone) rows.delete(id);
    for (const row of page.rows) rows.set(keyOf(row), row);
  }
  return rows;
}
