import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { inRounds } from '@miaoben/kernel/rounds';
import { assess } from '../assessment/assessment.client.ts';
import { endCertificates, issueCertificate } from '../certificate/certificate.issue.ts';
import { nextIssuer } from '../certificate/certificate.issuer.ts';
import { currentCertificates } from '../certificate/certificate.repository.ts';
import { verdictOf } from '../certificate/certificate.rules.ts';
import { CLOSED_STATES, lockHolders } from '../holder/holder.repository.ts';
import { publishRevocations } from '../trust/trust.service.ts';
import {
  countConcerned,
  holdReissue,
  nextConcerned,
  noteReissueFailure,
  noteStep,
  noteTotal,
  openReissue,
} from './reissue.repository.ts';

/** Certificates a transaction: it holds their files and the trust list. */
const REISSUE_BATCH = 100;
const SELF = 'service:certificates';

/**
 * Issues one batch of the certificates of a revoked key again, tells their holders, and notes where to go on, in one transaction; a
 * process that stops in the middle loses and repeats nothing.
 * @returns false when nothing waits or another process is at it
 * @throws UNAVAILABLE when vaccines does not answer
 */
export async function reissueStep(
  services: Pick<Services, 'orm' | 'peers' | 'keyring' | 'clock'>,
  batch = REISSUE_BATCH,
): Promise<boolean> {
  const outer = services.orm.em.fork() as Em;
  const job = await openReissue(outer);
  if (!job) return false;
  if (job.total === null) {
    await noteTotal(outer, job.id, await countConcerned(outer, job.kid));
    return true;
  }
  const ids = await nextConcerned(outer, job, batch);
  // Before the first lock: a transaction that has one holds back the events of every subgraph on this server.
  const assessments = await assess(services, 'certificate', ids, services.clock.today());
  return (services.orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    if (!(await holdReissue(em, job))) return false;
    const holders = new Map((await lockHolders(em, ids)).map((h) => [h.person_id, h]));
    const changed = new Set<string>();
    const counts = { reissued: 0, ended: 0 };
    for (const row of await currentCertificates(em, ids, services.clock.instant())) {
      const holder = holders.get(row.person_id);
      const assessment = assessments.get(row.person_id);
      // Meanwhile issued again with another key.
      if (row.kid !== job.kid || !holder) continue;
      const reason = 'key_compromised';
      const issuerId = await nextIssuer(em, row.issuer_id, holder, services.clock.today());
      const isClosed = CLOSED_STATES.includes(holder.registration_state);
      if (!assessment || !issuerId || isClosed || holder.document_blind === null) {
        await endCertificates(em, services, row.person_id, SELF, reason, changed);
        counts.ended += 1;
        continue;
      }
      const verdict = verdictOf(assessment);
      await issueCertificate(em, services, { holder, verdict, issuerId, by: SELF, reason }, changed);
      counts.reissued += 1;
    }
    await publishRevocations(em, services, changed);
    const finished = ids.length < batch;
    await noteStep(em, job.id, { lastPerson: ids.at(-1) ?? job.last_person, done: ids.length, ...counts, finished });
    return true;
  });
}

/** Issues the certificates of revoked keys again as long as the process lives. */
export function followRevokedKeys(services: Services): BackgroundWork {
  const { orm, log } = services;
  return inRounds(
    () => reissueStep(services),
    async (error) => {
      log.warn({ reason: error.message }, 'certificates of a revoked key could not be issued again');
      await noteReissueFailure(orm.em.fork() as Em).catch((again: Error) =>
        log.warn({ reason: again.message }, 'nor could that be noted'),
      );
    },
  );
}
