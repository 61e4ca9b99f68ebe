import { type Em, newId } from '@miaoben/kernel';
import { PLATFORM } from '../seal/seal-grant.repository.ts';
import { logSealing } from '../seal/sealing-log.repository.ts';
import { queueWithdrawals, type WithdrawalCause } from '../submission/submission.repository.ts';
import {
  type DocumentRow,
  documentsOf,
  type EndedDocument,
  endDocuments,
  queueDocument,
} from './document.repository.ts';

/** Writes down that files ended; what was done with them before stays in the log. */
async function logEnded(em: Em, ended: readonly EndedDocument[], by: string, reason: string, at: Date): Promise<void> {
  for (const row of ended) {
    await logSealing(em, {
      at,
      act: 'withdraw',
      document_id: row.id,
      person_id: row.person_id,
      certificate_id: row.certificate_id,
      issuer_id: row.issuer_id,
      seal_id: row.seal_id,
      operator: by,
      format: null,
      file_sm3: null,
      certificate_serial: null,
      result: 'ok',
      reason,
    });
  }
}

async function end(
  em: Em,
  where: string,
  parameters: readonly unknown[],
  { by, reason, at }: { by: string; reason: string; at: Date },
): Promise<EndedDocument[]> {
  const ended = await endDocuments(em, where, parameters, { by, reason, at });
  await logEnded(em, ended, by, reason, at);
  return ended;
}

/** Tells the licence platform that files stand no more; copies were not handed over. */
async function takeBack(em: Em, files: readonly DocumentRow[], cause: WithdrawalCause, at: Date): Promise<void> {
  const ids = files.filter((row) => row.kind === 'certificate').map((row) => row.id);
  await queueWithdrawals(em, 'certificate', ids, cause, at);
}

/** A new file in the place of one that ended; annotated copies are not made anew: their purpose is asked for again. */
async function queueAgain(em: Em, ended: readonly EndedDocument[], at: Date): Promise<void> {
  for (const row of ended.filter((r) => r.kind === 'certificate')) {
    const { person_id, certificate_id, is_masked, requested_by } = row;
    const again = { id: newId(), person_id, certificate_id, kind: 'certificate' as const, is_masked, requested_by };
    await queueDocument(em, { ...again, operator: PLATFORM, purpose_sealed: null, valid_until: null }, at);
  }
}

/** Withdraws the files of certificates that were revoked. @returns which variants there were, for those of the next certificate */
export async function withdrawFiles(
  em: Em,
  certificates: readonly { person_id: string; certificate_id: string }[],
  by: string,
  at: Date,
): Promise<{ isMasked: boolean }[]> {
  if (certificates.length === 0) return [];
  const ended = await end(
    em,
    '(d.person_id, d.certificate_id) in (select * from unnest($4::uuid[], $5::uuid[]))',
    [certificates.map((c) => c.person_id), certificates.map((c) => c.certificate_id)],
    { by, reason: 'certificate_revoked', at },
  );
  const keys = certificates.map((c) => ({ personId: c.person_id, certificateId: c.certificate_id }));
  await takeBack(em, await documentsOf(em, keys), 'certificate_revoked', at);
  return ended.filter((row) => row.kind === 'certificate').map((row) => ({ isMasked: row.is_masked }));
}

/**
 * The file that goes with a new certificate: the holder's own when somebody asked for the certificate, and those the one before it had.
 * @param issue.isAskedFor false when it was issued because the record had changed
 */
export async function queueFilesOfIssue(
  em: Em,
  certificate: { person_id: string; certificate_id: string },
  issue: { by: string; isAskedFor: boolean; before: readonly { isMasked: boolean }[] },
  at: Date,
): Promise<void> {
  const wanted = new Set(issue.before.map((b) => b.isMasked));
  if (issue.isAskedFor) wanted.add(false);
  for (const isMasked of wanted) {
    const { person_id, certificate_id } = certificate;
    const document = { id: newId(), person_id, certificate_id, kind: 'certificate' as const, is_masked: isMasked };
    await queueDocument(
      em,
      { ...document, requested_by: issue.by, operator: PLATFORM, purpose_sealed: null, valid_until: null },
      at,
    );
  }
}

/** Withdraws what a seal stands on, and makes it anew with the seal that comes next. @returns how many files */
export async function renewFilesOfSeal(em: Em, sealId: string, by: string, at: Date): Promise<number> {
  const ended = await end(em, 'd.seal_id = $4', [sealId], { by, reason: 'seal_withdrawn', at });
  await takeBack(em, ended, 'file_withdrawn', at);
  await queueAgain(em, ended, at);
  return ended.length;
}

/** Withdraws one file; with `renew` a new one takes its place. @returns false when it had ended already */
export async function withdrawFile(
  em: Em,
  id: string,
  { by, reason, at, renew }: { by: string; reason: string; at: Date; renew: boolean },
): Promise<boolean> {
  const ended = await end(em, 'd.id = $4', [id], { by, reason, at });
  await takeBack(em, ended, 'file_withdrawn', at);
  if (renew) await queueAgain(em, ended, at);
  return ended.length > 0;
}
