import { type DoseRule, isoOf, type Period, type Schedule, type SeriesRules } from '@miaoben/schedule';
import { nameOfSeries } from '../plan/series-name.ts';
import { type Affected, type ScheduleContent, versionsOf } from './schedule.document.ts';

/** What can differ between two schedule documents. Closed list. */
export const DIFFERENCE_KINDS = [
  'version_added',
  'version_removed',
  'effective_from',
  'effective_to',
  'series_added',
  'series_removed',
  'name',
  'vaccines',
  'dose_added',
  'dose_removed',
  'minimum_age',
  'recommended_age',
  'complete_before',
  'catch_up_before',
  'intervals',
  'sex',
  'born_from',
  'not_routine_in',
  'special_rule',
  'general_rule',
  'non_programme',
  'vaccine_codes',
  'source',
  'layer',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export interface Difference {
  version: string | null;
  series: string | null;
  seriesName: string | null;
  dose: number | null;
  what: DifferenceKind;
  before: string | null;
  after: string | null;
}

/** Longer texts are cut: the difference is shown, the document is to be read. */
const LONGEST = 300;
/** Words only: nobody is judged otherwise. */
const HARMLESS: ReadonlySet<DifferenceKind> = new Set(['name', 'source']);

/** An age or interval as ISO 8601 duration. */
function durationOf(p: Period | null): string | null {
  if (p === null) return null;
  const [years, months] = [Math.trunc(p.months / 12), p.months % 12];
  const parts = [years ? `${years}Y` : '', months ? `${months}M` : '', p.days ? `${p.days}D` : ''].join('');
  return parts === '' ? 'P0D' : `P${parts}`;
}

/** JSON with sorted keys, in which sets and maps have a form too. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => {
    if (v instanceof Set) return [...v].sort();
    if (v instanceof Map) return Object.fromEntries([...v].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
    if (v && typeof v === 'object' && !Array.isArray(v)) {
      return Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return v;
  });
}

const cut = (text: string | null): string | null =>
  text !== null && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;

class Differences {
  readonly found: Difference[] = [];

  add(
    place: { version?: string; series?: string; dose?: number },
    what: DifferenceKind,
    before: string | null,
    after: string | null,
  ): void {
    if (before === after) return;
    const { version = null, series = null, dose = null } = place;
    const seriesName = series === null ? null : nameOfSeries(series);
    this.found.push({ version, series, seriesName, dose, what, before: cut(before), after: cut(after) });
  }
}

const intervalsOf = (rule: DoseRule): string | null =>
  rule.intervals
    .map(({ from, min }) =>
      typeof from === 'number' ? `${from}: ${durationOf(min)}` : `${from.series} ${from.dose}: ${durationOf(min)}`,
    )
    .sort()
    .join('; ') || null;

const doseText = (rule: DoseRule): string =>
  [durationOf(rule.minAge), durationOf(rule.recommendedAge), durationOf(rule.completeBefore)]
    .map((t) => t ?? '')
    .join(' / ');

/** An age, or for a dose planned by the time since dose 1 that time. */
const plannedOf = (age: Period | null, afterFirst: Period | null): string | null =>
  age === null && afterFirst !== null ? `1 + ${durationOf(afterFirst)}` : durationOf(age);

function compareDoses(
  place: { version: string; series: string },
  before: readonly DoseRule[],
  after: readonly DoseRule[],
  to: Differences,
): void {
  const was = new Map(before.map((d) => [d.dose, d]));
  const is = new Map(after.map((d) => [d.dose, d]));
  for (const [dose, old] of was) if (!is.has(dose)) to.add({ ...place, dose }, 'dose_removed', doseText(old), null);
  for (const [dose, rule] of is) {
    const at = { ...place, dose };
    const old = was.get(dose);
    if (!old) {
      to.add(at, 'dose_added', null, doseText(rule));
      continue;
    }
    to.add(at, 'minimum_age', durationOf(old.minAge), durationOf(rule.minAge));
    to.add(
      at,
      'recommended_age',
      plannedOf(old.recommendedAge, old.recommendedAfterFirst),
      plannedOf(rule.recommendedAge, rule.recommendedAfterFirst),
    );
    to.add(
      at,
      'complete_before',
      plannedOf(old.completeBefore, old.completeAfterFirst),
      plannedOf(rule.completeBefore, rule.completeAfterFirst),
    );
    to.add(at, 'catch_up_before', durationOf(old.catchUpBefore), durationOf(rule.catchUpBefore));
    to.add(at, 'intervals', intervalsOf(old), intervalsOf(rule));
    to.add(at, 'source', old.source.join(', '), rule.source.join(', '));
  }
}

/** Members of a series that are compared by name; every other one is a special rule. */
const NAMED: ReadonlySet<string> = new Set([
  'id',
  'zh',
  'source',
  'give',
  'doses',
  'exemptDivisions',
  'exemptSource',
  'sex',
  'bornFrom',
]);

function compareSeries(version: string, before: SeriesRules, after: SeriesRules, to: Differences): void {
  const place = { version, series: after.id };
  to.add(place, 'name', before.zh, after.zh);
  to.add(place, 'vaccines', before.give.join(', '), after.give.join(', '));
  to.add(place, 'sex', before.sex, after.sex);
  to.add(
    place,
    'born_from',
    before.bornFrom === null ? null : isoOf(before.bornFrom),
    after.bornFrom === null ? null : isoOf(after.bornFrom),
  );
  to.add(place, 'not_routine_in', before.exemptDivisions.join(', ') || null, after.exemptDivisions.join(', ') || null);
  to.add(place, 'source', before.source.join(', '), after.source.join(', '));
  compareDoses(place, before.doses, after.doses, to);
  const parts = (s: SeriesRules) => new Map(Object.entries(s).filter(([key]) => !NAMED.has(key)));
  const [was, is] = [parts(before), parts(after)];
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const text = (value: unknown) => (value === undefined ? null : `${key} ${canonical(value)}`);
    to.add(place, 'special_rule', text(was.get(key)), text(is.get(key)));
  }
}

