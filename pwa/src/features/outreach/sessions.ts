import { addDays } from '@miaoben/schedule';
import type { ClinicCodesQuery } from '../../data/generated/clinic.ts';
import { todayInChina } from '../../i18n/format.ts';

export type PointSession = ClinicCodesQuery['vaccinationSessions'][number];
type Codes = Pick<ClinicCodesQuery, 'clinicSettings'> & Partial<Pick<ClinicCodesQuery, 'vaccinationSessions'>>;

/** Standing sessions of a day; a pack of an earlier release names none. */
export const sessionsOn = (codes: Codes | null, day: string): PointSession[] =>
  (codes?.vaccinationSessions ?? []).filter((session) => session.day === day && !session.cancelled);

/** The points a device may stand at on a day: those of the clinic, and the temporary ones of that day. */
export const pointsOn = (codes: Codes | null, day: string): string[] => [
  ...new Set([...(codes?.clinicSettings.points ?? []), ...sessionsOn(codes, day).map(({ point }) => point)]),
];

/** Where a device stands on a day, by the name that was chosen; one of another day is nobody's. */
export function placeOn(
  codes: Codes | null,
  chosen: string,
  day: string,
): { point: string | null; session: PointSession | null } {
  const session = sessionsOn(codes, day).find(({ point }) => point === chosen) ?? null;
  return { point: pointsOn(codes, day).includes(chosen) ? chosen : null, session };
}

/** The sessions of tomorrow this device is not ready for: it takes the pack along the evening before. @param takenAt of its pack */
export function notReadyFor(codes: Codes | null, day: string, takenAt: number | null): PointSession[] {
  if (takenAt !== null && todayInChina(takenAt) >= day) return [];
  return sessionsOn(codes, addDays(day, 1));
}
