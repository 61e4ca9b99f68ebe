import { parseName, parsePhone } from '@miaoben/identifiers';
import type { FamilyContactQuery, KeepContactInput } from '../../data/generated/family.ts';

export type ContactFile = NonNullable<FamilyContactQuery['person']>;
/** The form. Numbers come masked: they are typed anew or left alone. */
export interface ContactDraft {
  newPhone: string;
  ownPhone: boolean;
  isMoving: boolean;
  /** below the province, down to the township */
  path: readonly string[];
  address: string;
  emergencyName: string;
  newEmergencyPhone: string;
}
export type ContactFault = 'phone' | 'emergencyName' | 'emergencyPhone' | 'place';

const TOWNSHIP_DIGITS = 9;

export const contactDraftOf = (file: ContactFile): ContactDraft => ({
  newPhone: '',
  ownPhone: false,
  isMoving: false,
  path: [],
  address: file.residenceAddress ?? '',
  emergencyName: file.details.emergencyName ?? '',
  newEmergencyPhone: '',
});

/** What is wrong with the form; the server checks the same again. */
export function faultsOfContact(draft: ContactDraft): ContactFault[] {
  const isPhone = (text: string) => text.trim() === '' || parsePhone(text).ok;
  const faults: ContactFault[] = [];
  if (!isPhone(draft.newPhone)) faults.push('phone');
  if (draft.isMoving && draft.path.at(-1)?.length !== TOWNSHIP_DIGITS) faults.push('place');
  if (draft.emergencyName.trim() !== '' && !parseName(draft.emergencyName).ok) faults.push('emergencyName');
  if (!isPhone(draft.newEmergencyPhone)) faults.push('emergencyPhone');
  return faults;
}

/** What differs from the file as it was read. */
export function contactChanges(
  file: ContactFile,
  draft: ContactDraft,
): Omit<KeepContactInput, 'personId' | 'expectedVersion'> {
  const before = contactDraftOf(file);
  const township = draft.path.at(-1);
  return {
    ...(draft.newPhone.trim() !== '' && { phone: draft.newPhone.trim() }),
    ...(draft.ownPhone && { ownPhone: true }),
    ...(draft.isMoving && township !== file.residence.code && { residence: township ?? null }),
    ...(draft.address.trim() !== before.address && { residenceAddress: draft.address.trim() || null }),
    ...(draft.emergencyName.trim() !== before.emergencyName && { emergencyName: draft.emergencyName.trim() || null }),
    ...(draft.newEmergencyPhone.trim() !== '' && { emergencyPhone: draft.newEmergencyPhone.trim() }),
  };
}
