import { seedIdentity } from '@miaoben/identity/bulk';
import { createClock } from '@miaoben/kernel';
import { refreshAll } from '@miaoben/vaccines/bulk';
import { stableId } from '../demo/organisations.ts';
import { provinceClinics } from '../province/clinics.ts';
import { generatePopulation, provincePopulation } from '../province/generator.ts';
import { loadPopulation } from './population.ts';
import { emOf, type Targets } from './targets.ts';

export interface ProvinceOptions {
  /** any 32-bit integer: the same one gives the same province */
  seed: number;
  today: string;
  /** 1 is the province of Q-165: 6,513,958 files */
  scale: number;
}

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
  const persons = generatePopulation(provincePopulation(seed, today, clinics, scale));
  const written = await loadPopulation(targets, persons, index, today, report);
  // Files without doses have due dates too.
  await refreshAll({ orm: targets.vaccines, clock: createClock(today) });
  return written;
}
