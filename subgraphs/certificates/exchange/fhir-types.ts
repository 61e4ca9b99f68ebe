// The part of FHIR R4 (4.0.1) that this package writes. Wider types would let in what nobody reads.

export interface Coding {
  system: string;
  code: string;
  display?: string;
}
export interface CodeableConcept {
  coding?: Coding[];
  text?: string;
}
export interface Reference {
  reference?: string;
  display?: string;
}
export interface Identifier {
  system?: string;
  type?: CodeableConcept;
  value: string;
}
export interface HumanName {
  text?: string;
  family?: string;
  given?: string[];
}

export interface Patient {
  resourceType: 'Patient';
  identifier?: Identifier[];
  name: HumanName[];
  gender?: 'male' | 'female' | 'unknown';
  birthDate: string;
}
export interface Organization {
  resourceType: 'Organization';
  name: string;
}
export interface ProtocolApplied {
  series: string;
  doseNumberPositiveInt: number;
}
export interface Immunization {
  resourceType: 'Immunization';
  identifier?: Identifier[];
  status: 'completed';
  vaccineCode: CodeableConcept;
  patient: Reference;
  occurrenceDateTime: string;
  primarySource?: boolean;
  reportOrigin?: CodeableConcept;
  manufacturer?: Reference;
  lotNumber?: string;
  expirationDate?: string;
  site?: CodeableConcept;
  route?: CodeableConcept;
  doseQuantity?: { value: number; unit: string; system: string; code: string };
  performer?: { function?: CodeableConcept; actor: Reference }[];
  isSubpotent?: true;
  subpotentReason?: CodeableConcept[];
  protocolApplied?: ProtocolApplied[];
}
export interface Recommendation {
  vaccineCode: CodeableConcept[];
  forecastStatus: CodeableConcept;
  dateCriterion?: { code: CodeableConcept; value: string }[];
  series: string;
  doseNumberPositiveInt?: number;
  seriesDosesPositiveInt?: number;
}
export interface ImmunizationRecommendation {
  resourceType: 'ImmunizationRecommendation';
  patient: Reference;
  date: string;
  recommendation: Recommendation[];
}
export type Resource = Patient | Organization | Immunization | ImmunizationRecommendation;
export interface Entry<R extends Resource = Resource> {
  fullUrl: string;
  resource: R;
}
export interface Bundle {
  resourceType: 'Bundle';
  type: 'collection';
  entry: Entry[];
}
