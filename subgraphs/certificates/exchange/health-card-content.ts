import { dayOf } from '@miaoben/schedule';
import { isObject } from './jwk.ts';

export interface ImportedCoding {
  readonly system: string;
  readonly code: string;
}
export interface ImportedDose {
  /** codes of the vaccine as the issuer wrote them; which national code they mean is for people to decide */
  readonly codings: readonly ImportedCoding[];
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly lotNumber: string | null;
  readonly performer: string | null;
  /** the issuer itself says that the dose was not a full one */
  readonly subpotent: boolean;
}
/** What a card says, taken over as claims of its issuer. */
export interface ImportedCard {
  readonly issuer: string;
  /** seconds since 1970 */
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  readonly names: readonly {
    readonly text: string | null;
    readonly family: string | null;
    readonly given: readonly string[];
  }[];
  /** full or partial: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly doses: readonly ImportedDose[];
}
type CardContent = Pick<ImportedCard, 'names' | 'birthDate' | 'doses'>;

const MAX_ENTRIES = 100;
const MAX_TEXT = 200;
const CONTROL = /\p{Cc}/u;
/** The resource kinds a vaccination card holds; anything else would be dropped without a word. */
const KINDS = ['Patient', 'Immunization'];

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT && !CONTROL.test(value);
const isDay = (value: unknown): value is string => typeof value === 'string' && !Number.isNaN(dayOf(value));
const optional = (value: unknown): value is string | undefined => value === undefined || isText(value);

/** Thrown inside this file only: the path of the element at fault. */
class Fault {
  constructor(readonly path: string) {}
}
function demand(condition: boolean, path: string): asserts condition {
  if (!condition) throw new Fault(path);
}

/** The content of the card's bundle, or the FHIR path of the first element at fault. */
export function readBundle(bundle: unknown): CardContent | string {
  try {
    return contentOf(bundle);
  } catch (fault) {
    if (fault instanceof Fault) return fault.path;
    throw fault;
  }
}

function contentOf(bundle: unknown): CardContent {
  demand(isObject(bundle) && bundle.resourceType === 'Bundle', 'Bundle');
  demand(bundle.type === 'collection', 'Bundle.type');
  const { entry } = bundle;
  demand(Array.isArray(entry) && entry.length > 0 && entry.length <= MAX_ENTRIES, 'Bundle.entry');
  const resources = new Map<string, Record<string, unknown>>();
  for (const [i, one] of entry.entries()) {
    const path = `Bundle.entry[${i}]`;
    demand(isObject(one), path);
    const { fullUrl, resource } = one;
    demand(
      typeof fullUrl === 'string' && /^resource:\d{1,3}$/.test(fullUrl) && !resources.has(fullUrl),
      `${path}.fullUrl`,
    );
    demand(isObject(resource) && KINDS.includes(String(resource.resourceType)), `${path}.resource`);
    // FHIR R4 forbids to read on past what changes the meaning of a resource.
    demand(resource.modifierExtension === undefined, `${path}.resource.modifierExtension`);
    demand(resource.implicitRules === undefined, `${path}.resource.implicitRules`);
    resources.set(fullUrl, resource);
  }
  const patients = [...resources].filter(([, { resourceType }]) => resourceType === 'Patient');
  const [patient] = patients;
  demand(patient !== undefined && patients.length === 1, 'Patient');
  const doses = [...resources.values()]
    .filter(({ resourceType }) => resourceType === 'Immunization')
    .map((resource, i) => doseOf(resource, patient[0], `Immunization[${i}]`));
  demand(doses.length > 0, 'Immunization');
  return { ...personOf(patient[1]), doses };
}

function personOf({ name, birthDate }: Record<string, unknown>): Pick<CardContent, 'names' | 'birthDate'> {
  demand(Array.isArray(name) && name.length > 0, 'Patient.name');
  const names = name.map((one) => {
    demand(isObject(one), 'Patient.name');
    const { text, family, given = [] } = one;
    demand(optional(text), 'Patient.name.text');
    demand(optional(family), 'Patient.name.family');
    demand(Array.isArray(given) && given.every(isText), 'Patient.name.given');
    demand(text !== undefined || family !== undefined || given.length > 0, 'Patient.name');
    return { text: text ?? null, family: family ?? null, given };
  });
  const partial = /^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/;
  demand(typeof birthDate === 'string' && (partial.test(birthDate) || isDay(birthDate)), 'Patient.birthDate');
  return { names, birthDate };
}

function doseOf(dose: Record<string, unknown>, patient: string, path: string): ImportedDose {
  const { status, vaccineCode, occurrenceDateTime, lotNumber, isSubpotent } = dose;
  demand(status === 'completed', `${path}.status`);
  demand(isObject(dose.patient) && dose.patient.reference === patient, `${path}.patient`);
  // FHIR allows one occurrence[x]; two would leave the choice to the reader.
  demand(dose.occurrenceString === undefined, `${path}.occurrenceString`);
  // With a time of day the day is the issuer's own, before any change of zone.
  const date = typeof occurrenceDateTime === 'string' ? occurrenceDateTime.replace(/T.*$/s, '') : undefined;
  demand(isDay(date), `${path}.occurrenceDateTime`);
  demand(optional(lotNumber), `${path}.lotNumber`);
  demand(isSubpotent === undefined || typeof isSubpotent === 'boolean', `${path}.isSubpotent`);
  return {
    codings: codingsOf(vaccineCode, `${path}.vaccineCode`),
    date,
    lotNumber: lotNumber ?? null,
    performer: performerOf(dose.performer, `${path}.performer`),
    subpotent: isSubpotent === true,
  };
}

function codingsOf(vaccineCode: unknown, path: string): ImportedCoding[] {
  demand(isObject(vaccineCode) && Array.isArray(vaccineCode.coding) && vaccineCode.coding.length > 0, path);
  return vaccineCode.coding.map((one: unknown, i) => {
    demand(isObject(one), `${path}.coding[${i}]`);
    const { system, code } = one;
    demand(isText(system), `${path}.coding[${i}].system`);
    demand(isText(code), `${path}.coding[${i}].code`);
    return { system, code };
  });
}

function performerOf(performer: unknown, path: string): string | null {
  if (performer === undefined) return null;
  demand(Array.isArray(performer), path);
  const first: unknown = performer[0];
  if (first === undefined) return null;
  demand(isObject(first) && isObject(first.actor) && optional(first.actor.display), path);
  return first.actor.display ?? null;
}
