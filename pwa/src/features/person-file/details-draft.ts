import { parseDocument, parseName, parsePhone } from '@miaoben/identifiers';
import type {
  ClinicFileQuery,
  HouseholdType,
  MaritalStatus,
  PersonChangesInput,
  PersonType,
} from '../../data/generated/clinic.ts';

/** The details of a file while they are typed. Masked numbers are typed anew or left alone. */
export interface DetailsDraft {
  personType: PersonType | '';
  householdType: HouseholdType | '';
  registeredDivision: string;
  maritalStatus: MaritalStatus | '';
  birthHospital: string;
  newCertificate: string;
  emergencyName: string;
  newEmergencyPhone: string;
}
export const DETAILS_FAULTS = ['registeredDivision', 'birthCertificate', 'emergencyName', 'emergencyPhone'] as const;
export type DetailsFault = (typeof DETAILS_FAULTS)[number];
export type Details = NonNullable<ClinicFileQuery['person']>['details'];

export const NO_DETAILS: Details = {
  personType: null,
  householdType: null,
  registeredDivision: null,
  maritalStatus: null,
  birthHospital: null,
  birthCertificate: null,
  emergencyName: null,
  emergencyPhone: null,
};

export const detailsDraftOf = (details: Details): DetailsDraft => ({
  personType: details.personType ?? '',
  householdType: details.householdType ?? '',
  registeredDivision: details.registeredDivision ?? '',
  maritalStatus: details.maritalStatus ?? '',
  birthHospital: details.birthHospital ?? '',
  newCertificate: '',
  emergencyName: details.emergencyName ?? '',
  newEmergencyPhone: '',
});

type DetailsInput = Pick<
  PersonChangesInput,
  | 'personType'
  | 'householdType'
  | 'registeredDivision'
  | 'maritalStatus'
  | 'birthHospital'
  | 'birthCertificate'
  | 'emergencyName'
  | 'emergencyPhone'
>;

/** What differs from the details as they were read; an emptied field is emptied, a number that was not typed stays. */
export function detailsChanges(before: Details, draft: DetailsDraft): DetailsInput {
  const was = detailsDraftOf(before);
  const differs = (key: keyof DetailsDraft) => draft[key].trim() !== was[key].trim();
  const text = (key: keyof DetailsDraft) => draft[key].trim() || null;
  return {
    ...(differs('personType') && { personType: draft.personType || null }),
    ...(differs('householdType') && { householdType: draft.householdType || null }),
    ...(differs('registeredDivision') && { registeredDivision: text('registeredDivision') }),
    ...(differs('maritalStatus') && { maritalStatus: draft.maritalStatus || null }),
    ...(differs('birthHospital') && { birthHospital: text('birthHospital') }),
    ...(differs('newCertificate') && { birthCertificate: text('newCertificate') }),
    ...(differs('emergencyName') && { emergencyName: text('emergencyName') }),
    ...(differs('newEmergencyPhone') && { emergencyPhone: text('newEmergencyPhone') }),
  };
}

/** What is wrong with the form; the server checks the same again. */
export function faultsOfDetails(draft: DetailsDraft): DetailsFault[] {
  const faults: DetailsFault[] = [];
  const division = draft.registeredDivision.trim();
  if (division !== '' && !/^\d{6}(?:\d{3})?$/.test(division)) faults.push('registeredDivision');
  if (draft.newCertificate.trim() !== '' && !parseDocument('BIRTH_CERTIFICATE', draft.newCertificate).ok)
    faults.push('birthCertificate');
  if (draft.emergencyName.trim() !== '' && !parseName(draft.emergencyName).ok) faults.push('emergencyName');
  if (draft.newEmergencyPhone.trim() !== '' && !parsePhone(draft.newEmergencyPhone).ok) faults.push('emergencyPhone');
  return faults;
}
