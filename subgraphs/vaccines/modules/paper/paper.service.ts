import { badInput, forbidden, MiaobenError, NotHeardOf, newId, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import { dosesOf } from '../dose/dose.repository.ts';
import { decodeDoseId } from '../dose/dose-id.ts';
import { lockSubject } from '../person/subject.repository.ts';
import { isOthersNumber, printingsOf, putPrinting } from './paper.repository.ts';
import { checkPrinting, copiesOf, readNumber } from './paper.rules.ts';
import { shapeCopies } from './paper.shape.ts';
import type { PaperCopy, RecordPaperPrintInput } from './paper.type.ts';

/**
 * Records what was printed onto a booklet or card (S-14) and ties the number of a booklet to the file.
 * @throws FORBIDDEN for a person out of reach; BAD_INPUT with field and reason; CONFLICT duplicate when the number is another file's,
 *   wrong_state for a dose that does not stand or a row that carries another
 */
export async function recordPaperPrint(
  ctx: VaccinesCtx,
  commandId: string,
  input: RecordPaperPrintInput,
): Promise<PaperCopy[]> {
  const operation = 'Mutation.recordPaperPrint';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const { personId, carrier } = input;
  await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const subject = await lockSubject(em, personId, reach);
    if (!subject) throw caughtUp ? forbidden() : new NotHeardOf('people');
    const number = readNumber(carrier, input.number);
    const printing = {
      carrier,
      number,
      parts: [...new Set(input.parts)],
      doses: input.doses.map(({ doseId, row }) => ({ doseId: decodeDoseId(doseId)?.doseId ?? '', row })),
    };
    const needsReason = checkPrinting(
      printing,
      copiesOf(await printingsOf(em, [personId])),
      await dosesOf(em, [personId]),
    );
    if (number !== null && (await isOthersNumber(em, number, personId))) {
      throw new MiaobenError('CONFLICT', { field: 'number', reason: 'duplicate' });
    }
    if (input.personVersion < 1) throw badInput('personVersion', 'out_of_range', { min: 1 });
    const reason = needsReason ? readWords(input.reason ?? '', 'reason') : null;
    const now = ctx.clock.now();
    const id = newId();
    await putPrinting(em, {
      person_id: personId,
      id,
      carrier,
      number,
      parts: printing.parts,
      dose_ids: printing.doses.map((d) => d.doseId),
      rows: printing.doses.map((d) => d.row),
      person_version: input.personVersion,
      reason,
      clinic_id: ctx.claims.organisation ?? null,
      printed_by: ctx.claims.account,
      printed_at: (input.printedAt && input.printedAt < now ? input.printedAt : now).toISOString(),
    });
    return { outcome: id, subject: id, detail: { carrier, doses: printing.doses.length, again: needsReason } };
  });
  const record = await ctx.loaders.record.clear(personId).load(personId);
  // A replay may come after the person has left the caller's reach.
  if (!record) throw forbidden();
  return shapeCopies(record, await ctx.loaders.printings.clear(personId).load(personId));
}
