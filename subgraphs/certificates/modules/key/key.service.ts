import { badInput, MiaobenError, newId, requireConfirmed, runCommand } from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import { insertReissue, latestReissues } from '../reissue/reissue.repository.ts';
import { statusLists } from '../trust/status.repository.ts';
import { announceRoot, handOverRoot, lockTrust, republish, servedTrust } from '../trust/trust.service.ts';
import { openHandover } from './handover.repository.ts';
import { allKeys, certificatesByKey, type KeyRow, markKeyRevoked, nextKids } from './key.repository.ts';
import { announcedEnough, earliestHandover, keyStateAt } from './key.rules.ts';
import type { SigningKey, TrustState } from './key.type.ts';

const date = (seconds: number): Date => new Date(seconds * 1000);

function shape(key: KeyRow, at: number, certificates: ReadonlyMap<string, number>): SigningKey {
  const isRoot = key.use === 'root';
  return {
    kid: key.kid,
    use: key.use,
    season: isRoot && key.season.startsWith('retired') ? 'retired' : key.season,
    alg: key.alg,
    state: keyStateAt(key, at),
    signFrom: isRoot ? null : date(key.signFrom),
    signTo: isRoot ? null : date(key.signTo),
    verifyTo: isRoot ? null : date(key.verifyTo),
    revokedAt: key.revokedAt === null ? null : date(key.revokedAt),
    revokedReason: key.revokedReason,
    certificates: certificates.get(key.kid) ?? 0,
  };
}

/** Query.trustState. @throws UNAVAILABLE before the first list is signed */
export async function trustState(ctx: CertificatesCtx): Promise<TrustState> {
  const { em } = ctx;
  const served = await servedTrust(em);
  if (!served) throw new MiaobenError('UNAVAILABLE', { part: 'trust list' });
  const at = ctx.clock.instant().getTime() / 1000;
  const keys = await allKeys(em);
  const certificates = await certificatesByKey(em);
  const handover = await openHandover(em);
  const lists = await statusLists(em, [...new Set(keys.flatMap((k) => k.statusList ?? []))]);
  return {
    sequence: Number(served.sequence),
    issuedAt: date(served.issued),
    bytes: served.bytes,
    keys: keys.map((k) => shape(k, at, certificates)),
    statusLists: lists.map((l) => ({
      id: l.id,
      size: l.size,
      bytes: l.file?.length ?? 0,
      issuedAt: l.issuedAt === null ? null : date(l.issuedAt),
    })),
    handover: handover
      ? {
          fromKid: handover.from_kid,
          toKid: handover.to_kid,
          announcedAt: date(handover.announced),
          earliestAt: date(earliestHandover(handover.announced)),
          finishedAt: null,
        }
      : null,
    reissues: (await latestReissues(em, 10)).map((r) => ({
      id: r.id,
      kid: r.kid,
      total: r.total,
      done: r.done,
      reissued: r.reissued,
      ended: r.ended,
      failed: r.failed,
      startedAt: new Date(r.started_at),
      finishedAt: r.finished_at === null ? null : new Date(r.finished_at),
    })),
  };
}

/**
 * Mutation.revokeSigningKey: the key was stolen or may have been. The lists that say so, its successor and the order to issue its
 * certificates again are one transaction.
 * @throws NOT_CONFIRMED; BAD_INPUT reason, kid (unknown_code, wrong_state: a root is handed over instead); CONFLICT already_decided
 */
export async function revokeKey(
  ctx: CertificatesCtx,
  commandId: string,
  kid: string,
  reason: string,
): Promise<TrustState> {
  const operation = 'Mutation.revokeSigningKey';
  requireConfirmed(ctx.claims);
  await runCommand(ctx, operation, commandId, { kid, reason }, async (em) => {
    const words = readWords(reason, 'reason');
    await lockTrust(em);
    const key = (await allKeys(em)).find((k) => k.kid === kid);
    if (!key) throw badInput('kid', 'unknown_code');
    if (key.use === 'root') throw badInput('kid', 'wrong_state');
    if (key.revokedAt !== null) throw new MiaobenError('CONFLICT', { field: 'kid', reason: 'already_decided' });
    await markKeyRevoked(em, kid, { account: ctx.claims.account, reason: words }, ctx.clock.instant());
    await republish(em, ctx);
    if (key.use === 'result') await insertReissue(em, newId(), kid);
    return { outcome: kid, subject: kid, detail: { use: key.use, season: key.season } };
  });
  return trustState(ctx);
}

/** Mutation.announceRoot: from now on the trust list names the next root as successor. @throws CONFLICT wrong_state when it does already */
export async function announce(ctx: CertificatesCtx, commandId: string): Promise<TrustState> {
  const operation = 'Mutation.announceRootHandover';
  await runCommand(ctx, operation, commandId, {}, async (em) => {
    await lockTrust(em);
    if (await openHandover(em)) throw new MiaobenError('CONFLICT', { reason: 'wrong_state' });
    const { current, next } = await nextKids(em);
    await announceRoot(em, ctx, current, next);
    return { outcome: next, subject: next };
  });
  return trustState(ctx);
}

/** Mutation.handOverRoot. @throws NOT_CONFIRMED; CONFLICT wrong_state when it was not announced, or less than 14 days ago */
export async function handOver(ctx: CertificatesCtx, commandId: string): Promise<TrustState> {
  const operation = 'Mutation.handOverRoot';
  requireConfirmed(ctx.claims);
  await runCommand(ctx, operation, commandId, {}, async (em) => {
    await lockTrust(em);
    const open = await openHandover(em);
    if (!open || !announcedEnough(open.announced, ctx.clock.instant().getTime() / 1000)) {
      throw new MiaobenError('CONFLICT', { reason: 'wrong_state' });
    }
    await handOverRoot(em, ctx, open);
    return { outcome: open.to_kid, subject: open.to_kid };
  });
  return trustState(ctx);
}
