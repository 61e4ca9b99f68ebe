import { ADMINISTERING_PROVIDER, REPORT_ORIGIN, ROUTE, SITE, SUBPOTENT_REASON } from './code-systems.ts';
import type { Immunization, Reference } from './fhir-types.ts';
import { vaccineConcept } from './fhir-vaccine.ts';
import type { ExchangeDose } from './record.ts';
import { codeOf, compact, dateOf, optionalDate, optionalText, textOf } from './record-text.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** How one dose reaches the other resources of its bundle. */
export interface DoseLinks {
  readonly patient: Reference;
  /** a reference to the Organization of that name, which is added when it is new */
  readonly organisation: (name: string) => Reference;
}

/** The doses that stand, oldest first. */
export const standing = (doses: readonly ExchangeDose[]): ExchangeDose[] =>
  doses.filter(({ state }) => state === 'given').sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));

/** What is told of every dose: what, when, from whom. */
export function immunizationOf(dose: ExchangeDose, field: string, links: DoseLinks): Immunization {
  const manufacturer = optionalText(dose.manufacturer, `${field}.manufacturer`);
  const performer = optionalText(dose.performer, `${field}.performer`);
  const protocolApplied = dose.series.map(({ name, dose: number }) => ({
    series: textOf(name, `${field}.series`),
    doseNumberPositiveInt: positive(number, `${field}.series`),
  }));
  return compact<Immunization>({
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: vaccineConcept(dose.vaccine, `${field}.vaccine`),
    patient: links.patient,
    occurrenceDateTime: dateOf(dose.date, `${field}.date`),
    manufacturer: manufacturer === undefined ? undefined : links.organisation(manufacturer),
    lotNumber: optionalText(dose.lotNumber, `${field}.lotNumber`),
    performer:
      performer === undefined
        ? undefined
        : [{ function: ADMINISTERING_PROVIDER, actor: links.organisation(performer) }],
    isSubpotent: dose.substandard.length > 0 ? true : undefined,
    protocolApplied: protocolApplied.length > 0 ? protocolApplied : undefined,
  });
}

/** What only a partner is told: the dose's id, place, way and amount, shelf life, why it is short, whence the row comes. */
export function withDetails(base: Immunization, dose: ExchangeDose, field: string): Immunization {
  const { substandard, volumeMl, source } = dose;
  return compact<Immunization>({
    ...base,
    identifier: [
      { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${codeOf(dose.id.toLowerCase(), UUID, `${field}.id`)}` },
    ],
    primarySource: source === 'clinic',
    reportOrigin:
      source === 'clinic' ? undefined : source === 'partner' ? REPORT_ORIGIN.provider : REPORT_ORIGIN.record,
    expirationDate: optionalDate(dose.lotExpires, `${field}.lotExpires`),
    site: dose.site === null ? undefined : SITE[dose.site],
    route: dose.route === null ? undefined : ROUTE[dose.route],
    doseQuantity:
      volumeMl === null || !(volumeMl > 0)
        ? undefined
        : { value: volumeMl, unit: 'mL', system: 'http://unitsofmeasure.org', code: 'mL' },
    subpotentReason: substandard.length > 0 ? substandard.map((fact) => SUBPOTENT_REASON[fact]) : undefined,
  });
}

function positive(value: number, field: string): number {
  return Number(codeOf(String(value), /^[1-9]\d{0,3}$/, field));
}
