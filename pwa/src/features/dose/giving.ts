import type { InjectionSite, Route } from '../../data/generated/clinic.ts';
import { ageOn } from '../../i18n/format.ts';

export const SITES: readonly InjectionSite[] = [
  'left_upper_arm',
  'right_upper_arm',
  'left_thigh',
  'right_thigh',
  'oral',
  'other',
];
export const ROUTES: readonly Route[] = ['IM', 'SC', 'ID', 'PO', 'IN'];

const ORAL = new Set(['0301', '0302', '0304', '0305', '0311', '0312', '3301', '3801']);
const SUBCUTANEOUS = new Set(['1601', '1701', '1703', '1801', '1901', '1902', '2201', '2203']);
/** 大类 given under the skin in all their products: measles, mumps, rubella and their combinations. */
const SUBCUTANEOUS_MAJORS = new Set(['09', '10', '11', '12', '13', '14']);

/**
 * How a vaccine is given (nip-schedule, `route` of each dose: 2026 programme; labels outside it). What the two texts do
 * not name is intramuscular, the commonest way; the vaccinator sees and can change it.
 */
export function routeOf(vaccine: string): Route {
  if (vaccine === '0101') return 'ID';
  if (ORAL.has(vaccine) || vaccine.startsWith('24')) return 'PO';
  if (vaccine === '2109' || vaccine === '5607') return 'IN';
  return SUBCUTANEOUS.has(vaccine) || SUBCUTANEOUS_MAJORS.has(vaccine.slice(0, 2)) ? 'SC' : 'IM';
}

/** 大类 whose injections go into the thigh before 12 months (2026 programme: anterolateral thigh named first). */
const THIGH_MAJORS = new Set(['03', '04', '23', '25', '49', '50', '53']);

/** Where to give it, away from the sites already used on that day. */
export function siteOf(
  vaccine: string,
  birthDate: string,
  day: string,
  usedToday: readonly (InjectionSite | null)[],
): InjectionSite {
  const route = routeOf(vaccine);
  if (route === 'PO') return 'oral';
  if (route === 'IN') return 'other';
  const isInfant = ageOn(birthDate, day).years === 0;
  const arms: InjectionSite[] = ['left_upper_arm', 'right_upper_arm'];
  const thighs: InjectionSite[] = ['left_thigh', 'right_thigh'];
  const wanted = isInfant && THIGH_MAJORS.has(vaccine.slice(0, 2)) ? [...thighs, ...arms] : [...arms, ...thighs];
  return wanted.find((site) => !usedToday.includes(site)) ?? wanted[0] ?? 'other';
}
