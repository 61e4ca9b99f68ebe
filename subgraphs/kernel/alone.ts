import { type Em, query } from './db.ts';

/**
 * Does long work on one object unless another process is at it: held by a transaction that writes nothing, so it goes with the process.
 * @param em without transaction
 * @returns false when another one has it
 */
export async function alone(em: Em, key: string, work: () => Promise<void>): Promise<boolean> {
  return em.fork().transactional(async (inner) => {
    const [row] = await query<{ taken: boolean }>(
      inner as Em,
      'select pg_try_advisory_xact_lock(hashtextextended($1, 11)) as taken',
      [key],
    );
    if (!row?.taken) return false;
    await work();
    return true;
  });
}
