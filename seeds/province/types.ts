import type { DocumentType, IsoDate, Sex } from '@miaoben/identifiers';

export interface GeneratedGuardian {
  readonly relation: 'mother' | 'father' | 'other';
  readonly name: string;
  /** Resident ID number. */
  readonly documentNumber: string;
  readonly phone: string;
}

export interface GeneratedDose {
  /** UUIDv7 whose time lies in the day of vaccination. */
  readonly id: string;
  /** National vaccine code, four digits. */
  readonly vaccine: string;
  /** Key of the reference products. */
  readonly productId: string;
  readonly date: IsoDate;
  readonly lot: string;
  /** Code of the dictionary `site`. */
  readonly site: string;
  /** Code of the dictionary `route`. */
  readonly route: string;
  /** 12-digit unit code of the giving clinic, or a special code of a dose given elsewhere (777777777777). */
  readonly clinicCode: string;
  /** 20 digits; null before scanning became the rule and for doses given elsewhere. */
  readonly traceCode: string | null;
  /** Why it was given against the advice of the schedule. */
  readonly overrideReason?: string;
}

/** A dated health fact entered by a clinic, by its code in vaccines. */
export interface GeneratedFact {
  readonly code: string;
  readonly date: IsoDate;
  /** First day on which it no longer holds. */
  readonly until?: IsoDate;
}

/** Why a birth dose was not given (S-13). */
export interface GeneratedNotGiven {
  readonly series: 'BCG' | 'HepB';
  /** As the enum NotGivenReason of the graph. */
  readonly reason: string;
  readonly note?: string;
}

export type RegistrationState = 'active' | 'moved_out' | 'dead' | 'lost_to_follow_up' | 'nominal' | 'cancelled';

export interface GeneratedPerson {
  /** UUIDv7 whose time lies in the day the file was made. */
  readonly id: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: IsoDate;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  /** GB/T 3304, two digits. */
  readonly ethnicity: string;
  readonly phone: string;
  readonly guardians: readonly GeneratedGuardian[];
  /** Township, nine digits. */
  readonly residenceDivision: string;
  readonly residenceAddress: string;
  readonly managingClinicCode: string;
  readonly registrationState: RegistrationState;
  /** Condition codes of the schedule package. */
  readonly conditions: readonly string[];
  readonly birthWeightG?: number;
  /** 18 digits printed as CODE128 on card and certificate. */
  readonly barcode: string;
  /** In order of date. */
  readonly doses: readonly GeneratedDose[];
  readonly facts?: readonly GeneratedFact[];
  readonly notGiven?: readonly GeneratedNotGiven[];
}

/** A clinic as the generator needs it. */
export interface GeneratorClinic {
  /** 12 digits. */
  readonly code: string;
  /** Township it stands in, nine digits. */
  readonly division: string;
  /** Townships whose children it manages; empty for an obstetric department, which gives birth doses only. */
  readonly serves: readonly string[];
}
