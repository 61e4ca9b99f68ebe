import { isUuid, notFound, pageRequest, runCommand, toPage } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { PeopleCtx } from '../../loaders.ts';
import { toPerson } from '../person/person.type.ts';
import { decidePair, lastPairRun, listPairs } from './pairs.repository.ts';
import type { DuplicatePair, DuplicateSearch } from './pairs.type.ts';

const SEALED = 'duplicate_pair.note';
const HUNDREDTHS = 100;

/** Query.duplicatePairs. */
export async function duplicatePairs(
  ctx: PeopleCtx,
  filter: { state: 'open' | 'different'; isAcross: boolean },
  first: number,
  after: string | null,
) {
  const reach = reachOf(ctx.scopeOf('Query.duplicatePairs'), ctx.claims);
  const page = pageRequest(first, after, 3);
  const rows = await listPairs(ctx.em, reach, filter, page);
  const persons = await ctx.loaders.person.loadMany(rows.flatMap((r) => [r.a_id, r.b_id]));
  const shown = rows.map((row, i) => ({ row, first: persons[2 * i], second: persons[2 * i + 1] }));
  const { nodes, pageInfo } = toPage(
    shown,
    page,
    ({ row }) => [row.score, row.a_id, row.b_id],
    (one) => one,
  );
  return {
    pageInfo,
    nodes: nodes.flatMap(({ row, first: one, second: other }): DuplicatePair[] => {
      // One that left the area since the search is shown no longer.
      if (!one || !other || one instanceof Error || other instanceof Error) return [];
      return [
        {
          id: `${row.a_id}:${row.b_id}`,
          first: toPerson(one),
          second: toPerson(other),
          score: row.score / HUNDREDTHS,
          reasons: row.reasons,
          common: { code: row.common },
          state: row.state,
          note: row.note_sealed === null ? null : ctx.keyring.open(row.note_sealed, SEALED),
          decidedBy: row.decided_by === null ? null : { id: row.decided_by },
          decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
        },
      ];
    }),
  };
}

/** Query.duplicateSearch. */
export async function duplicateSearch(ctx: PeopleCtx): Promise<DuplicateSearch | null> {
  reachOf(ctx.scopeOf('Query.duplicateSearch'), ctx.claims);
  const run = await lastPairRun(ctx.em);
  if (!run) return null;
  return {
    isRunning: run.state === 'running',
    files: run.files,
    skipped: run.skipped,
    startedAt: new Date(run.started_at),
    endedAt: run.ended_at === null ? null : new Date(run.ended_at),
  };
}

/** Mutation.decideDuplicatePair. */
export async function decide(
  ctx: PeopleCtx,
  commandId: string,
  input: { firstId: string; secondId: string; isDifferent: boolean; note: string },
): Promise<boolean> {
  const operation = 'Mutation.decideDuplicatePair';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const note = readWords(input.note, 'note');
  return runCommand(ctx, operation, commandId, input, async (em) => {
    const ids = [input.firstId, input.secondId].sort() as [string, string];
    const done =
      ids.every(isUuid) &&
      (await decidePair(em, reach, ids, {
        state: input.isDifferent ? 'different' : 'open',
        noteSealed: ctx.keyring.seal(note, SEALED),
        by: ctx.claims.account,
        at: ctx.clock.instant(),
      }));
    if (!done) throw notFound();
    return { outcome: true, subject: ids[0], detail: { other: ids[1], isDifferent: input.isDifferent } };
  });
}
