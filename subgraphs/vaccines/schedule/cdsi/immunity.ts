import type { Patient } from './patient.ts';
import type { Immunity } from './supporting-data.ts';

/** 7.2, Table 7-3. A rule that names no country of birth holds for all. */
export function hasEvidenceOfImmunity(patient: Patient, immunity: Immunity): boolean {
  if (immunity.guidelines.some((code) => patient.observations.has(code))) return true;
  return immunity.birthDates.some(
    (rule) =>
      patient.birth < rule.before &&
      !rule.exclusions.some((code) => patient.observations.has(code)) &&
      (rule.country === null || rule.country === patient.country),
  );
}
