import { type DayNumber, dayOf, type IsoDate } from './dates.ts';
import { laidOn, type Overlap, overlaps, readLayers } from './layers.ts';
import { readHealth } from './load-health.ts';
import { readLabels } from './load-labels.ts';
import { readRules, readSources } from './load-rules.ts';
import { readLaterSeries, readSeries } from './load-series.ts';
import { readVaccines } from './load-vaccines.ts';
import { Node, ScheduleFormatError } from './reader.ts';
import type { Schedule, SeriesRules, TimelineEntry, Variant, VersionInForce } from './schedule.ts';

/** `current` is the version without an end, whatever the date; `asOf` asks for the one in force on a day. */
export type VersionChoice = string | { readonly asOf: IsoDate };

/** The dated versions the reference data hold, oldest first. Throws ScheduleFormatError. */
export function scheduleVersions(json: unknown): VersionInForce[] {
  return versionsOf(new Node(json, '$'));
}

function versionsOf(root: Node): VersionInForce[] {
  const list = root.get('scheduleVersions').list();
  if (list.length === 0) root.get('scheduleVersions').fail('at least one version');
  return list.map((v, i) => {
    const from = v.get('effectiveFrom');
    const previous = list[i - 1];
    // A day belongs to one version: each begins on the day after the one before has ended, the last has no end.
    if (previous && from.day() !== previous.get('effectiveTo').day() + 1) from.fail('the day after the version before');
    const to = v.opt('effectiveTo');
    if (i === list.length - 1 && to) to.fail('no end of the last version');
    if (to && to.day() < from.day()) to.fail('a day not before effectiveFrom');
    from.day();
    return { id: v.get('id').text(), effectiveFrom: from.text(), effectiveTo: to?.text() ?? null };
  });
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
 * that first one: no older text is in the data. `layers` are what provinces lay on it (docs/schedule-format.md); they
 * hold in their divisions from their day on. Throws ScheduleFormatError naming the place that is wrong.
 */
export function loadSchedule(json: unknown, choice: VersionChoice, layers: unknown = []): Schedule {
  const read = readLayers(layers, new Node(json, '$'));
  const national = build(json, choice);
  const built = new Map<string, Schedule>();
  const variants = overlaps(read).map(({ layers: holding, ...where }: Overlap): Variant => {
    const key = holding.map((l) => l.id).join();
    let schedule = built.get(key);
    if (!schedule) {
      schedule = buildLaid(json, choice, holding);
      built.set(key, schedule);
    }
    return { ...where, schedule };
  });
  return { ...national, variants };
}

function buildLaid(json: unknown, choice: VersionChoice, layers: Overlap['layers']): Schedule {
  try {
    return build(laidOn(json, layers), choice);
  } catch (error) {
    if (!(error instanceof ScheduleFormatError)) throw error;
    throw new ScheduleFormatError(`${layers.map((l) => l.node.path).join('+')}:${error.path}`, error.expected);
  }
}

function build(json: unknown, choice: VersionChoice): Schedule {
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
    document: root.object(),
    variants: [],
    series: now.series,
    byId: now.byId,
    laterSeries: readLaterSeries(root, chosen),
    timeline,
    labels,
    vaccines: readVaccines(root, now.series),
    upperAge: general.get('catchUpUpperAge').get('value').period(),
    graceDays: root.get('meta').get('grace').get('days').number(),
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
