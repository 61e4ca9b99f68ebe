import { audit, badInput, type Em, isUuid, notFound, runCommand, type Services } from '@miaoben/kernel';
import { deskOf } from '@miaoben/kernel/desk';
import { checkedFileName, PAPERS, serveUploads, uploadUrlOf } from '@miaoben/kernel/uploads';
import type { PeopleCtx } from '../../loaders.ts';
import { findDeath } from '../death/death.repository.ts';
import { partiesOf, seesFile } from '../death/death.shape.ts';
import { insertAttachment, nameAttachments, reportOfAttachment } from './death-attachment.repository.ts';
import type { DeathAttachmentUpload } from './death-attachment.type.ts';

const KIND = 'death-attachment';
/** How many papers one act takes. */
export const MOST_ATTACHMENTS = 5;

/**
 * Mutation.announceDeathAttachment: the paper goes to the address, then `advanceDeath` names it; the same command again answers with the
 * same paper.
 * @throws NOT_FOUND unless the report lies with the caller's unit; BAD_INPUT fileName, size
 */
export async function announceDeathAttachment(
  ctx: PeopleCtx,
  commandId: string,
  input: { reportId: string; fileName: string; size: number },
): Promise<DeathAttachmentUpload> {
  const operation = 'Mutation.announceDeathAttachment';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  const attachmentId = await runCommand(ctx, operation, commandId, input, async (em) => {
    const report = isUuid(input.reportId) ? await findDeath(em, input.reportId, desk) : undefined;
    if (!report || !partiesOf(report, desk).includes('unit')) throw notFound();
    const name = checkedFileName(input.fileName, PAPERS);
    const { account } = ctx.claims;
    const id = await ctx.files.announce(em, { name, kind: KIND, accountId: account, size: input.size });
    await insertAttachment(em, id, report.id, account);
    return { outcome: id, subject: report.person_id ?? undefined, detail: { report: report.id } };
  });
  return { attachmentId, uploadUrl: await uploadUrlOf(ctx, attachmentId) };
}

/**
 * Ties papers to an act of a report.
 * @param ids undefined and null: none
 * @throws BAD_INPUT input.attachments (out_of_range; no_match for one that is not there, of another report or caller, or used before)
 */
export async function giveAttachments(
  em: Em,
  ids: readonly string[] | null | undefined,
  of: { report: string; account: string; step: number },
): Promise<void> {
  const field = 'input.attachments';
  const given = [...new Set(ids ?? [])];
  if (given.length === 0) return;
  if (given.length > MOST_ATTACHMENTS) throw badInput(field, 'out_of_range', { max: MOST_ATTACHMENTS });
  if (!given.every(isUuid) || (await nameAttachments(em, given, of)) < given.length) throw badInput(field, 'no_match');
}

/**
 * Query.deathAttachmentUrl: calls a paper up, for the unit in charge and disease control. That it was is an audit line.
 * @throws NOT_FOUND
 */
export async function deathAttachmentUrl(ctx: PeopleCtx, attachmentId: string): Promise<string> {
  const operation = 'Query.deathAttachmentUrl';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  const id = isUuid(attachmentId) ? await reportOfAttachment(ctx.em, attachmentId) : undefined;
  const report = id ? await findDeath(ctx.em, id, desk) : undefined;
  if (!report || !seesFile(partiesOf(report, desk))) throw notFound();
  await audit(ctx.em, ctx.claims, operation, report.person_id ?? undefined, {
    report: report.id,
    attachment: attachmentId,
  });
  return ctx.files.downloadUrl(KIND, attachmentId);
}

/** Serves papers at the signed addresses `Query.deathAttachmentUrl` hands out. */
export const serveDeathAttachments = (services: Services): void => serveUploads(services, KIND, PAPERS);
