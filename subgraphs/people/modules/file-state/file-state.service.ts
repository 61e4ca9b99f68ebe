import { badInput, isUuidV7, MiaobenError, notFound, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { PeopleCtx } from '../../loaders.ts';
import { diedOnFault } from '../death/death.rules.ts';
import { voidStaleMove } from '../move/move.advance.ts';
import { rewriteFile } from '../person/person.change.ts';
import type { PersonFile } from '../person/person.file.ts';
import { findPersons, lockPerson, openFile, type PersonRow, singleReach } from '../person/person.repository.ts';
import { orConflict, refuseDocumentInUse } from '../person/person.service.ts';
import { allowed } from './file-state.allowed.ts';
import { CANCEL_REASONS, deletedFile, endedFile, reopenedFile, undeletedFile } from './file-state.rules.ts';
import type { AdvanceFileInput } from './file-state.type.ts';

function cancelled(file: PersonFile, input: AdvanceFileInput, note: string, today: string): PersonFile {
  const { reason, on = today, diedOn = null } = input;
  if (!reason) throw badInput('input.reason', 'required');
  if (!(CANCEL_REASONS as readonly string[]).includes(reason)) throw badInput('input.reason', 'unknown_code');
  const day = on ?? today;
  const fault = diedOnFault(day, file.birthDate, today);
  if (fault) throw badInput('input.on', fault);
  if (reason === 'dead' && !diedOn) throw badInput('input.diedOn', 'required');
  const deathFault = diedOn ? diedOnFault(diedOn, file.birthDate, today) : undefined;
  if (deathFault) throw badInput('input.diedOn', deathFault);
  return endedFile(file, { reason, on: day, note, diedOn: reason === 'dead' ? diedOn : null });
}

function fileAfter(file: PersonFile, input: AdvanceFileInput, today: string): PersonFile {
  const note = readWords(input.note, 'input.note');
  switch (input.action) {
    case 'cancel':
      return cancelled(file, input, note, today);
    case 'undo_cancel':
      return reopenedFile(file);
    case 'delete':
      return deletedFile(file, today, note);
    case 'undo_delete':
      return undeletedFile(file);
    default:
      throw badInput('input.action', 'unknown_code');
  }
}

/**
 * Takes one edge of the table of J-02: ends a file, opens it again, hides it, shows it again. The history keeps each.
 * @throws NOT_FOUND outside the reach; FORBIDDEN when the act is not the caller's; CONFLICT wrong_state when not now, version,
 *   duplicate when another file took its number meanwhile; BAD_INPUT input.action, input.reason, input.on, input.diedOn, input.note
 */
export async function advanceFile(ctx: PeopleCtx, commandId: string, input: AdvanceFileInput): Promise<PersonRow> {
  const operation = 'Mutation.advanceFile';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const scope = singleReach(reach, ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = isUuidV7(input.id) ? await lockPerson(em, input.id, scope) : undefined;
    if (!row) throw notFound();
    const before = openFile(ctx.keyring, row);
    allowed(ctx, before, input.action);
    if (row.version !== input.expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
    const after = fileAfter(before, input, ctx.clock.today());
    if (after.registrationState !== 'cancelled') await refuseDocumentInUse(ctx, em, after, reach);
    const { event } = await orConflict('documentNumber', rewriteFile(em, ctx, row, before, after));
    await voidStaleMove(em, ctx, { ...row, registration_state: after.registrationState });
    return {
      outcome: row.id,
      subject: row.id,
      detail: { action: input.action, ...(input.reason && { reason: input.reason }) },
      ...(event && { events: [event] }),
    };
  });
  const [row] = await findPersons(ctx.em, [input.id], scope);
  if (!row) throw notFound();
  return row;
}
