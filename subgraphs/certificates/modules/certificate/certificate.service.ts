import { audit, dateInShanghai, forbidden, MiaobenError, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { grantWithoutForm } from '../application/application.grant.ts';
import { lockApplicant } from '../application/application.repository.ts';
import { assess } from '../assessment/assessment.client.ts';
import { reachableHolder } from '../holder/holder.reach.ts';
import { type HolderRow, lockHolders } from '../holder/holder.repository.ts';
import { publishRevocations } from '../trust/trust.service.ts';
import { issueCertificate, subjectOf } from './certificate.issue.ts';
import { requireOpenIssuer } from './certificate.issuer.ts';
import {
  type CertificateRow,
  certificatesOfAccount,
  currentCertificates,
  findCertificates,
  latestCertificates,
} from './certificate.repository.ts';
import { sameVerdict, type Verdict, verdictOf } from './certificate.rules.ts';
import { shapeCertificate } from './certificate.shape.ts';
import type { Certificate } from './certificate.type.ts';
import { decodeCertificateId, encodeCertificateId } from './certificate-key.ts';

/** A certificate that this caller has just written. */
export async function writtenCertificate(ctx: CertificatesCtx, id: string): Promise<Certificate> {
  const key = decodeCertificateId(id);
  const [row] = key ? await findCertificates(ctx.em, [key], { kind: 'all' }) : [];
  if (!row) throw new MiaobenError('NOT_FOUND');
  return shapeCertificate(ctx, row);
}

/** Asking twice on one day for the same answer gives the same certificate: nothing would be said that is not said already. */
function saysTheSame(
  { keyring, clock }: CertificatesCtx,
  row: CertificateRow,
  holder: HolderRow,
  verdict: Verdict,
): boolean {
  const { maskedName, birthDate } = subjectOf(holder, { keyring });
  return (
    sameVerdict(row, verdict) &&
    row.schedule_version === verdict.scheduleVersion &&
    row.masked_name === maskedName &&
    row.birth_date === birthDate &&
    dateInShanghai(new Date(row.issued_at)) === dateInShanghai(clock.instant())
  );
}

/** Mutation.issueCertificate. */
export async function issue(ctx: CertificatesCtx, commandId: string, personId: string): Promise<Certificate> {
  const operation = 'Mutation.issueCertificate';
  const reachable = await reachableHolder(ctx, operation, personId);
  const id = await runCommand(ctx, operation, commandId, { personId }, async (em) => {
    subjectOf(reachable, ctx);
    // Before the first lock: a transaction that has one holds back the events of every subgraph on this server.
    const assessment = (await assess(ctx, 'certificate', [personId], ctx.clock.today())).get(personId);
    if (!assessment) throw new MiaobenError('UNAVAILABLE', { part: 'vaccines' });
    const { claims } = ctx;
    const isGuardian = claims.role === 'guardian';
    if (isGuardian) await lockApplicant(em, claims.account);
    const [holder] = await lockHolders(em, [personId]);
    if (!holder) throw forbidden();
    const verdict = verdictOf(assessment);
    const [last] = await latestCertificates(em, [personId], { kind: 'all' });
    const [current] = await currentCertificates(em, [personId], ctx.clock.instant());
    const issuerId = (!isGuardian && claims.organisation) || holder.managing_org_id;
    const standing = current && saysTheSame(ctx, current, holder, verdict) ? current : null;
    if (!standing) await requireOpenIssuer(em, issuerId, ctx.clock.today(), 'personId');
    const changed = new Set<string>();
    const renew = () =>
      issueCertificate(
        em,
        ctx,
        {
          holder,
          verdict,
          issuerId,
          by: claims.account,
          reason: 'replaced',
          ...(last?.application_id && { applicationId: last.application_id }),
        },
        changed,
      );
    // What stands, or has only run out, is renewed; anything else is a new application of the guardian.
    const isApplication = isGuardian && last?.state !== 'valid';
    const row =
      standing ?? (isApplication ? await grantWithoutForm(em, ctx, holder, assessment, last, changed) : await renew());
    await publishRevocations(em, ctx, changed);
    const outcome = encodeCertificateId({ personId, certificateId: row.certificate_id });
    return { outcome, subject: outcome, detail: { result: row.result } };
  });
  return writtenCertificate(ctx, id);
}

/** Query.certificate: null outside the reach, the same as for an id that names none. */
export async function read(ctx: CertificatesCtx, id: string): Promise<Certificate | null> {
  const found = await ctx.loaders.certificate.load(id);
  if (found) await audit(ctx.em, ctx.claims, 'Query.certificate', id);
  return found;
}

/** Query.myCertificates: the latest one of each child bound to the caller. */
export async function readMine(ctx: CertificatesCtx): Promise<Certificate[]> {
  const rows = await certificatesOfAccount(ctx.em, ctx.claims.account);
  if (rows.length > 0) await audit(ctx.em, ctx.claims, 'Query.myCertificates', undefined, { rows: rows.length });
  return rows.map((row) => shapeCertificate(ctx, row));
}
