import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';

/** A copy of the schedule document to change at will, seen as the part a test changes. */
export function scheduleDocument<Part>(): Part {
  return JSON.parse(JSON.stringify(nipSchedule()));
}
