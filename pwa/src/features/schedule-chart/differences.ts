import type { DoseRule, Period, Schedule, SeriesRules } from '@miaoben/schedule';
import { type ChartDose, chartOf, isSameAge } from './chart.ts';

/** What differs between two versions. Closed list; the catalogue of the desk has a sentence for each. */
export type What =
  | 'seriesAdded'
  | 'seriesRemoved'
  | 'doseAdded'
  | 'doseRemoved'
  | 'moved'
  | 'minAge'
  | 'complete'
  | 'catchUp'
  | 'interval'
  | 'vaccinesAdded'
  | 'vaccinesRemoved'
  | 'exempt'
  | 'eligibility'
  | 'typeTwo'
  | 'afterImmunoglobulin';

/** A bound as the versions state it. */
export type Bound =
  | { kind: 'age'; age: Period }
  | { kind: 'afterFirst'; span: Period }
  | { kind: 'intervals'; intervals: DoseRule['intervals'] }
  | { kind: 'codes'; codes: readonly string[] }
  | { kind: 'span'; span: Period }
  /** Children born before the day need one IPV only, and none after tOPV; null: two type-II doses for everybody. */
  | { kind: 'typeTwo'; oneIfBornBefore: number | null }
  | { kind: 'text'; text: string };

/** One difference of a version to another; `before` or `after` is null where there is none. */
export interface Difference {
  series: string;
  /** null: of the series as a whole */
  dose: number | null;
  what: What;
  before: Bound | null;
  after: Bound | null;
}

const age = (period: Period | null): Bound | null => (period ? { kind: 'age', age: period } : null);
const key = (bound: Bound | null): string => JSON.stringify(bound);

/** How a dose is planned: at an age, or a time after the first. */
const planned = ({ age: at, rule }: ChartDose): Bound | null =>
  rule.recommendedAfterFirst ? { kind: 'afterFirst', span: rule.recommendedAfterFirst } : age(at);

const completed = ({ completeBefore, completeAfterFirst }: DoseRule): Bound | null =>
  completeAfterFirst ? { kind: 'afterFirst', span: completeAfterFirst } : age(completeBefore);

const intervals = ({ intervals: list }: DoseRule): Bound | null =>
  list.length > 0 ? { kind: 'intervals', intervals: list } : null;

const codes = (list: readonly string[]): Bound | null =>
  list.length > 0 ? { kind: 'codes', codes: [...list].sort() } : null;

const exempt = ({ exemptDivisions }: SeriesRules): Bound | null =>
  exemptDivisions.length > 0 ? { kind: 'codes', codes: [...exemptDivisions].sort() } : null;

/** For whom: what only some children have. */
const eligible = ({ sex, bornFrom }: SeriesRules): Bound | null =>
  sex || bornFrom !== null ? { kind: 'text', text: `${sex ?? ''} ${bornFrom ?? ''}`.trim() } : null;

const typeTwo = ({ typeTwo: rule }: SeriesRules): Bound | null =>
  rule ? { kind: 'typeTwo', oneIfBornBefore: rule.oneDoseIfBornBefore } : null;

const afterImmunoglobulin = ({ afterImmunoglobulin: rule }: SeriesRules): Bound | null =>
  rule ? { kind: 'span', span: rule.min } : null;

function ofDose(series: string, a: ChartDose, b: ChartDose): Difference[] {
  const pairs: [What, Bound | null, Bound | null][] = [
    ['moved', planned(a), planned(b)],
    ['minAge', age(a.rule.minAge), age(b.rule.minAge)],
    ['complete', completed(a.rule), completed(b.rule)],
    ['catchUp', age(a.rule.catchUpBefore), age(b.rule.catchUpBefore)],
    ['interval', intervals(a.rule), intervals(b.rule)],
  ];
  return pairs
    .filter(([, before, after]) => key(before) !== key(after))
    .map(([what, before, after]) => ({ series, dose: a.dose, what, before, after }));
}

function ofSeries(a: SeriesRules, b: SeriesRules): Difference[] {
  const added = codes(b.give.filter((code) => !a.give.includes(code)));
  const removed = codes(a.give.filter((code) => !b.give.includes(code)));
  const whole = { series: b.id, dose: null };
  const found: Difference[] = [];
  if (removed) found.push({ ...whole, what: 'vaccinesRemoved', before: removed, after: null });
  if (added) found.push({ ...whole, what: 'vaccinesAdded', before: null, after: added });
  for (const [what, of] of [
    ['exempt', exempt],
    ['eligibility', eligible],
    ['typeTwo', typeTwo],
    ['afterImmunoglobulin', afterImmunoglobulin],
  ] as const) {
    if (key(of(a)) !== key(of(b))) found.push({ ...whole, what, before: of(a), after: of(b) });
  }
  return found;
}

/** Every difference of the routine doses from one version to another, in the order of the newer one's table. */
export function differencesOf(older: Schedule, newer: Schedule): Difference[] {
  const a = new Map(chartOf(older).series.map((series) => [series.id, series]));
  const b = new Map(chartOf(newer).series.map((series) => [series.id, series]));
  const found: Difference[] = [];
  for (const id of new Set([...b.keys(), ...a.keys()])) {
    const before = a.get(id);
    const after = b.get(id);
    if (!before || !after) {
      const what = after ? 'seriesAdded' : 'seriesRemoved';
      found.push({ series: id, dose: null, what, before: null, after: null });
      continue;
    }
    found.push(...ofSeries(before.rules, after.rules));
    for (const dose of after.doses) {
      const old = before.doses.find((d) => d.dose === dose.dose);
      if (old) found.push(...ofDose(id, old, dose));
      else found.push({ series: id, dose: dose.dose, what: 'doseAdded', before: null, after: planned(dose) });
    }
    for (const dose of before.doses)
      if (!after.doses.some((d) => d.dose === dose.dose))
        found.push({ series: id, dose: dose.dose, what: 'doseRemoved', before: planned(dose), after: null });
  }
  return found;
}

export type Mark = 'added' | 'removed' | 'moved' | 'changed' | null;

/** How a dose of one of two versions stands out at an age, for its cell in the table. */
export function markOf(
  differences: readonly Difference[],
  series: string,
  dose: ChartDose,
  side: 'older' | 'newer',
): Mark {
  const whole = differences.find(
    (d) => d.series === series && (d.what === 'seriesAdded' || d.what === 'seriesRemoved'),
  );
  if (whole) return whole.what === 'seriesAdded' ? 'added' : 'removed';
  const own = differences.filter((d) => d.series === series && d.dose === dose.dose);
  if (own.some(({ what }) => what === 'doseAdded')) return 'added';
  if (own.some(({ what }) => what === 'doseRemoved')) return 'removed';
  if (own.some(({ what }) => what === 'moved')) return 'moved';
  return own.length > 0 && side === 'newer' ? 'changed' : null;
}

/** The ages of two charts, each once, youngest first. */
export function agesOfBoth(older: Schedule, newer: Schedule): Period[] {
  const ages: Period[] = [];
  for (const each of [...chartOf(older).ages, ...chartOf(newer).ages])
    if (!ages.some((held) => isSameAge(held, each))) ages.push(each);
  return ages.sort((a, b) => a.months - b.months || a.days - b.days);
}
