import { type Em, query } from '@miaoben/kernel';
import { expect } from 'vitest';

/**
 * Waits until the last change of a table lies below the horizon: the transactions of other tests on the same server hold it back, and
 * a pack loaded meanwhile would be told those changes once more.
 */
export async function settled(em: Em, table: 'person' | 'subject'): Promise<void> {
  const sql = `select max(changed::text::bigint) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as below from ${table}`;
  await expect.poll(() => query(em, sql), { timeout: 20_000 }).toEqual([{ below: true }]);
}
