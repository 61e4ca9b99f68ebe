import { badInput, isUuidV7, type Keyring, notFound, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { PeopleCtx } from '../../loaders.ts';
import { findPersons, singleReach } from '../person/person.repository.ts';
import { type FindingRow, putFinding } from './finding.repository.ts';
import type { NoteSampleFindingInput } from './finding.type.ts';
import { checkedSeed } from './sample.rules.ts';

const SEALED = 'sample_finding.note';

export const noteOf = (keyring: Keyring, row: FindingRow): string | null =>
  row.note_sealed === null ? null : keyring.open(row.note_sealed, SEALED);

/**
 * Mutation.noteSampleFinding: keeps what the caller found on site of one file, under the number of the sample; the word found
 * later takes the place of the earlier one, whichever arrives first, that of another account stays beside it. Each word is an audit line of the file.
 * @throws BAD_INPUT input.seed, input.note; NOT_FOUND outside the area
 */
export async function noteSampleFinding(
  ctx: PeopleCtx,
  commandId: string,
  { personId, result = null, foundAt, ...input }: NoteSampleFindingInput,
): Promise<string> {
  const operation = 'Mutation.noteSampleFinding';
  const seed = checkedSeed(input.seed);
  if (seed === null) throw badInput('input.seed', 'format');
  const note = result === 'differs' ? readWords(input.note ?? '', 'input.note') : null;
  const told = { seed, personId, result, note, foundAt: foundAt.toISOString() };
  return runCommand(ctx, operation, commandId, told, async (em) => {
    const scope = singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);
    const [file] = isUuidV7(personId) ? await findPersons(em, [personId], scope) : [];
    if (!file) throw notFound();
    const { account } = ctx.claims;
    const now = ctx.clock.now();
    const isLatest = await putFinding(em, seed, {
      person_id: file.id,
      by_account: account,
      result,
      note_sealed: note === null ? null : ctx.keyring.seal(note, SEALED),
      found_at: foundAt < now ? foundAt : now,
    });
    // One that comes late from a tablet is on record, in the place of nothing.
    const late = isLatest ? {} : { isLate: true, foundAt: foundAt.toISOString() };
    return { outcome: file.id, subject: file.id, detail: { seed, result, ...late } };
  });
}
