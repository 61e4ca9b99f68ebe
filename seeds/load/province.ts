import { seedIdentity } from '@miaoben/identity/bulk';
import { createClock } from '@miaoben/kernel';
import { insertPersons } from '@miaoben/people/bulk';
import { refreshAll } from '@miaoben/vaccines/bulk';
import { stableId } from '../demo/organisations.ts';
import { provinceClinics } from '../province/clinics.ts';
import { generatePopulation, provincePopulation } from '../province/generator.ts';
import type { GeneratorClinic } from '../province/types.ts';
import { type ClinicIndex, fileOf, loadPopulation } from './population.ts';
import { emOf, type Targets } from './targets.ts';

export interface ProvinceOptions {
  /** any 32-bit integer: the same one gives the same province */
  seed: number;
  today: string;
  /** 1 is the province of Q-165: 6,513,958 files */
  scale: number;
}

const FILES_PER_REPORT = 10_000;

/** Id of a vaccination unit of the made-up province. */
export const provinceClinicId = (code: string): string => stableId(code);

/**
 * The province of Q-165 at any scale, streaming: its 1,112 vaccination units, then files and doses. Reference data must be there.
 * @param report called with the numbers written so far
 */
export async function loadProvince(
  targets: Targets,
  { seed, today, scale }: ProvinceOptions,
  report?: (written: { files: number; doses: number }) => void,
): Promise<{ files: number; doses: number }> {
  const { clinics, index } = await loadClinics(targets);
  const persons = generatePopulation(provincePopulation(seed, today, clinics, scale));
  const written = await loadPopulation(targets, persons, index, today, report);
  // Files without doses have due dates too.
  await refreshAll({ orm: targets.vaccines, clock: createClock(today) });
  return written;
}

/**
 * The files of that province without doses, streaming, for questions about files alone. Reference data must be there.
 * @param report called with the number of files handed to the writer so far
 * @returns the number of files written
 */
export async function loadProvinceFiles(
  targets: Targets,
  { seed, today, scale }: ProvinceOptions,
  report: (files: number) => void,
): Promise<number> {
  const { clinics, index } = await loadClinics(targets);
  function* files() {
    let handed = 0;
    for (const person of generatePopulation({ ...provincePopulation(seed, today, clinics, scale), doses: 'none' })) {
      yield fileOf(person, index);
      handed += 1;
      if (handed % FILES_PER_REPORT === 0) report(handed);
    }
  }
  return insertPersons(emOf(targets.people), targets.keyring, files(), today);
}

async function loadClinics(targets: Targets): Promise<{ clinics: readonly GeneratorClinic[]; index: ClinicIndex }> {
  const clinics = provinceClinics();
  await seedIdentity(emOf(targets.identity), targets.keyring, {
    organisations: clinics.map((c) => ({
      id: provinceClinicId(c.code),
      code: c.code,
      name: c.name,
      kind: c.kind === 'obstetric' ? 'obstetric' : 'clinic',
      divisionCode: c.division,
    })),
    demo: true,
  });
  const index = new Map(clinics.map((c) => [c.code, { id: provinceClinicId(c.code), name: c.name }]));
  return { clinics, index };
}
