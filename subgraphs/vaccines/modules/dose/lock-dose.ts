import { type Em, forbidden } from '@miaoben/kernel';
import type { Reach } from '@miaoben/kernel/reach';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { type DoseRow, dosesOf } from './dose.repository.ts';
import { type DoseKey, decodeDoseId } from './dose-id.ts';

export interface LockedDose {
  key: DoseKey;
  subject: SubjectRow;
  dose: DoseRow;
  /** the whole record of the person, this dose in it */
  doses: DoseRow[];
}

/**
 * A dose by its federated id, its person held until the transaction ends. An id from before a correction of the birth
 * date still finds it. Only the clinic that gave the dose or manages the person may change its record.
 * @throws FORBIDDEN for what is out of reach, another clinic's, not there, or no id of a dose
 */
export async function lockDose(em: Em, id: string, reach: Reach, clinic: string | undefined): Promise<LockedDose> {
  const asked = decodeDoseId(id);
  const subject = asked && (await lockSubject(em, asked.personId, reach));
  const doses = subject ? await dosesOf(em, [subject.person_id]) : [];
  const dose = doses.find((d) => d.dose_id === asked?.doseId);
  const own = clinic !== undefined && (dose?.clinic_id === clinic || subject?.managing_org_id === clinic);
  if (!subject || !dose || !own) throw forbidden();
  const key = { personId: dose.person_id, birthDate: dose.birth_date, doseId: dose.dose_id };
  return { key, subject, dose, doses };
}
