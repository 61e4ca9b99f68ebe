import { CredentialError } from './errors.ts';

/** Parts of a 电子证照标识 (GB/T 36904-2018). */
export interface CertificateIdParts {
  /** Unified credit code of the body that defines the type (18) and three digits. */
  readonly typeCode: string;
  /** Unified credit code of the issuer (18), or a division code (6). */
  readonly issuerCode: string;
  /** Digits and capitals, 1 to 32. */
  readonly serial: string;
  /** 1 to 999, raised with each change of the same certificate. */
  readonly version: number;
}

/**
 * A foreign identifier with a wrong check character is to be warned of, not refused: a routine copied widely computes
 * it wrongly. `expectedCheck` then differs from the last character.
 */
export interface ParsedCertificateId extends CertificateIdParts {
  readonly check: string;
  readonly expectedCheck: string;
}

const ROOT = '1.2.156.3005.2';
const SHAPE =
  /^1\.2\.156\.3005\.2\.([0-9A-Z]{18}[0-9]{3})\.([0-9A-Z]{18}|[0-9]{6})\.([0-9A-Z]{1,32})\.([0-9]{3})\.([0-9A-Z])$/;

/** The identifier with its check character. @throws CredentialError `argument` for parts of another shape. */
export function formatCertificateId(parts: CertificateIdParts): string {
  const version = String(parts.version).padStart(3, '0');
  const body = [parts.typeCode, parts.issuerCode, parts.serial, version];
  const id = [ROOT, ...body, mod3736(body.join(''))].join('.');
  if (!SHAPE.test(id) || parts.version < 1) throw new CredentialError('argument', 'certificate identifier');
  return id;
}

/** Parts of an identifier, null when it has not the shape; see `ParsedCertificateId` for the check character. */
export function parseCertificateId(id: string): ParsedCertificateId | null {
  const [, typeCode, issuerCode, serial, version, check] = SHAPE.exec(id) ?? [];
  if (!typeCode || !issuerCode || !serial || !version || !check) return null;
  const expectedCheck = mod3736(typeCode + issuerCode + serial + version);
  return { typeCode, issuerCode, serial, version: Number(version), check, expectedCheck };
}

/** True for the right shape with the right check character. */
export function isCertificateId(id: string): boolean {
  const parsed = parseCertificateId(id);
  return parsed !== null && parsed.check === parsed.expectedCheck;
}

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO/IEC 7064 hybrid system MOD 37,36. */
function mod3736(text: string): string {
  let product = 36;
  for (const character of text) {
    const sum = (product + CHARACTERS.indexOf(character)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return CHARACTERS[(37 - product) % 36]!;
}
