import { currentDay } from '../../offline/day.ts';
import { givenAt } from '../outreach/sessions.ts';
import { useCodes } from '../packs/use-clinic.ts';
import { point } from './point.ts';
import { useVisits } from './use-visits.ts';
import { currentVisit, isEnded } from './visit-state.ts';

/** The vaccines given where somebody is vaccinated now: at the point of the visit, else where this device stands (H-11). Null: all of the clinic. */
export function useGivenHere(personId: string): ReadonlySet<string> | null {
  const { codes } = useCodes();
  const visit = currentVisit(useVisits().visits, personId);
  return givenAt(codes, visit && !isEnded(visit) ? visit.point : point.value, currentDay());
}
