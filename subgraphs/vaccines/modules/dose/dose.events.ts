import type { DoseChanged } from '@miaoben/schema';
import { lotId } from '../catalogue/catalogue.shape.ts';
import type { DoseRow } from './dose.repository.ts';

/** The event that tells the other subgraphs the state of a dose. */
export const doseChanged = (dose: DoseRow): DoseChanged => ({
  type: 'dose.changed',
  doseId: dose.dose_id,
  personId: dose.person_id,
  ...(dose.origin_person !== null && { originPersonId: dose.origin_person }),
  birthDate: dose.birth_date,
  date: dose.given_on,
  vaccine: dose.vaccine,
  state: dose.state,
  clinicId: dose.clinic_id,
  lot: dose.product_id && dose.lot_number ? lotId(dose.product_id, dose.lot_number) : null,
  lotExpiresOn: dose.lot_expires_on,
});
