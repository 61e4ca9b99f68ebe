import type { HouseholdType, MaritalStatus, PersonType } from './details.enums.ts';

/** What a file tells of a person beyond who it is and where it lives. */
export interface PersonDetails {
  maritalStatus: `${MaritalStatus}` | null;
  personType: `${PersonType}` | null;
  householdType: `${HouseholdType}` | null;
  /** 户籍地: county or township, 6 or 9 digits, of any province */
  registeredDivision: string | null;
  birthHospital: string | null;
  /** 出生医学证明编号, kept when the person has another document */
  birthCertificate: string | null;
  emergencyName: string | null;
  /** digits only */
  emergencyPhone: string | null;
}

export const NO_DETAILS = {
  maritalStatus: null,
  personType: null,
  householdType: null,
  registeredDivision: null,
  birthHospital: null,
  birthCertificate: null,
  emergencyName: null,
  emergencyPhone: null,
} as const satisfies PersonDetails;
