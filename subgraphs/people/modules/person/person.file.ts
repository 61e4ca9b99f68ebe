import type { DocumentType } from '@miaoben/identifiers';
import type { GuardianRelation, RegistrationState, Sex } from './person.enums.ts';

export interface GuardianFile {
  relation: `${GuardianRelation}`;
  name: string;
  documentNumber?: string | null;
  /** digits only */
  phone?: string | null;
}

/** What of a file a source need not know. */
export const NOTHING_KNOWN = { birthOrder: null, identityCode: null } as const satisfies Partial<PersonFile>;

/** A person as validated and spelled for storage, in plain text. */
export interface PersonFile {
  id: string;
  name: string;
  sex: `${Sex}`;
  birthDate: string;
  documentType: DocumentType;
  documentNumber: string | null;
  /** place in a multiple birth, where it was stated */
  birthOrder: number | null;
  /** 统一身份识别码 as stored; null: the file is new, or from before codes were kept */
  identityCode: string | null;
  /** digits only */
  phone: string | null;
  /** GB/T 3304, two digits */
  ethnicity: string | null;
  /** 9-digit township */
  residence: string;
  residenceAddress: string | null;
  managingOrgId: string;
  registrationState: `${RegistrationState}`;
  conditions: readonly string[];
  birthWeightG: number | null;
  guardians: readonly GuardianFile[];
  /** given when the file comes from elsewhere; else made from the sequence */
  barcode?: string;
}