/** What differs in the series of two versions. */
function compareVersions(before: Schedule, after: Schedule, to: Differences): void {
  for (const [id, old] of before.byId) {
    if (!after.byId.has(id)) to.add({ version: after.id, series: id }, 'series_removed', old.zh, null);
  }
  for (const [id, rules] of after.byId) {
    const old = before.byId.get(id);
    if (old) compareSeries(after.id, old, rules, to);
    else to.add({ version: after.id, series: id }, 'series_added', null, rules.zh);
  }
}

/** Parts of the document that are compared as they are written, with the kind they count as. */
const WRITTEN: Readonly<Record<string, DifferenceKind>> = {
  nonNip: 'non_programme',
  keyPopulationVaccines: 'non_programme',
  rabies: 'non_programme',
  vaccineCodes: 'vaccine_codes',
};
/** Told by the versions, or only words about the document. */
const NOT_WRITTEN: ReadonlySet<string> = new Set(['series', 'scheduleVersions', 'meta', 'sources', 'doseLists']);

function compareWritten(before: unknown, after: unknown, to: Differences): void {
  const parts = (value: unknown) =>
    new Map(Object.entries(value && typeof value === 'object' ? value : {}).filter(([key]) => !NOT_WRITTEN.has(key)));
  const [was, is] = [parts(before), parts(after)];
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const kind = WRITTEN[key] ?? 'general_rule';
    for (const [path, a, b] of leaves(`$.${key}`, was.get(key), is.get(key))) {
      const text = (value: unknown) => (value === undefined ? null : `${path} = ${canonical(value)}`);
      to.add({}, kind, text(a), text(b));
    }
  }
}

/** Where two JSON values differ, as far down as both have the same members. */
function* leaves(path: string, a: unknown, b: unknown): Generator<[string, unknown, unknown]> {
  if (canonical(a) === canonical(b)) return;
  const both = (test: (v: unknown) => boolean) => test(a) && test(b);
  if (both(Array.isArray) && (a as unknown[]).length === (b as unknown[]).length) {
    for (const [i, item] of (a as unknown[]).entries()) yield* leaves(`${path}[${i}]`, item, (b as unknown[])[i]);
    return;
  }
  if (both((v) => typeof v === 'object' && v !== null && !Array.isArray(v))) {
    const [was, is] = [a as Record<string, unknown>, b as Record<string, unknown>];
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      yield* leaves(`${path}.${key}`, was[key], is[key]);
    }
    return;
  }
  yield [path, a, b];
}

function compareLayers(before: readonly unknown[], after: readonly unknown[], to: Differences): void {
  const byId = (layers: readonly unknown[]) => new Map(layers.map((l) => [String((l as { id?: unknown }).id), l]));
  const [was, is] = [byId(before), byId(after)];
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    for (const [path, a, b] of leaves(id, was.get(id), is.get(id))) {
      const text = (value: unknown) => (value === undefined ? null : `${path} = ${canonical(value)}`);
      to.add({}, 'layer', text(a), text(b));
    }
  }
}

/** Every difference between two valid documents, version by version, series by series, dose by dose. */
export function differencesOf(before: ScheduleContent, after: ScheduleContent): Difference[] {
  const to = new Differences();
  const was = new Map(versionsOf(before).map((v) => [v.id, v]));
  const is = new Map(versionsOf(after).map((v) => [v.id, v]));
  for (const [id, old] of was) if (!is.has(id)) to.add({ version: id }, 'version_removed', old.effectiveFrom, null);
  for (const [id, version] of is) {
    const old = was.get(id);
    if (!old) {
      to.add({ version: id }, 'version_added', null, version.effectiveFrom);
      continue;
    }
    to.add({ version: id }, 'effective_from', old.effectiveFrom, version.effectiveFrom);
    to.add({ version: id }, 'effective_to', old.effectiveTo, version.effectiveTo);
    compareVersions(old, version, to);
  }
  compareWritten(before.document, after.document, to);
  compareLayers(before.layers, after.layers, to);
  return to.found;
}

/** What differs when the day of another version of one document comes. */
export function differencesOfVersions(before: Schedule, after: Schedule): Difference[] {
  const to = new Differences();
  compareVersions(before, after, to);
  return to.found;
}

/**
 * Whom differences may concern: everybody under the upper age of the programme, girls only where nothing but series for girls
 * differs, not those born before all of these series; of any age where rules outside the programme differ.
 */
export function affectedBy(differences: readonly Difference[], schedules: readonly Schedule[]): Affected {
  const real = differences.filter((d) => !HARMLESS.has(d.what));
  const underYears = Math.max(...schedules.map((s) => Math.ceil(s.upperAge.months / 12)));
  const everybody: Affected = { underYears, sex: null, bornFrom: null };
  if (real.length === 0) return { ...everybody, none: true };
  if (real.some((d) => d.what === 'non_programme' || d.what === 'vaccine_codes'))
    return { ...everybody, underYears: null };
  const rules = real.flatMap((d) => (d.series === null ? [] : schedules.flatMap((s) => s.byId.get(d.series!) ?? [])));
  if (real.some((d) => d.series === null) || rules.length === 0) return everybody;
  const born = rules.map((r) => r.bornFrom);
  return {
    underYears,
    sex: rules.every((r) => r.sex === 'F') ? 'F' : null,
    bornFrom: born.every((b) => b !== null) ? isoOf(Math.min(...born.map((b) => b ?? 0))) : null,
  };
}
