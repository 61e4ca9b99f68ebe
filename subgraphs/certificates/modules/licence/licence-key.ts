import { isUuid } from '@miaoben/kernel';

/** What `Licence.id` carries. */
export interface LicenceKey {
  readonly typeCode: string;
  readonly licenceId: string;
}

export const encodeLicenceId = ({ typeCode, licenceId }: LicenceKey): string => `${typeCode}.${licenceId}`;

/** null for a text of another form */
export function decodeLicenceId(id: string): LicenceKey | null {
  const [typeCode = '', licenceId = '', ...more] = id.split('.');
  return /^[0-9A-Z]{21}$/.test(typeCode) && isUuid(licenceId) && more.length === 0 ? { typeCode, licenceId } : null;
}
