import { issueCode, readOwnClaims } from '@miaoben/credential';
import { badInput, newId, runCommand } from '@miaoben/kernel';
import type { CredentialUsed } from '@miaoben/schema';
import type { CertificatesCtx } from '../../loaders.ts';
import { currentCertificates } from '../certificate/certificate.repository.ts';
import { encodeCertificateId } from '../certificate/certificate-key.ts';
import { reachableHolder } from '../holder/holder.reach.ts';
import { lockHolders } from '../holder/holder.repository.ts';
import { schoolByCode, schoolsOfCounty } from '../organisation/organisation.repository.ts';
import { allocatePosition } from '../trust/status.repository.ts';
import { codeSigner, secondsOf } from '../trust/trust.service.ts';
import { notePresentation, presentationOf } from './presentation.repository.ts';
import type { Presentation, PresentationPurpose, PresentationSchool } from './presentation.type.ts';

/** Validity of a code on a screen, in seconds (certificates note, section 0). */
const VALID_FOR = 600;
const REDRAW_AFTER = 60;

/**
 * Mutation.presentCertificate: the answer of the valid certificate, signed anew for ten minutes.
 * @param to.school code of the organisation it is made for; it stands in the code, and other verifiers see it
 * @throws FORBIDDEN outside the reach; BAD_INPUT personId wrong_state (no certificate that is valid now), school unknown_code, wrong_state (named for another purpose than entry to school)
 */
export async function present(
  ctx: CertificatesCtx,
  commandId: string,
  personId: string,
  { school, purpose }: { school: string | null; purpose: `${PresentationPurpose}` | null },
): Promise<Presentation> {
  const operation = 'Mutation.presentCertificate';
  await reachableHolder(ctx, operation, personId);
  if (school !== null && purpose !== null && purpose !== 'school_entry') throw badInput('school', 'wrong_state');
  const outcome = await runCommand(ctx, operation, commandId, { personId, school, purpose }, async (em) => {
    await lockHolders(em, [personId]);
    const [certificate] = await currentCertificates(em, [personId], ctx.clock.instant());
    if (!certificate) throw badInput('personId', 'wrong_state');
    if (school !== null && !(await schoolByCode(em, school))) throw badInput('school', 'unknown_code');
    const issuedAt = secondsOf(ctx.clock);
    const expiresAt = Math.min(issuedAt + VALID_FOR, Math.floor(Date.parse(certificate.expires_at) / 1000));
    const { signer, listId } = await codeSigner(em, ctx, 'presentation');
    const key = { personId, certificateId: certificate.certificate_id, listId };
    const before = await presentationOf(em, key);
    const position = before?.position ?? (await allocatePosition(em, listId));
    await notePresentation(em, key, position, new Date(expiresAt * 1000));
    const code = await issueCode(
      {
        ...readOwnClaims(certificate.code),
        kind: 'presentation',
        statusIndex: position,
        issuedAt,
        expiresAt,
        audience: school,
      },
      signer,
    );
    const certificateId = encodeCertificateId(key);
    const shown: CredentialUsed = {
      type: 'credential.used',
      useId: newId(),
      licenceType: 'vaccination_certificate',
      certificateId,
      birthDate: certificate.birth_date,
      use: 'shown',
      organisationId: null,
      system: null,
      divisionCode: null,
      at: ctx.clock.instant().toISOString(),
    };
    // Drawing it anew each minute is one showing.
    const isRedrawn = before !== undefined && Date.parse(before.valid_until) > issuedAt * 1000;
    return {
      outcome: { code: code.text, issuedAt, expiresAt },
      subject: certificateId,
      detail: { purpose },
      events: isRedrawn ? [] : [shown],
    };
  });
  return {
    code: outcome.code,
    issuedAt: new Date(outcome.issuedAt * 1000),
    expiresAt: new Date(outcome.expiresAt * 1000),
    redrawAfter: REDRAW_AFTER,
  };
}

/** Query.presentationSchools: those of the county where the child lives. @throws FORBIDDEN outside the reach */
export async function presentationSchools(ctx: CertificatesCtx, personId: string): Promise<PresentationSchool[]> {
  const holder = await reachableHolder(ctx, 'Query.presentationSchools', personId);
  return schoolsOfCounty(ctx.em, holder.division.slice(0, 6));
}
