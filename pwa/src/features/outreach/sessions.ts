import { addDays } from '@miaoben/schedule';
import type { ClinicCodesQuery } from '../../data/generated/clinic.ts';
import { todayInChina } from '../../i18n/format.ts';

export type PointSession = ClinicCodesQuery['vaccinationSessions'][number];
export type PointLists = ClinicCodesQuery['clinicSettings']['pointLists'][number];
/** A pack of an earlier release names no sessions and no lists. */
interface Codes {
  clinicSettings: { points: string[]; pointLists?: PointLists[] };
  vaccinationSessions?: PointSession[];
}
/** What is asked of a plan of the day: the vaccines each of its rows may be given with. */
interface Planned {
  vaccines: readonly { code: string }[];
}

/** Standing sessions of a day. */
export const sessionsOn = (codes: Codes | null, day: string): PointSession[] =>
  (codes?.vaccinationSessions ?? []).filter((session) => session.day === day && !session.cancelled);

/** A list without a name leaves the point open to everybody of the clinic. */
const isOfStaff = (lists: { staff?: readonly { id: string }[] } | undefined, account: string | undefined): boolean =>
  !lists?.staff?.length || lists.staff.some(({ id }) => id === account);

/** The points somebody may stand at on a day (H-09, H-11): those of the clinic, and the temporary ones of that day. */
export function pointsOn(codes: Codes | null, day: string, account: string | undefined): string[] {
  const lists = new Map(codes?.clinicSettings.pointLists?.map((point) => [point.name, point]));
  const fixed = (codes?.clinicSettings.points ?? []).filter((name) => isOfStaff(lists.get(name), account));
  const temporary = sessionsOn(codes, day).filter((session) => isOfStaff(session, account));
  return [...new Set([...fixed, ...temporary.map(({ point }) => point)])];
}

/** Where a device stands on a day, by the name that was chosen; one of another day, or of others, is nobody's. */
export function placeOn(
  codes: Codes | null,
  chosen: string,
  day: string,
  account: string | undefined,
): { point: string | null; session: PointSession | null } {
  if (!pointsOn(codes, day, account).includes(chosen)) return { point: null, session: null };
  return { point: chosen, session: sessionsOn(codes, day).find(({ point }) => point === chosen) ?? null };
}

/** The vaccines given at a point on a day (H-11); null: whatever the clinic gives. */
export function givenAt(codes: Codes | null, point: string | null, day: string): ReadonlySet<string> | null {
  const lists =
    sessionsOn(codes, day).find((session) => session.point === point) ??
    codes?.clinicSettings.pointLists?.find(({ name }) => name === point);
  return lists?.vaccines.length ? new Set(lists.vaccines.map(({ code }) => code)) : null;
}

/** Rows of a plan with the vaccines of the point alone; a row of none of them is left without any. */
export const offeredAt = <P extends Planned>(planned: readonly P[], given: ReadonlySet<string> | null): P[] =>
  planned.map((row) => (given ? { ...row, vaccines: row.vaccines.filter(({ code }) => given.has(code)) } : row));

/** The sessions of tomorrow this device is not ready for: it takes the pack along the evening before. @param takenAt of its pack */
export function notReadyFor(codes: Codes | null, day: string, takenAt: number | null): PointSession[] {
  if (takenAt !== null && todayInChina(takenAt) >= day) return [];
  return sessionsOn(codes, addDays(day, 1));
}

/** Names of those who go to a session: accounts first, then those without one. */
export const teamOf = ({
  staff,
  team,
}: {
  staff?: readonly { displayName: string }[];
  team: readonly string[];
}): string => [...(staff ?? []).map(({ displayName }) => displayName), ...team].join(' / ');
