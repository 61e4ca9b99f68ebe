import {
  formatCertificateId,
  issueCode,
  makeIdTag,
  makeShortCode,
  maskName,
  type RandomSource,
  toHex,
} from '@miaoben/credential';
import { nameKey, normaliseText } from '@miaoben/identifiers';
import { badInput, type Em, newId, openIdentity, publish } from '@miaoben/kernel';
import { queueFilesOfIssue, withdrawFiles } from '../document/document.renew.ts';
import { withdrawnFilesOf } from '../document/document.repository.ts';
import { CLOSED_STATES, type HolderRow } from '../holder/holder.repository.ts';
import { seasonOf } from '../key/key.rules.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { allocatePosition, markRevoked } from '../trust/status.repository.ts';
import { codeSigner, type Issuing, secondsOf } from '../trust/trust.service.ts';
import { certificateChanged, tellBound } from './certificate.event.ts';
import type { AutomaticReason, ReissueReason } from './certificate.reasons.ts';
import { type CertificateRow, insertCertificate, nextNumber, revokeOfPerson } from './certificate.repository.ts';
import { expiryOf, identifierParts, MAX_VERSION, type Verdict } from './certificate.rules.ts';

const SHORT_CODE = 'certificate.short_code';

/**
 * The parts of a holder that a code is made of, the name as people holds it.
 * @throws BAD_INPUT personId: wrong_state (file closed), required (no document number in the file: the code is bound to it)
 */
function heldSubjectOf(holder: HolderRow, { keyring }: Pick<Issuing, 'keyring'>) {
  if (CLOSED_STATES.includes(holder.registration_state)) throw badInput('personId', 'wrong_state');
  const { name, documentNumber } = openIdentity(keyring, holder.sealed);
  if (!documentNumber) throw badInput('personId', 'required', { part: 'documentNumber' });
  // Signs that cannot be seen have no place in a code: no verifier would take it.
  return { name, maskedName: maskName(normaliseText(name).text), birthDate: holder.birth_date, documentNumber };
}

/**
 * The same for whoever asks for a code.
 * @throws as `heldSubjectOf`; BAD_INPUT personId suspicious_characters (a name that could deceive)
 */
export function subjectOf(holder: HolderRow, issuing: Pick<Issuing, 'keyring'>) {
  const subject = heldSubjectOf(holder, issuing);
  if (normaliseText(subject.name).suspicions.length > 0) throw badInput('personId', 'suspicious_characters');
  return subject;
}

/** Who issues, and for whom the child's file is locked by the caller. */
export interface IssueRequest {
  readonly holder: HolderRow;
  readonly verdict: Verdict;
  readonly issuerId: string;
  readonly by: string;
  /** why the certificate before this one ends */
  readonly reason: AutomaticReason;
  /** one that ended before, with its file, which stands again: this one takes its place */
  readonly restores?: CertificateRow;
  /** the application it rests on, if there is one */
  readonly applicationId?: string;
  /** account that is told of the issue in another way */
  readonly toldOtherwise?: string;
}

/**
 * Issues the certificate and ends the one before it, in the caller's transaction. The lists named in `changed` are still to be
 * published (`publishRevocations`). Whoever is asked for one looks at the name first (`subjectOf`); what follows an event takes it as it is:
 * one file must not hold up those of all others.
 * @throws BAD_INPUT personId (wrong_state, required); UNAVAILABLE before keys exist
 */
