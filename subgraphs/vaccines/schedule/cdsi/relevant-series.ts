import { type Patient, withinAges } from './patient.ts';
import type { Antigen, AntigenSeries } from './supporting-data.ts';

/** 5.1, Table 5-5: the antigen series that concern the patient. */
export function selectRelevantSeries(patient: Patient, antigen: Antigen): AntigenSeries[] {
  return antigen.series.filter(
    (series) =>
      (series.requiredGenders.length === 0 || series.requiredGenders.includes(patient.gender)) &&
      (series.type !== 'RISK' || hasIndication(patient, series)),
  );
}

/** Table 5-4, on the assessment date. */
function hasIndication(patient: Patient, series: AntigenSeries): boolean {
  return series.indications.some(
    (i) => patient.observations.has(i.observation) && withinAges(patient, i.age, patient.assessment),
  );
}
