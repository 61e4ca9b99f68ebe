import { ExchangeError } from './errors.ts';
import { standing } from './fhir-immunization.ts';
import { latinName } from './fhir-patient.ts';
import type { Bundle, CodeableConcept, Entry, HumanName, Immunization, Patient } from './fhir-types.ts';
import { vaccineCodings } from './fhir-vaccine.ts';
import type { ExchangeDose, ExchangeRecord, VaccineRef } from './record.ts';
import { compact, dateOf, optionalText, textOf } from './record-text.ts';

/** `full`: all codings, lot and clinic; `brief`: one coding and the day, for long histories. */
export type CardDetail = 'full' | 'brief';

/**
 * The minimal bundle of a health card (vaccination profile, data minimisation): `resource:` addresses, one name, no
 * ids, no display texts, no sex, no identifiers.
 * @throws ExchangeError `no_doses`, or naming the field.
 */
export function cardBundle(record: ExchangeRecord, detail: CardDetail): Bundle {
  const doses = standing(record.doses);
  if (doses.length === 0) throw new ExchangeError('no_doses', 'doses');
  const patient: Patient = {
    resourceType: 'Patient',
    name: [cardName(record)],
    birthDate: dateOf(record.person.birthDate, 'person.birthDate'),
  };
  const entry: Entry[] = [{ fullUrl: 'resource:0', resource: patient }];
  for (const dose of doses) {
    const field = `doses[${record.doses.indexOf(dose)}]`;
    entry.push({ fullUrl: `resource:${entry.length}`, resource: cardImmunization(dose, field, detail) });
  }
  return { resourceType: 'Bundle', type: 'collection', entry };
}

/** The profile takes one name, in its parts or as text, not both: the passport's, which is what the reader compares. */
function cardName({ person }: ExchangeRecord): HumanName {
  return person.latinName ? latinName(person.latinName) : { text: textOf(person.name, 'person.name') };
}

function cardImmunization(dose: ExchangeDose, field: string, detail: CardDetail): Immunization {
  const full = detail === 'full';
  const performer = full ? optionalText(dose.performer, `${field}.performer`) : undefined;
  return compact<Immunization>({
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: cardVaccine(dose.vaccine, `${field}.vaccine`, full),
    patient: { reference: 'resource:0' },
    occurrenceDateTime: dateOf(dose.date, `${field}.date`),
    lotNumber: full ? optionalText(dose.lotNumber, `${field}.lotNumber`) : undefined,
    // The profile forbids `false`; a dose known to be short says so at every level.
    isSubpotent: dose.substandard.length > 0 ? true : undefined,
    performer: performer === undefined ? undefined : [{ actor: { display: performer } }],
  });
}

/** Abroad the CVX code is the one read; the national code stands where no mapping is sure, or beside it. */
function cardVaccine(vaccine: VaccineRef, field: string, full: boolean): CodeableConcept {
  const { national, cvx } = vaccineCodings(vaccine, field);
  if (cvx === null) return { coding: [national] };
  return { coding: full ? [cvx, national] : [cvx] };
}
