import type { MeQuery } from '../../data/generated/desk.ts';

/** The CDC of a province changes its schedule; the server decides, this only spares others the way. */
export const mayChangeSchedule = (me: MeQuery['me'] | undefined): boolean =>
  me?.role === 'cdc' && me.divisions.some(({ code }) => code.length === 2);
