import { parseCertificateId } from '@miaoben/credential';
import { isUuid } from '@miaoben/kernel';

/** What `Licence.id` carries. */
export interface LicenceKey {
  readonly typeCode: string;
  readonly licenceId: string;
}

export const encodeLicenceId = ({ typeCode, licenceId }: LicenceKey): string => `${typeCode}.${licenceId}`;

const SERIAL = /^([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{12})$/;

/** The key of a 电子证照标识 as `identifierOf` makes it; a wrong check character is a slip of the hand or a forgery. */
function fromIdentifier(text: string): LicenceKey | null {
  const parsed = parseCertificateId(text);
  if (!parsed || parsed.check !== parsed.expectedCheck) return null;
  const [, ...parts] = SERIAL.exec(parsed.serial) ?? [];
  return parts.length > 0 ? { typeCode: parsed.typeCode, licenceId: parts.join('-').toLowerCase() } : null;
}

/** The key in `Licence.id` or in the identifier that the QR code of a face says; null for a text of another form. */
export function decodeLicenceId(id: string): LicenceKey | null {
  const [typeCode = '', licenceId = '', ...more] = id.split('.');
  if (/^[0-9A-Z]{21}$/.test(typeCode) && isUuid(licenceId) && more.length === 0) return { typeCode, licenceId };
  return fromIdentifier(id.trim().toUpperCase());
}