export async function issueCertificate(
  em: Em,
  issuing: Issuing,
  request: IssueRequest,
  changed: Set<string>,
): Promise<CertificateRow> {
  const { holder, verdict, issuerId, by } = request;
  const { name, maskedName, birthDate, documentNumber } = heldSubjectOf(holder, issuing);
  const ended = await revokeAll(em, issuing, holder.person_id, by, request.reason, changed);
  const files = request.restores
    ? await withdrawnFilesOf(em, request.restores)
    : await withdrawFiles(em, ended, by, issuing.clock.instant());
  const issuedAt = secondsOf(issuing.clock);
  const expiresAt = expiryOf(verdict.result, issuedAt);
  const { signer, listId } = await codeSigner(em, issuing, 'result');
  const statusIndex = await allocatePosition(em, listId);
  const code = await issueCode(
    {
      kind: 'static',
      maskedName,
      birthDate,
      result: verdict.result,
      ruleDate: verdict.ruleDate,
      idTag: makeIdTag(documentNumber, saltOf(issuing, holder.person_id)),
      statusIndex,
      missing: verdict.missing,
      issuedAt,
      expiresAt,
      audience: null,
    },
    signer,
  );
  const issuer = await organisationOf(em, issuerId);
  const county = (issuer?.division ?? holder.division).padEnd(6, '0').slice(0, 6);
  const { number, version } = await nextNumber(em, holder.person_id, county, seasonOf(issuedAt), MAX_VERSION);
  const shortCode = makeShortCode();
  const row = await insertCertificate(em, {
    person_id: holder.person_id,
    certificate_id: newId(),
    number,
    identifier: formatCertificateId(identifierParts(number.slice(0, 6), number, version)),
    issued_at: new Date(issuedAt * 1000).toISOString(),
    expires_at: new Date(expiresAt * 1000).toISOString(),
    issuer_id: issuerId,
    issued_by: by,
    schedule_version: verdict.scheduleVersion,
    result: verdict.result,
    missing: [...verdict.missing],
    masked_name: maskedName,
    birth_date: birthDate,
    list_id: listId,
    kid: toHex(signer.kid),
    position: statusIndex,
    code: code.text,
    payload_hash: code.payloadHash,
    short_code_sealed: issuing.keyring.seal(shortCode, SHORT_CODE),
    short_code_blind: shortCodeBlind(issuing, shortCode),
    division: holder.division,
    application_id: request.applicationId ?? null,
    is_renewal: ended.length > 0 || request.restores !== undefined,
    name_blind: certificateNameBlind(issuing, name),
  });
  await publish(em, [certificateChanged(row)]);
  const reason: ReissueReason = request.restores ? 'file_reopened' : request.reason;
  const isNews = reason === 'replaced' || (ended.length === 0 && !request.restores);
  await queueFilesOfIssue(em, row, { by, isAskedFor: isNews, before: files }, issuing.clock.instant());
  const news = isNews ? { kind: 'issued' as const, row } : { kind: 'reissued' as const, row, reason };
  await tellBound(em, issuing, [news], request.toldOtherwise);
  return row;
}

/**
 * One salt a person, for good: each further salt with its tag would tell eight more bits of the document number to whoever collects
 * the codes of one child (attack 26).
 */
const saltOf =
  ({ keyring }: Pick<Issuing, 'keyring'>, personId: string): RandomSource =>
  (target) => {
    target.set(Buffer.from(keyring.blind('certificate.tag_salt', personId), 'hex').subarray(0, target.length));
    return target;
  };

async function revokeAll(
  em: Em,
  { clock }: Issuing,
  personId: string,
  by: string,
  reason: AutomaticReason,
  changed: Set<string>,
): Promise<CertificateRow[]> {
  const at = clock.instant();
  const rows = await revokeOfPerson(em, personId, by, reason, at);
  for (const row of rows) {
    await markRevoked(em, row.list_id, [row.position], at);
    changed.add(row.list_id);
  }
  await publish(em, rows.map(certificateChanged));
  return rows;
}

/** Ends the valid certificate of a person, if there is one, with nothing in its place; the lists are still to be published. */
export async function endCertificates(
  em: Em,
  issuing: Issuing,
  personId: string,
  by: string,
  reason: AutomaticReason,
  changed: Set<string>,
): Promise<void> {
  const rows = await revokeAll(em, issuing, personId, by, reason, changed);
  await withdrawFiles(em, rows, by, issuing.clock.instant());
  await tellBound(
    em,
    issuing,
    rows.map((row) => ({ kind: 'revoked', row, reason })),
  );
}

/** Exact search by the holder's name, in any spelling. */
export const certificateNameBlind = ({ keyring }: Pick<Issuing, 'keyring'>, name: string): string =>
  keyring.blind('certificate.name', nameKey(name));

/** @param code in canonical form */
export const shortCodeBlind = ({ keyring }: Pick<Issuing, 'keyring'>, code: string): string =>
  keyring.blind(SHORT_CODE, code);
export const openShortCode = ({ keyring }: Pick<Issuing, 'keyring'>, sealed: string): string =>
  keyring.open(sealed, SHORT_CODE);
