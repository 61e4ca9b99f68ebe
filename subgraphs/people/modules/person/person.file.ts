import type { DocumentType } from '@miaoben/identifiers';
import { NO_DETAILS, type PersonDetails } from '../details/details.file.ts';
import type { FileEndReason } from '../file-state/file-state.enums.ts';
import type { GuardianRelation, RegistrationState, Sex } from './person.enums.ts';

export interface GuardianFile {
  relation: `${GuardianRelation}`;
  name: string;
  documentNumber?: string | null;
  /** digits only */
  phone?: string | null;
}

/** What of a file a source need not know. */
export const NOTHING_KNOWN = {
  ...NO_DETAILS,
  birthOrder: null,
  identityCode: null,
  endReason: null,
  endedOn: null,
  endNote: null,
  diedOn: null,
  stateBefore: null,
  deletedOn: null,
} as const satisfies Partial<PersonFile>;

/** A person as validated and spelled for storage, in plain text. */
export interface PersonFile extends PersonDetails {
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
  /** how the file ended (J-02); null while it stands */
  endReason: `${FileEndReason}` | null;
  endedOn: string | null;
  endNote: string | null;
  diedOn: string | null;
  /** the registration an ended file goes back to */
  stateBefore: `${RegistrationState}` | null;
  /** no search or list shows it since then */
  deletedOn: string | null;
  conditions: readonly string[];
  birthWeightG: number | null;
  guardians: readonly GuardianFile[];
  /** given when the file comes from elsewhere; else made from the sequence */
  barcode?: string;
}
