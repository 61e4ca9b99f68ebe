import { badInput, type Em, MiaobenError, newId, noticeRequested, publish } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import type { Assessment } from '../assessment/assessment.client.ts';
import { issueCertificate, subjectOf } from '../certificate/certificate.issue.ts';
import type { CertificateRow } from '../certificate/certificate.repository.ts';
import { verdictOf } from '../certificate/certificate.rules.ts';
import { CLOSED_STATES, type HolderRow } from '../holder/holder.repository.ts';
import { allSettings } from '../setting/setting.repository.ts';
import { type CertificateSetting, settingAt } from '../setting/setting.rules.ts';
import { applicationChanged } from './application.event.ts';
import {
  type ApplicationRow,
  certificatesHeld,
  type Decision,
  decide,
  hasLikeNamedFile,
  insertApplication,
  openApplicationOf,
} from './application.repository.ts';
import { type Finding, findingsOf } from './application.rules.ts';
import {
  type ApplicationContent,
  applicationNameBlind,
  applicationPhoneBlind,
  sealContent,
} from './application.shape.ts';

/** Who decides, and how. */
export interface Decider {
  readonly by: string;
  readonly how: Decision['how'];
}
export const AUTOMATIC: Decider = { by: 'service:certificates', how: 'automatic' };

export interface NewApplication {
  readonly holder: HolderRow;
  readonly relation: ApplicationRow['relation'];
  readonly issuerId: string;
  readonly content: ApplicationContent;
  readonly findings: readonly Finding[];
}

/**
 * Stores an application of the caller, in the caller's transaction under the lock of the holder; its event is still to be published.
 * @throws CONFLICT duplicate (one is being reviewed); BAD_INPUT out_of_range (the account has as many certificates as are allowed)
 */
export async function submit(
  em: Em,
  ctx: CertificatesCtx,
  { holder, relation, issuerId, content, findings }: NewApplication,
  setting: CertificateSetting,
): Promise<ApplicationRow> {
  const { account } = ctx.claims;
  const at = ctx.clock.instant();
  if (await openApplicationOf(em, holder.person_id))
    throw new MiaobenError('CONFLICT', { field: 'personId', reason: 'duplicate', part: 'application' });
  const { maxCertificates: max } = setting;
  if ((await certificatesHeld(em, account, holder.person_id, at)) >= max)
    throw badInput('personId', 'out_of_range', { max });
  return insertApplication(em, {
    id: newId(),
    person_id: holder.person_id,
    account_id: account,
    relation,
    issuer_id: issuerId,
    division: holder.division,
    birth_date: holder.birth_date,
    sealed: sealContent(ctx.keyring, content),
    name_blind: applicationNameBlind(ctx.keyring, content.holderName),
    phone_blind: content.contactPhone === null ? null : applicationPhoneBlind(ctx.keyring, content.contactPhone),
    findings: [...findings],
    submitted_at: at.toISOString(),
  });
}

/**
 * Approves an application and issues the certificate, in the caller's transaction under the lock of the holder. The lists named in
 * `changed` are still to be published.
 * @throws as `subjectOf`; CONFLICT already_decided
 */
export async function approve(
  em: Em,
  ctx: CertificatesCtx,
  row: ApplicationRow,
  holder: HolderRow,
  assessment: Assessment,
  decider: Decider,
  changed: Set<string>,
  reason: string | null = null,
): Promise<CertificateRow> {
  const certificate = await issueCertificate(
    em,
    ctx,
    {
      holder,
      verdict: verdictOf(assessment),
      issuerId: row.issuer_id,
      by: decider.by,
      reason: 'replaced',
      applicationId: row.id,
      toldOtherwise: row.account_id,
    },
    changed,
  );
  const application = await decide(em, row.id, {
    ...decider,
    state: 'approved',
    at: ctx.clock.instant(),
    reason,
    certificateId: certificate.certificate_id,
  });
  if (!application) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
  const { maskedName: name } = subjectOf(holder, ctx);
  const recipient = { accountId: row.account_id };
  await publish(em, [
    applicationChanged(application),
    noticeRequested(ctx, 'application_approved', recipient, row.person_id, { name }),
  ]);
  return certificate;
}

/**
 * A guardian asked for the certificate without a form: what the file and the account say is the application, and it is granted at
 * once. In the caller's transaction, under the locks of the applicant and the holder.
 * @param last certificate of the person, if there was one
 * @throws as `submit` and `approve`; CONFLICT wrong_state when people have to review it
 */
export async function grantWithoutForm(
  em: Em,
  ctx: CertificatesCtx,
  holder: HolderRow,
  assessment: Assessment,
  last: CertificateRow | undefined,
  changed: Set<string>,
): Promise<CertificateRow> {
  const { name, documentNumber } = subjectOf(holder, ctx);
  const setting = settingAt(await allSettings(em), holder.division);
  const content = {
    holderName: name,
    holderDocument: documentNumber,
    applicantName: null,
    applicantDocument: null,
    contactPhone: null,
  };
  const findings = findingsOf({
    relation: 'other',
    holderName: name,
    holderDocument: documentNumber,
    fileName: name,
    fileDocument: documentNumber,
    // Nobody is bound to a file without having proved who he is.
    applicant: { realNameVerified: true, documentNumber: null },
    hasLikeNamedFile: await hasLikeNamedFile(em, holder.person_id, holder.name_blind, CLOSED_STATES),
    wasVoided: last?.revoked_reason === 'issuer',
  });
  const made = { holder, relation: 'other', issuerId: holder.managing_org_id, content, findings } as const;
  const row = await submit(em, ctx, made, setting);
  if (setting.review === 'manual' || findings.length > 0)
    throw new MiaobenError('CONFLICT', { field: 'personId', reason: 'wrong_state', part: 'application' });
  return approve(em, ctx, row, holder, assessment, AUTOMATIC, changed);
}
