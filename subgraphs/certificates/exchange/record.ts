import type { IsoDate, SeriesForecast, SubstandardFact } from '@miaoben/schedule';

/** A vaccine of the national code table (小类), with its CVX code where the reviewed mapping has one. */
export interface VaccineRef {
  /** national code of four digits */
  readonly code: string;
  readonly name: string;
  /** CVX code of two or three digits; null: no sure mapping, and none is guessed */
  readonly cvx: string | null;
}

export const IDENTIFIER_KINDS = ['resident_id', 'passport', 'certificate'] as const;
/** `certificate`: the identifier of the vaccination certificate as an e-licence (电子证照标识). */
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

export interface PersonIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  /** ISO 3166 alpha-3 of the country that issued a passport, e.g. `CHN`; ignored for other kinds */
  readonly country?: string;
}

export interface ExchangePerson {
  /** as in the file; never split into family and given name, which only the holder can do surely */
  readonly name: string;
  /** as in the passport, where it is known */
  readonly latinName: { readonly family: string; readonly given: readonly string[] } | null;
  readonly birthDate: IsoDate;
  readonly sex: 'F' | 'M' | 'U';
  readonly identifiers: readonly PersonIdentifier[];
}

/** Injection sites and routes by the names of the product's own lists. */
export type Site = 'left_upper_arm' | 'right_upper_arm' | 'left_thigh' | 'right_thigh' | 'oral' | 'other';
export type Route = 'IM' | 'SC' | 'ID' | 'PO' | 'IN';

/** One row of the vaccination record. */
export interface ExchangeDose {
  /** UUID of the dose; leaves the house only for purpose `partner` */
  readonly id: string;
  readonly date: IsoDate;
  readonly vaccine: VaccineRef;
  /** voided doses (作废) are never exchanged */
  readonly state: 'given' | 'voided';
  /** series of the schedule the dose counts for, with its number there */
  readonly series: readonly { readonly name: string; readonly dose: number }[];
  readonly lotNumber: string | null;
  readonly lotExpires: IsoDate | null;
  readonly manufacturer: string | null;
  /** name of the clinic */
  readonly performer: string | null;
  readonly site: Site | null;
  readonly route: Route | null;
  readonly volumeMl: number | null;
  /** where the row comes from: given here, back-entered from a booklet, from a file, by interface */
  readonly source: 'clinic' | 'outside' | 'import' | 'partner';
  /** facts that make what was injected less than a dose (不合格) */
  readonly substandard: readonly SubstandardFact[];
}

/** What the engine says of one series, with names a reader elsewhere understands. */
export interface ExchangeForecast
  extends Pick<
    SeriesForecast,
    'status' | 'dose' | 'dosesNeeded' | 'earliest' | 'recommended' | 'overdueFrom' | 'latest'
  > {
  readonly series: string;
  /** vaccines that may be given, preferred first */
  readonly products: readonly VaccineRef[];
}

/** The vaccination record of one person, ready to be handed over. */
export interface ExchangeRecord {
  readonly person: ExchangePerson;
  readonly doses: readonly ExchangeDose[];
  readonly forecasts: readonly ExchangeForecast[];
  /** day on which the engine looked */
  readonly asOf: IsoDate;
}
