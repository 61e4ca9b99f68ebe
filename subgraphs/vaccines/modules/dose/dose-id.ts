import { isCalendarDate, isUuidV7 } from '@miaoben/kernel';

/** The primary key of a dose (design section 6). */
export interface DoseKey {
  personId: string;
  birthDate: string;
  doseId: string;
}

/** The federated id: opaque to clients, all three parts of the key inside. */
export const encodeDoseId = ({ personId, birthDate, doseId }: DoseKey): string =>
  Buffer.from(`${personId}/${birthDate}/${doseId}`).toString('base64url');

/** @returns null for what is no id of a dose */
export function decodeDoseId(id: string): DoseKey | null {
  const [personId = '', birthDate = '', doseId = '', more] = Buffer.from(id, 'base64url').toString('utf8').split('/');
  if (more !== undefined || !isUuidV7(personId) || !isUuidV7(doseId) || !isCalendarDate(birthDate)) return null;
  return { personId, birthDate, doseId };
}
