import { type Dose, type Patient, withinAges } from './patient.ts';
import type { SupportingData } from './supporting-data.ts';

/** Antigen administered records per antigen, by date (4.2, Organize immunization history). */
export function organizeHistory(patient: Patient, data: SupportingData): ReadonlyMap<string, readonly Dose[]> {
  const history = new Map<string, Dose[]>();
  for (const dose of patient.doses)
    for (const association of data.antigensOfVaccine.get(dose.cvx) ?? []) {
      if (!withinAges(patient, association, dose.date)) continue;
      const records = history.get(association.antigen);
      if (records) records.push(dose);
      else history.set(association.antigen, [dose]);
    }
  return history;
}
