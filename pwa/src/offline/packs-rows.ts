import type { DeclaredGroup } from '@miaoben/schedule';
import type { SignedConsent } from '@miaoben/schedule/consent';
import type {
  ClinicCodesQuery,
  GuardianRelation,
  NotGivenReason,
  RegistrationState,
  Sex,
} from '../data/generated/clinic.ts';
import type { ConsentTextsQuery } from '../data/generated/consents.ts';

/** A file in the pack, as `Query.personPack` describes its rows. Phones are masked, document numbers are not on the device. */
export interface PackPerson {
  id: string;
  name: string;
  initials: string;
  pinyin: string;
  sex: Sex;
  birthDate: string;
  barcode: string;
  /** of files merged into it */
  formerBarcodes?: readonly string[];
  /** 9-digit township */
  residence: string;
  guardians: readonly { relation: GuardianRelation; name: string; phone?: string }[];
  conditions: readonly string[];
  birthWeightG?: number;
  registrationState: RegistrationState;
  /** id of the organisation */
  managingOrg: string;
  version: number;
}

/** A standing dose in the pack, as `Query.dosePack` describes it. */
export interface PackDose {
  id: string;
  date: string;
  vaccine: string;
  product?: string;
  lot?: string;
  site?: string;
  route?: string;
  clinic?: string;
  clinicName?: string;
  source: 'clinic' | 'import' | 'outside' | 'partner';
  toReview?: true;
  /** last day of the lot's shelf life */
  lotExpires?: string;
  /** less than the full volume was given */
  partial?: true;
  /** the lot was recalled and its doses do not count */
  recalled?: true;
}

/** A dated finding or passing state of health, as `HealthFactKind` lists them. */
export interface PackFact {
  code: string;
  date: string;
  /** From this day on a state no longer holds. */
  until?: string;
}

export interface PackDoseRow {
  person: string;
  doses: readonly PackDose[];
  facts?: readonly PackFact[];
  /** special groups the family declares and no clinic has decided on */
  declared?: readonly DeclaredGroup[];
  notGiven?: readonly PackNotGiven[];
  /** the latest decision of each text and vaccine */
  consents?: readonly SignedConsent[];
}

/** Why a birth dose was not given (S-13). */
export interface PackNotGiven {
  series: string;
  dose: number;
  reason: NotGivenReason;
}

export interface Township {
  code: string;
  name: string;
}

/** What every child's record needs besides: code lists and what is in the fridge. */
export interface PackCodes extends ClinicCodesQuery {
  /** consent texts of the day it was loaded; a pack from before there were any has none */
  consentTexts?: ConsentTextsQuery['consentTexts'];
  townships: readonly Township[];
  clinic: { id: string; name: string } | null;
  /** Division of the clinic or, above a township, its first one: what a new file starts with. */
  homeTownship: string | null;
}

export const readRows = <Row>(rows: readonly string[]): Row[] => rows.map((row) => JSON.parse(row) as Row);
