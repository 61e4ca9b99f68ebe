import { type DoseField, missingDoseFields } from '@miaoben/schedule/clinic-visit';
import { t } from '../../i18n/visit.ts';
import type { DoseView, RecordView } from './view.ts';

/** What a record of a dose lacks: what the dose tells, and the number of the person's document. */
export function lacksOf(dose: DoseView, { person, takenAt }: RecordView): DoseField[] {
  return missingDoseFields({
    // Document numbers and trace codes are no part of a pack.
    ...(takenAt === null && { document: person.documentNumber }),
    product: dose.product?.id,
    lot: dose.lotNumber,
    // A record the engine has not judged yet has no number to lack.
    ...(dose.evaluations.length > 0 && { dose_number: dose.doseNumber }),
    site: dose.site,
    route: dose.route,
    ...((takenAt === null || dose.entry) && { trace_code: dose.traceCode }),
  });
}

export const fieldTexts = (fields: readonly DoseField[]): string =>
  fields.map((field) => t(`field.${field}`)).join(t('field.join'));
