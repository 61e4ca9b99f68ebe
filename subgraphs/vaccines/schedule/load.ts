import { type DayNumber, dayOf, type IsoDate } from './dates.ts';
import { readHealth } from './load-health.ts';
import { readLabels } from './load-labels.ts';
import { readRules, readSources } from './load-rules.ts';
import { readLaterSeries, readSeries } from './load-series.ts';
import { readVaccines } from './load-vaccines.ts';
import { Node, ScheduleFormatError } from './reader.ts';
import type { Schedule, SeriesRules, TimelineEntry, VersionInForce } from './schedule.ts';

/** `current` is the version without an end, whatever the date; `asOf` asks for the one in force on a day. */
export type VersionChoice = string | { readonly asOf: IsoDate };

/** The dated versions the reference data hold, oldest first. Throws ScheduleFormatError. */
export function scheduleVersions(json: unknown): VersionInForce[] {
  return versionsOf(new Node(json, '$'));
}

function versionsOf(root: Node): VersionInForce[] {
  return root
    .get('scheduleVersions')
    .list()
    .map((v) => {
      v.get('effectiveFrom').day();
      v.opt('effectiveTo')?.day();
      return {
        id: v.get('id').text(),
        effectiveFrom: v.get('effectiveFrom').text(),
        effectiveTo: v.opt('effectiveTo')?.text() ?? null,
      };
    })
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
}

function choose(versions: VersionInForce[], choice: VersionChoice): VersionInForce {
  let found: VersionInForce | undefined;
  if (choice === 'current') found = versions.find((v) => v.effectiveTo === null);
  else if (typeof choice === 'string') found = versions.find((v) => v.id === choice);
  else found = versions.findLast((v) => v.effectiveFrom <= choice.asOf) ?? versions[0];
  if (!found) throw new ScheduleFormatError('$.scheduleVersions', 'the version asked for');
  return found;
}

/**
 * Reads and validates the reference data into one runnable version. A day before the first dated version gets
 * that first one: no older text is in the data. Throws ScheduleFormatError naming the place that is wrong.
 */
export function loadSchedule(json: unknown, choice: VersionChoice): Schedule {
  const root = new Node(json, '$');
  const versions = versionsOf(root);
  const chosen = choose(versions, choice);
  const labels = readLabels(root);
  const timeline: (TimelineEntry & { readonly series: SeriesRules[] })[] = [];
  for (const version of versions) {
    if (version.effectiveFrom > chosen.effectiveFrom) break;
    const series = readSeries(root, version, versions, labels);
    const byId = new Map(series.map((s) => [s.id, s]));
    timeline.push({ id: version.id, from: dayOf(version.effectiveFrom), byId, series });
  }
  const now = timeline.at(-1)!;
  const general = root.get('generalRules');
  return {
    ...chosen,
    series: now.series,
    byId: now.byId,
    laterSeries: readLaterSeries(root, chosen),
    timeline,
    labels,
    vaccines: readVaccines(root, now.series),
    upperAge: general.get('catchUpUpperAge').get('value').period(),
    liveInterval: general.get('liveLive').get('minInterval').period(),
    liveSource: general.get('liveLive').source(),
    health: readHealth(root),
    fourthHepBBornFrom: fourthHepB(root),
    rules: readRules(root),
    sources: readSources(root),
  };
}

/** The statistics show a fourth HepB dose only for children born from a day that stands in the dose's label. */
function fourthHepB(root: Node): DayNumber {
  for (const row of root.get('coverage').get('period').list()) {
    const dose = row.get('dose').value;
    if (row.get('vaccine').value === 'HepB' && typeof dose === 'string') return row.get('dose').dateInText();
  }
  return root.get('coverage').get('period').fail('a row for the fourth HepB dose');
}
