import { badInput, type Em, forbidden, MiaobenError, publish, runCommand } from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import { type Reach, reachOf } from '../../scope.ts';
import { withdrawFiles } from '../document/document.renew.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import { lockHolders } from '../holder/holder.repository.ts';
import { markRevoked } from '../trust/status.repository.ts';
import { publishRevocations } from '../trust/trust.service.ts';
import { certificateChanged, tellBound } from './certificate.event.ts';
import type { RevocationReason } from './certificate.reasons.ts';
import { type CertificateRow, findCertificates, revokeRow, validBy } from './certificate.repository.ts';
import { TYPE_CODE } from './certificate.rules.ts';
import { writtenCertificate } from './certificate.service.ts';
import type { Certificate, VoidCertificateInput } from './certificate.type.ts';
import { type CertificateKey, decodeCertificateId, encodeCertificateId } from './certificate-key.ts';

/** Ends one certificate for good, with its place in the status list, in the caller's transaction. @throws CONFLICT already_decided */
async function end(
  em: Em,
  ctx: CertificatesCtx,
  key: CertificateKey,
  code: RevocationReason,
  words: string | null,
): Promise<void> {
  await lockHolders(em, [key.personId]);
  const at = ctx.clock.instant();
  const row = await revokeRow(em, key, ctx.claims.account, { code, words }, at);
  if (!row) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
  await markRevoked(em, row.list_id, [row.position], at);
  await withdrawFiles(em, [row], ctx.claims.account, at);
  await publish(em, [certificateChanged(row)]);
  await tellBound(em, ctx, [{ kind: 'revoked', row, reason: code }]);
  await publishRevocations(em, ctx, new Set([row.list_id]));
}

async function reachableKey(ctx: CertificatesCtx, operation: string, id: string): Promise<CertificateKey> {
  const key = decodeCertificateId(id);
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const [known] = key ? await findCertificates(ctx.em, [key], reach) : [];
  if (!key || !known) throw forbidden();
  return key;
}

/** Mutation.revokeCertificate: the issuer takes it out of use (作废), named by its id. */
export async function revoke(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  reason: string,
): Promise<Certificate> {
  const operation = 'Mutation.revokeCertificate';
  const words = readWords(reason, 'reason');
  const key = await reachableKey(ctx, operation, id);
  await runCommand(ctx, operation, commandId, { id, reason }, async (em) => {
    await end(em, ctx, key, 'issuer', words);
    return { outcome: id, subject: id };
  });
  return writtenCertificate(ctx, id);
}

/** Mutation.cancelCertificate: the holder, or a guardian, has no more need of it (注销). */
export async function cancel(ctx: CertificatesCtx, commandId: string, id: string): Promise<Certificate> {
  const operation = 'Mutation.cancelCertificate';
  const key = await reachableKey(ctx, operation, id);
  await runCommand(ctx, operation, commandId, { id }, async (em) => {
    await end(em, ctx, key, 'holder', null);
    return { outcome: id, subject: id };
  });
  return writtenCertificate(ctx, id);
}

/** The valid certificates that the input names inside the reach. */
async function named(ctx: CertificatesCtx, input: VoidCertificateInput, reach: Reach): Promise<CertificateRow[]> {
  if (input.identifier) return validBy(ctx.em, { identifier: input.identifier.trim() }, reach);
  if (!input.holderCode) throw badInput('input.identifier', 'required');
  if (!input.typeCode) throw badInput('input.typeCode', 'required');
  if (input.typeCode.trim() !== TYPE_CODE) throw badInput('input.typeCode', 'unknown_code');
  return validBy(ctx.em, { documentBlinds: documentBlinds(ctx.keyring, input.holderCode) }, reach);
}

/**
 * Mutation.voidCertificate: the issuer takes it out of use, named by its identifier (电子证照标识), or by holder code
 * (持证主体代码) and type code (证照类型代码). None and several are one answer, in and out of reach.
 */
export async function voidNamed(
  ctx: CertificatesCtx,
  commandId: string,
  input: VoidCertificateInput,
): Promise<Certificate> {
  const operation = 'Mutation.voidCertificate';
  const words = readWords(input.reason, 'reason');
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const rows = await named(ctx, input, reach);
    const [row] = rows;
    if (!row || rows.length > 1) throw badInput('input', 'no_match');
    const key = { personId: row.person_id, certificateId: row.certificate_id };
    await end(em, ctx, key, 'issuer', words);
    const outcome = encodeCertificateId(key);
    return { outcome, subject: outcome };
  });
  return writtenCertificate(ctx, id);
}
