import { type Patient, withinAges } from './patient.ts';
import type { Antigen, AntigenSeries, PreferableVaccine } from './supporting-data.ts';

/** 7.3, Table 7-7: an antigen contraindication, or every preferable vaccine of the series is contraindicated. */
export function isContraindicated(patient: Patient, antigen: Antigen, series: AntigenSeries): boolean {
  if (hasAntigenContraindication(patient, antigen)) return true;
  const preferable = series.doses.flatMap((dose) => dose.preferableVaccines);
  return preferable.length > 0 && preferable.every((v) => isVaccineContraindicated(patient, antigen, v));
}

/** Table 7-5. */
function hasAntigenContraindication(patient: Patient, antigen: Antigen): boolean {
  return antigen.contraindications.some(
    (c) => patient.observations.has(c.observation) && withinAges(patient, c.age, patient.assessment),
  );
}

/** Table 7-6. */
export function isVaccineContraindicated(patient: Patient, antigen: Antigen, vaccine: PreferableVaccine): boolean {
  return antigen.vaccineContraindications.some(
    (c) =>
      patient.observations.has(c.observation) &&
      c.vaccines.some((v) => v.cvx === vaccine.cvx && withinAges(patient, v, patient.assessment)),
  );
}
