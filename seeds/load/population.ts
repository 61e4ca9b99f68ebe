import {
  householdTypeFrom,
  insertPersons,
  NOTHING_KNOWN,
  type PersonFile,
  personChanged,
  registeredFrom,
} from '@miaoben/people/bulk';
import { type DoseSeed, type EntrySeeds, insertDoses, insertEntries, insertSubjects } from '@miaoben/vaccines/bulk';
import type { GeneratedDose, GeneratedPerson } from '../province/types.ts';
import { products } from '../reference/index.ts';
import { emOf, type Targets } from './targets.ts';

/** The clinics of the population: unit code → id and name. */
export type ClinicIndex = ReadonlyMap<string, { id: string; name: string }>;

const PERSONS_PER_BATCH = 200;
/** Codes of the dictionary `site` as the graph names them. */
const SITES: Record<string, string> = {
  1: 'left_upper_arm',
  2: 'right_upper_arm',
  3: 'left_thigh',
  4: 'right_thigh',
  5: 'oral',
  6: 'other',
};
/** Unit codes of doses given elsewhere (standards, de-duplication rules of the coverage plan). */
const ELSEWHERE: Record<string, string> = {
  '666666666666': '本省其他单位',
  '777777777777': '外省接种单位',
  '888888888888': '国外接种单位',
  '999999999999': '港澳台接种单位',
};

/** The file of a person as it is stored. @throws Error when the managing clinic is not in the index */
export function fileOf(person: GeneratedPerson, clinics: ClinicIndex): PersonFile {
  const managing = clinics.get(person.managingClinicCode);
  if (!managing) throw new Error(`clinic ${person.managingClinicCode} is not in the index`);
  const documentNumber = person.documentNumber || null;
  const registeredDivision = registeredFrom({ documentNumber });
  return {
    ...NOTHING_KNOWN,
    // As a form or an import reads them from the ID number; a birth certificate tells nothing of it.
    registeredDivision,
    householdType: householdTypeFrom(
      { documentType: person.documentType, documentNumber, residence: person.residenceDivision },
      registeredDivision,
    ),
    id: person.id,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    documentType: person.documentType,
    documentNumber,
    phone: person.phone || null,
    ethnicity: person.ethnicity,
    residence: person.residenceDivision,
    residenceAddress: person.residenceAddress,
    managingOrgId: managing.id,
    registrationState: person.registrationState,
    conditions: person.conditions,
    birthWeightG: person.birthWeightG ?? null,
    guardians: person.guardians,
    barcode: person.barcode,
  };
}

/** What clinics have entered about the health of persons, and why birth doses were not given. */
function entriesOf(persons: readonly GeneratedPerson[]): EntrySeeds {
  return {
    facts: persons.flatMap((p) => (p.facts ?? []).map((f) => ({ personId: p.id, ...f }))),
    notGiven: persons.flatMap((p) =>
      (p.notGiven ?? []).map((n) => ({ personId: p.id, birthDate: p.birthDate, dose: 1, note: null, ...n })),
    ),
  };
}

let volumes: ReadonlyMap<string, number | null> | undefined;

/** A dose of a person as it is stored. */
export function doseSeedOf(person: GeneratedPerson, dose: GeneratedDose, clinics: ClinicIndex): DoseSeed {
  volumes ??= new Map(products().map((p) => [p.productId, p.doseVolumeMl]));
  const clinic = clinics.get(dose.clinicCode);
  return {
    doseId: dose.id,
    personId: person.id,
    birthDate: person.birthDate,
    division: person.residenceDivision,
    date: dose.date,
    vaccine: dose.vaccine,
    productId: dose.productId,
    lotNumber: dose.lot,
    traceCode: dose.traceCode,
    site: SITES[dose.site] ?? null,
    route: dose.route,
    volumeMl: volumes.get(dose.productId) ?? null,
    clinicId: clinic?.id ?? null,
    clinicName: clinic?.name ?? ELSEWHERE[dose.clinicCode] ?? null,
    vaccinatorId: null,
    vaccinatorName: null,
    source: clinic ? 'clinic' : 'outside',
    recordedBy: clinic?.id ?? 'seed',
    recordedAt: new Date(`${dose.date}T02:00:00Z`),
    overrideReason: dose.overrideReason ?? null,
  };
}

/**
 * Writes a stream of persons with their doses, in batches, memory flat.
 * @param report called with the numbers written so far
 */
export async function loadPopulation(
  targets: Targets,
  persons: Iterable<GeneratedPerson>,
  clinics: ClinicIndex,
  today: string,
  report?: (written: { files: number; doses: number }) => void,
): Promise<{ files: number; doses: number }> {
  const written = { files: 0, doses: 0 };
  const write = async (batch: GeneratedPerson[]) => {
    const files = batch.map((p) => fileOf(p, clinics));
    const doses = batch.flatMap((p) => p.doses.map((d) => doseSeedOf(p, d, clinics)));
    // Two databases, each with its own writer.
    await Promise.all([
      insertPersons(emOf(targets.people), targets.keyring, files, today),
      insertSubjects(
        emOf(targets.vaccines),
        files.map((f) => personChanged(targets.keyring, f, 1)),
      )
        .then(() => insertEntries(emOf(targets.vaccines), entriesOf(batch)))
        .then(() => insertDoses(targets.vaccines, doses, today)),
    ]);
    written.files += batch.length;
    written.doses += doses.length;
    report?.(written);
  };
  let batch: GeneratedPerson[] = [];
  for (const person of persons) {
    batch.push(person);
    if (batch.length === PERSONS_PER_BATCH) {
      await write(batch);
      batch = [];
    }
  }
  if (batch.length > 0) await write(batch);
  return written;
}
