import data from './nip-schedule.json' with { type: 'json' };

/** The schedule document exactly as committed; the schedule package validates and types it. */
export type NipScheduleDocument = typeof data;

/** The national programme in all its dated versions, and common vaccines outside it. */
export function nipSchedule(): NipScheduleDocument {
  return data;
}
