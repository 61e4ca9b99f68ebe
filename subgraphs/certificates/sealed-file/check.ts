// The checking half, without writing and sealing: what the app ships to check a file offline.
import { readSignature } from './check-references.ts';
import { checkSeal, type OfdNotice, type SealTrust } from './check-seal.ts';
import { type OfdContent, readContent } from './ofd-content.ts';
import { readStructure } from './ofd-structure.ts';
import { OFD_REASONS, type OfdPart, type OfdReason, Refusal } from './reasons.ts';

export { type Certificate, readCertificates } from './certificate.ts';
export type { OfdNotice, SealTrust } from './check-seal.ts';
export { SealedFileError, type SealedFileErrorCode } from './errors.ts';
export type { OfdContent } from './ofd-content.ts';
export { OFD_REASONS, type OfdPart, type OfdReason } from './reasons.ts';
export { MAX_FILE_BYTES } from './zip-read.ts';

/** The verdict on a sealed file. A part is true when it was looked at and found good, false otherwise. */
export interface OfdCheck {
  /** All three parts are good. */
  readonly accepted: boolean;
  /** One archive every reader reads alike, one document, its index files. */
  readonly structure: boolean;
  /** Every file is covered by the signature and unchanged. */
  readonly references: boolean;
  /** Seal and document signature are genuine, of a trusted maker and in force when signed. */
  readonly seal: boolean;
  /** Empty when accepted; else why not, in the order of the parts. */
  readonly reasons: readonly OfdReason[];
  readonly notices: readonly OfdNotice[];
  /** Only of an accepted file: nothing is read out of a file before it is known to be genuine. */
  readonly content: OfdContent | null;
}

/**
 * Checks a sealed OFD against trusted roots, without network, disk or clock. Never throws, whatever the bytes.
 * @param trust `roots` from `readCertificates`.
 */
export function checkOfd(bytes: Uint8Array, trust: SealTrust): OfdCheck {
  try {
    return check(bytes, trust);
  } catch (error) {
    // What the reader did not foresee (a stack too deep, say) is a file it cannot vouch for.
    return refused([error instanceof Refusal ? error.reason : 'unreadable']);
  }
}

function check(bytes: Uint8Array, trust: SealTrust): OfdCheck {
  const structure = readStructure(bytes);
  let signature: ReturnType<typeof readSignature>;
  try {
    signature = readSignature(structure);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused([error.reason], { structure: !isOf('structure', error.reason) });
  }
  const findings = checkSeal(signature, trust);
  const reasons = [...signature.coverage, ...findings.reasons];
  const parts = { structure: true, references: signature.coverage.length === 0, seal: findings.reasons.size === 0 };
  const notices = [...findings.notices];
  if (reasons.length > 0 || findings.signature === null) return { ...refused(reasons, parts), notices };
  const content = readContent(structure, findings.signature);
  return { accepted: true, ...parts, reasons, notices, content };
}

function refused(reasons: OfdReason[], parts: Partial<Record<OfdPart, boolean>> = {}): OfdCheck {
  return {
    accepted: false,
    structure: false,
    references: false,
    seal: false,
    notices: [],
    content: null,
    ...parts,
    reasons,
  };
}

function isOf(part: OfdPart, reason: OfdReason): boolean {
  return (OFD_REASONS[part] as readonly OfdReason[]).includes(reason);
}
