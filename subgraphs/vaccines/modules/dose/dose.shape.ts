import type { PersonRecord } from '../../record.ts';
import { shapeVaccine } from '../catalogue/catalogue.shape.ts';
import { shapeReason } from '../plan/reason.type.ts';
import type { DoseRow } from './dose.repository.ts';
import { Dose, type DoseEvaluation, type InjectionSite, type Route } from './dose.type.ts';
import { encodeDoseId } from './dose-id.ts';

export const federatedId = (row: DoseRow): string =>
  encodeDoseId({ personId: row.person_id, birthDate: row.birth_date, doseId: row.dose_id });

export function shapeDose(record: PersonRecord, row: DoseRow): Dose {
  return Object.assign(new Dose(), {
    row,
    id: federatedId(row),
    person: { id: row.person_id },
    date: row.given_on,
    vaccine: shapeVaccine(record.catalogue, row.vaccine),
    lotNumber: row.lot_number,
    traceCode: row.trace_code,
    // Written through the enums of the schema only.
    site: row.site as InjectionSite | null,
    route: row.route as Route | null,
    volumeMl: row.volume_ml,
    clinic: row.clinic_id === null ? null : { id: row.clinic_id },
    clinicName: row.clinic_name,
    point: row.point,
    vaccinator: row.vaccinator_id === null ? null : { id: row.vaccinator_id },
    vaccinatorName: row.vaccinator_name,
    state: row.state,
    source: row.source,
    recordedAt: new Date(row.recorded_at),
    voidReason: row.void_reason,
    overrideReason: row.override_reason,
    reviewed: row.reviewed,
    vialDoubt: row.vial_doubt,
  });
}

/** A dose that counts for no series shows its reasons under the series its vaccine belongs to. */
export function shapeEvaluations(record: PersonRecord, row: DoseRow): DoseEvaluation[] {
  const found = record.evaluation(row.dose_id);
  if (!found) return [];
  const series =
    found.series.length > 0
      ? found.series
      : (record.catalogue.schedule.vaccines.get(row.vaccine)?.series ?? []).map((id) => ({ series: id, dose: null }));
  const reasons = found.reasons.map(shapeReason);
  return series.map((s) => ({
    series: s.series,
    doseNumber: s.dose,
    status: found.status,
    clinicallyValid: found.clinicallyValid,
    countedForCoverage: found.countedForCoverage,
    reasons: reasons.filter((_, i) => {
      const about = found.reasons[i]?.series ?? null;
      return about === null || about === s.series;
    }),
  }));
}
