import { forbidden, isUuid, MiaobenError, newId, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { insertLink, LINK_MS } from '../document/document.repository.ts';
import { countFile } from '../document/document.service.ts';
import type { DocumentLink } from '../document/document.type.ts';
import type { FileFormat } from '../seal/seal.type.ts';
import { tellOpened } from './handover.notice.ts';
import { handoverTo, insertOpening } from './handover.repository.ts';
import { stateOf } from './handover.rules.ts';
import { HandoverState } from './handover.type.ts';

/**
 * Mutation.openHandover: gives the school or unit an address for one download of what was handed to it. The holder reads that it did,
 * and is told of the first time.
 * @throws FORBIDDEN for what was not handed to the caller's organisation or was taken back, the same as for none; CONFLICT id (expired,
 * wrong_state: the file or the certificate ended); RATE_LIMITED
 */
export async function openHandover(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  format: FileFormat,
): Promise<DocumentLink> {
  const { account, role, organisation } = ctx.claims;
  const row = organisation && isUuid(id) ? await handoverTo(ctx.em, id, organisation) : undefined;
  if (!row || !organisation || row.taken_back_at !== null) throw forbidden();
  const link = await runCommand(ctx, 'Mutation.openHandover', commandId, { id, format }, async (em) => {
    const at = ctx.clock.instant();
    const state = stateOf(row, ctx.clock.today(), at);
    if (state !== HandoverState.open) {
      const reason = state === HandoverState.expired ? 'expired' : 'wrong_state';
      throw new MiaobenError('CONFLICT', { field: 'id', reason });
    }
    await countFile(em, ctx, row);
    const linkId = newId();
    const file = { id: linkId, document_id: row.document_id, format, account_id: account, role };
    await insertLink(em, { ...file, organisation_id: organisation, handover_id: row.id }, at);
    const opening = { id: newId(), handover_id: row.id, account_id: account, format };
    if (await insertOpening(em, row.person_id, opening, at)) await tellOpened(em, ctx, row);
    return { outcome: linkId, subject: row.person_id, detail: { handover: row.id, purpose: row.purpose, format } };
  });
  return { url: ctx.files.downloadUrl('certificate-file', link), expiresAt: new Date(Date.now() + LINK_MS), format };
}
