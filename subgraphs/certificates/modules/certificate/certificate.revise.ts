import type { Em, Services } from '@miaoben/kernel';
import { assess } from '../assessment/assessment.client.ts';
import { CLOSED_STATES, lockHolders } from '../holder/holder.repository.ts';
import { publishRevocations } from '../trust/trust.service.ts';
import { endCertificates, issueCertificate } from './certificate.issue.ts';
import { nextIssuer } from './certificate.issuer.ts';
import { currentCertificates, latestCertificates } from './certificate.repository.ts';
import { sameVerdict, verdictOf } from './certificate.rules.ts';

type Revising = Pick<Services, 'peers' | 'keyring' | 'clock'>;
const SELF = 'service:certificates';

/** Why certificates are looked at again, where it is not the record itself. */
export type RevisionCause = 'person_changed' | 'lot_recalled';

/**
 * Looks again at the valid certificates of persons whose doses changed; of those with the cause `person_changed` name, birth date or
 * document changed, and the certificate with them. What a code says is not true any more: it is revoked and a new certificate issued, in the transaction of the event;
 * a closed file's is revoked only.
 * @throws UNAVAILABLE when vaccines does not answer: the events are taken again later
 */
export async function reviseCertificates(
  em: Em,
  services: Revising,
  personIds: readonly string[],
  causes: ReadonlyMap<string, RevisionCause> = new Map(),
): Promise<void> {
  const now = services.clock.instant();
  const asked = [...new Set(personIds)];
  if ((await currentCertificates(em, asked, now)).length === 0) return;
  const holders = await lockHolders(em, asked);
  // Read again under the lock: an issue may just have ended.
  const certificates = await currentCertificates(em, asked, now);
  const byPerson = new Map(holders.map((h) => [h.person_id, h]));
  const assessments = await assess(
    services,
    'certificate',
    certificates.map((c) => c.person_id),
    services.clock.today(),
  );
  const changed = new Set<string>();
  for (const row of certificates) {
    const holder = byPerson.get(row.person_id);
    if (!holder) continue;
    const isClosed = CLOSED_STATES.includes(holder.registration_state);
    // Without a number there is nothing to bind a new code to.
    if (isClosed || holder.document_blind === null) {
      const reason = isClosed ? 'file_closed' : 'person_changed';
      await endCertificates(em, services, row.person_id, SELF, reason, changed);
      continue;
    }
    const assessment = assessments.get(row.person_id);
    if (!assessment) continue;
    const verdict = verdictOf(assessment);
    const cause = causes.get(row.person_id);
    if (cause !== 'person_changed' && sameVerdict(row, verdict)) continue;
    const reason = cause ?? 'record_changed';
    const issuerId = await nextIssuer(em, row.issuer_id, holder, services.clock.today());
    if (issuerId) await issueCertificate(em, services, { holder, verdict, issuerId, by: SELF, reason }, changed);
    else await endCertificates(em, services, row.person_id, SELF, reason, changed);
  }
  await publishRevocations(em, services, changed);
}

/**
 * Issues again what ended with a file that stands again, as after a death confirmed by mistake; one that would have run out by now
 * stays ended, as would have happened anyway.
 * @throws UNAVAILABLE when vaccines does not answer
 */
export async function restoreCertificates(em: Em, services: Revising, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  const holders = await lockHolders(em, personIds);
  const byPerson = new Map(holders.map((h) => [h.person_id, h]));
  const ended = (await latestCertificates(em, personIds, { kind: 'all' })).filter(
    (row) => row.revoked_reason === 'file_closed' && new Date(row.expires_at) > services.clock.instant(),
  );
  const ids = ended.map((row) => row.person_id);
  const assessments = await assess(services, 'certificate', ids, services.clock.today());
  const changed = new Set<string>();
  for (const row of ended) {
    const holder = byPerson.get(row.person_id);
    const assessment = assessments.get(row.person_id);
    if (!holder || !assessment || CLOSED_STATES.includes(holder.registration_state) || holder.document_blind === null)
      continue;
    const issuerId = await nextIssuer(em, row.issuer_id, holder, services.clock.today());
    if (!issuerId) continue;
    const verdict = verdictOf(assessment);
    const request = { holder, verdict, issuerId, by: SELF, reason: 'replaced' as const, restores: row };
    await issueCertificate(em, services, request, changed);
  }
  await publishRevocations(em, services, changed);
}

/**
 * Ends the certificates of files that were merged into others. Those of the survivors are looked at when vaccines tells that the doses
 * stand with them.
 */
export async function endMerged(em: Em, services: Revising, personIds: readonly string[]): Promise<void> {
  const changed = new Set<string>();
  await lockHolders(em, personIds);
  for (const personId of new Set(personIds)) {
    await endCertificates(em, services, personId, SELF, 'person_merged', changed);
  }
  await publishRevocations(em, services, changed);
}
