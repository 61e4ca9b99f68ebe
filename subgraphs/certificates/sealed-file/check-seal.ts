import { type Bytes, sm3 } from '@miaoben/credential';
import { type Certificate, parseCertificate } from './certificate.ts';
import type { OfdSignature } from './check-references.ts';
import { DerError } from './der-read.ts';
import { OID } from './oids.ts';
import type { OfdReason } from './reasons.ts';
import { readSealSignature, type SealSignature, type SesSigned, SesVersionError, type SignerList } from './ses-read.ts';

/** Whom a checker trusts, and what it knows beside the file. */
export interface SealTrust {
  /**
   * Anchors: certificates of the authorities whose seal makers are trusted, or of the makers themselves. Their own
   * dates and issuers are not looked at (RFC 5280 section 6.1.1).
   */
  readonly roots: readonly Certificate[];
  /** The signer's certificates (DER) one expects, as of a known issuer; left out, any the seal allows. */
  readonly signers?: readonly Uint8Array[] | undefined;
  /** The moment of the check, milliseconds since 1970; left out, the signing time is not held against a clock. */
  readonly at?: number | undefined;
}

/**
 * Things a careful reader wants to know that do not make a seal bad by themselves.
 * `signed_before_certificate`: the claimed time of signing lies before the first day of a certificate. Without a time
 * stamp (GB/T 20520) that time is the signer's word.
 */
export type OfdNotice = 'signed_before_certificate';

export interface SealFindings {
  readonly reasons: ReadonlySet<OfdReason>;
  readonly notices: ReadonlySet<OfdNotice>;
  readonly signature: SealSignature | null;
}

/** Five minutes, as everywhere a foreign clock is met. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Holds the seal of a signature against the document and against the trust; finds as much as can be found. */
export function checkSeal(ofd: OfdSignature, trust: SealTrust): SealFindings {
  const reasons = new Set<OfdReason>();
  const notices = new Set<OfdNotice>();
  const found = { reasons, notices };
  if (!ofd.isSeal) return { ...found, reasons: reasons.add('no_seal'), signature: null };
  const signature = readOr(() => readSealSignature(ofd.signedValue), 'seal_malformed', reasons);
  if (signature === null) return { ...found, signature };
  const { seal, signed } = signature;
  if (ofd.method !== null && ofd.method !== OID.sm2WithSm3) reasons.add('seal_algorithm');
  if (ofd.sealFile !== null && !sameBytes(ofd.sealFile, seal.der)) reasons.add('seal_file_differs');
  if (!sameBytes(signature.dataHash, sm3(ofd.bytes))) reasons.add('signature_info_changed');

  const signer = certificateOf(signed, 'document_signature_invalid', reasons);
  const maker = certificateOf(seal.made, 'seal_signature_invalid', reasons);
  if (!isListed(signed.certificate, seal.signers)) reasons.add('signer_not_in_seal');
  if (trust.signers && !trust.signers.some((expected) => sameBytes(expected, signed.certificate))) {
    reasons.add('signer_unexpected');
  }
  if (maker && !trust.roots.some((root) => isAnchoredBy(maker, root))) reasons.add('maker_unknown');
  // Whoever makes a seal for its own key vouches for itself.
  if (signer && maker && sameBytes(signer.key.point, maker.key.point)) reasons.add('maker_is_signer');
  checkDates(signature, signer, maker, trust.at, found);
  return { ...found, signature };
}

function checkDates(
  { seal, signedAt }: SealSignature,
  signer: Certificate | null,
  maker: Certificate | null,
  at: number | undefined,
  { reasons, notices }: { reasons: Set<OfdReason>; notices: Set<OfdNotice> },
): void {
  if (signedAt === null) {
    reasons.add('no_signing_time');
    return;
  }
  if (signedAt < seal.validFrom) reasons.add('seal_not_yet_valid');
  if (signedAt > seal.validTo) reasons.add('seal_expired');
  if (at !== undefined && signedAt > at + CLOCK_SKEW_MS) reasons.add('signed_in_future');
  // The maker's work was done when the seal was made, the signer's when the document was signed.
  const uses = [
    { certificate: signer, time: signedAt },
    { certificate: maker, time: seal.createdAt },
  ];
  for (const { certificate, time } of uses) {
    if (certificate && time > certificate.notAfter) reasons.add('certificate_expired');
    if (certificate && time < certificate.notBefore) notices.add('signed_before_certificate');
  }
}

/** The certificate of a signature that verifies and may sign; what is wrong goes into the reasons. */
function certificateOf(signed: SesSigned, invalid: OfdReason, reasons: Set<OfdReason>): Certificate | null {
  if (signed.algorithm !== OID.sm2WithSm3) reasons.add('seal_algorithm');
  const certificate = readOr(() => parseCertificate(signed.certificate), 'certificate_malformed', reasons);
  if (certificate === null) return null;
  if (!certificate.maySign) reasons.add('certificate_use');
  if (signed.signature === null || !certificate.key.verify(signed.message, signed.signature)) reasons.add(invalid);
  return certificate;
}

function isListed(certificate: Bytes, list: SignerList): boolean {
  const wanted = list.kind === 'certificates' ? certificate : sm3(certificate);
  return list.values.some((value) => sameBytes(value, wanted));
}

function isAnchoredBy(certificate: Certificate, root: Certificate): boolean {
  if (sameBytes(certificate.der, root.der)) return true;
  return root.isAuthority !== false && sameBytes(certificate.issuer, root.subject) && certificate.isIssuedBy(root);
}

function readOr<T>(read: () => T, malformed: OfdReason, reasons: Set<OfdReason>): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SesVersionError) reasons.add('seal_version');
    else if (error instanceof DerError) reasons.add(malformed);
    else throw error;
    return null;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
