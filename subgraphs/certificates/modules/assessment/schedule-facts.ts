import { loadSchedule, type Schedule, scheduleVersions } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';

const loaded = new Map<string, Schedule>();

function schedule(version: string): Schedule {
  let found = loaded.get(version);
  if (!found) {
    found = loadSchedule(nipSchedule(), version);
    loaded.set(version, found);
  }
  return found;
}

/** The day YYYY-MM-DD from which a version of the schedule is in force: the rule version of an answer code. */
export function effectiveDate(version: string): string {
  const found = scheduleVersions(nipSchedule()).find((v) => v.id === version);
  if (!found) throw new Error(`the reference data hold no schedule version ${version}`);
  return found.effectiveFrom;
}

/** National major code (疫苗大类代码, two digits) of what the programme gives in a series. */
export function majorCodeOf(version: string, series: string): string {
  const code = schedule(version).byId.get(series)?.give[0];
  if (code === undefined) throw new Error(`schedule version ${version} has no series ${series}`);
  return code.slice(0, 2);
}
