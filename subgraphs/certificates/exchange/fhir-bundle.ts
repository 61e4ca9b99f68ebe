import { disclosureFor, type Purpose } from './disclosure.ts';
import { immunizationOf, standing, withDetails } from './fhir-immunization.ts';
import { patientOf } from './fhir-patient.ts';
import { recommendationsOf } from './fhir-recommendation.ts';
import type { Bundle, Entry, Reference, Resource } from './fhir-types.ts';
import type { ExchangeRecord, IdentifierKind } from './record.ts';

export interface BundleOptions {
  readonly purpose: Purpose;
  /** identifiers of the person the receiver asked for; none unless named */
  readonly identifiers?: readonly IdentifierKind[];
  /** a fresh UUID for each resource; `crypto.randomUUID` unless a test passes its own */
  readonly newUuid?: () => string;
}

/**
 * The record as a FHIR R4 (4.0.1) collection: Patient, one Immunization for each dose that stands, Organizations for
 * clinics and makers, and for partners one ImmunizationRecommendation. Holds no more than the purpose lets out.
 * @throws ExchangeError naming the field.
 */
export function toFhirBundle(record: ExchangeRecord, options: BundleOptions): Bundle {
  const { purpose, identifiers = [], newUuid = () => globalThis.crypto.randomUUID() } = options;
  const disclosure = disclosureFor(purpose, identifiers);
  const entry: Entry[] = [];
  const add = (resource: Resource): Reference => {
    const fullUrl = `urn:uuid:${newUuid()}`;
    entry.push({ fullUrl, resource });
    return { reference: fullUrl };
  };
  const organisations = new Map<string, Reference>();
  const organisation = (name: string): Reference => {
    const known = organisations.get(name);
    if (known) return known;
    const reference = { ...add({ resourceType: 'Organization', name }), display: name };
    organisations.set(name, reference);
    return reference;
  };

  const patient = add(patientOf(record.person, disclosure.identifiers));
  for (const dose of standing(record.doses)) {
    const field = `doses[${record.doses.indexOf(dose)}]`;
    const base = immunizationOf(dose, field, { patient, organisation });
    add(disclosure.doseDetails ? withDetails(base, dose, field) : base);
  }
  const recommendations = disclosure.recommendations ? recommendationsOf(record.forecasts, record.asOf, patient) : null;
  if (recommendations) add(recommendations);
  return { resourceType: 'Bundle', type: 'collection', entry };
}
