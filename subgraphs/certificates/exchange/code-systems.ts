import type { SeriesStatus, SubstandardFact } from '@miaoben/schedule';
import type { CodeableConcept, Coding } from './fhir-types.ts';
import type { IdentifierKind, Route, Site } from './record.ts';

/**
 * National vaccine code of four digits (国家疫苗编码, 小类). No OID of the table is known in public, and a made-up one
 * would be somebody else's; a UUID is a name nobody has to register (RFC 9562, FHIR R4 datatypes `uri`).
 */
export const NATIONAL_VACCINE_CODE = 'urn:uuid:c670563b-0874-46c1-a0f6-581273ccca9f';
/** Vaccine administered (CVX), as HL7 names it. */
export const CVX = 'http://hl7.org/fhir/sid/cvx';

const LOINC = 'http://loinc.org';
const HL7 = 'http://terminology.hl7.org/CodeSystem/';

const coding = (system: string, code: string, display: string): Coding => ({ system, code, display });
const concept = (...codings: Coding[]): CodeableConcept => ({ coding: codings });

/** HL7 v3 ActSite. A vaccine swallowed has no site; `other` says nothing that could be coded. */
export const SITE: Readonly<Record<Site, CodeableConcept | undefined>> = {
  left_upper_arm: concept(coding(`${HL7}v3-ActSite`, 'LUA', 'left upper arm')),
  right_upper_arm: concept(coding(`${HL7}v3-ActSite`, 'RUA', 'right upper arm')),
  left_thigh: concept(coding(`${HL7}v3-ActSite`, 'LT', 'left thigh')),
  right_thigh: concept(coding(`${HL7}v3-ActSite`, 'RT', 'right thigh')),
  oral: undefined,
  other: undefined,
};

/** HL7 v3 RouteOfAdministration. */
export const ROUTE: Readonly<Record<Route, CodeableConcept>> = {
  IM: concept(coding(`${HL7}v3-RouteOfAdministration`, 'IM', 'Injection, intramuscular')),
  SC: concept(coding(`${HL7}v3-RouteOfAdministration`, 'SQ', 'Injection, subcutaneous')),
  ID: concept(coding(`${HL7}v3-RouteOfAdministration`, 'IDINJ', 'Injection, intradermal')),
  PO: concept(coding(`${HL7}v3-RouteOfAdministration`, 'PO', 'Swallow, oral')),
  IN: concept(coding(`${HL7}v3-RouteOfAdministration`, 'NASINHL', 'Inhalation, nasal')),
};

export const ADMINISTERING_PROVIDER = concept(coding(`${HL7}v2-0443`, 'AP', 'Administering Provider'));

/** Where a row comes from that the sender did not give himself (`Immunization.reportOrigin`). */
export const REPORT_ORIGIN = {
  record: concept(coding(`${HL7}immunization-origin`, 'record', 'Written Record')),
  provider: concept(coding(`${HL7}immunization-origin`, 'provider', 'Other Provider')),
} as const;

export const SUBPOTENT_REASON: Readonly<Record<SubstandardFact, CodeableConcept>> = {
  recalled_lot: concept(coding(`${HL7}immunization-subpotent-reason`, 'recall', 'Manufacturer Recall')),
  excursion_lot: concept(coding(`${HL7}immunization-subpotent-reason`, 'coldchainbreak', 'Cold Chain Break')),
  partial_dose: concept(coding(`${HL7}immunization-subpotent-reason`, 'partial', 'Partial Dose')),
};

/** Days of a recommendation, LOINC. */
export const DATE_CRITERION = {
  earliest: concept(coding(LOINC, '30981-5', 'Earliest date to give')),
  recommended: concept(coding(LOINC, '30980-7', 'Date vaccine due')),
  overdueFrom: concept(coding(LOINC, '59778-1', 'Date when overdue for immunization')),
  latest: concept(coding(LOINC, '59777-3', 'Latest date next dose may be given')),
} as const;

const status = (code: string, display: string): Coding =>
  coding(`${HL7}immunization-recommendation-status`, code, display);

/**
 * Status of a series: HL7's five codes where one fits, with the answers of LOINC 59783-1, which also know "on schedule"
 * and "too old". Neither has a code for a dose put off; that is text. `not_applicable` is no recommendation at all.
 */
export const FORECAST_STATUS: Readonly<Record<Exclude<SeriesStatus, 'not_applicable'>, CodeableConcept>> = {
  complete: concept(status('complete', 'Complete'), coding(LOINC, 'LA13421-5', 'Complete')),
  contraindicated: concept(status('contraindicated', 'Contraindicated'), coding(LOINC, 'LA4216-3', 'Contraindicated')),
  aged_out: concept(coding(LOINC, 'LA13424-9', 'Too old')),
  deferred: { text: 'deferred' },
  not_yet: concept(coding(LOINC, 'LA13422-3', 'On schedule')),
  overdue: concept(status('overdue', 'Overdue'), coding(LOINC, 'LA13423-1', 'Overdue')),
  due: concept(status('due', 'Due'), coding(LOINC, 'LA13422-3', 'On schedule')),
};

const idType = (code: string, display: string): CodeableConcept => concept(coding(`${HL7}v2-0203`, code, display));

/**
 * Kinds of identifiers: HL7 type, and the system where one is known. 2.16.156.10011.1.3 is the root that shared
 * documents of Chinese hospitals (WS/T 500) give the number of the resident ID card; 1.2.156.3005.2 is the root of
 * e-licence identifiers (GB/T 36904-2018, annex of the identifier rules).
 */
export const IDENTIFIER: Readonly<
  Record<IdentifierKind, { readonly system?: string; readonly type: CodeableConcept }>
> = {
  resident_id: { system: 'urn:oid:2.16.156.10011.1.3', type: idType('NI', 'National unique individual identifier') },
  passport: { type: idType('PPN', 'Passport number') },
  certificate: { system: 'urn:oid:1.2.156.3005.2', type: { text: '电子证照标识' } },
};

/** System of passport numbers of a country (HL7 identifier registry). */
export const passportSystem = (country: string): string => `http://hl7.org/fhir/sid/passport-${country}`;
