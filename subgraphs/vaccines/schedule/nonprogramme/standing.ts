import { acceptedOf, ageDay, type Context, stateOf } from '../context.ts';
import { type DayNumber, dayOf } from '../dates.ts';
import { forecastBy, standing } from '../forecast.ts';
import { type Reason, reason } from '../reasons.ts';
import { after, type Strategy, type Target } from '../rules/target.ts';
import type { SeriesForecast } from '../types.ts';
import { byTable, otherTarget } from './course.ts';
import type { Alternatives, OtherRules, Others } from './rules.ts';
import { bySeason } from './season.ts';

/** Nothing more is to come. */
const FINISHED: ReadonlySet<SeriesForecast['status']> = new Set(['complete', 'not_applicable', 'aged_out']);

/** Where everything outside the programme stands, once all doses are judged. */
export function standingOutside(ctx: Context, { series, alternatives }: Others): SeriesForecast[] {
  const known = new Map(standing(ctx).map(({ forecast }) => [forecast.series, forecast]));
  const found = new Map<string, SeriesForecast>();
  const add = (rules: OtherRules, combination: boolean) => {
    // A series a province took into its programme stands there.
    if (known.has(rules.id)) return;
    const { forecast } = forecastBy(ctx, rules, strategyFor(ctx, rules, combination ? known : null));
    found.set(rules.id, forecast);
  };
  for (const rules of series) if (rules.counts.length === 0) add(rules, false);
  for (const group of alternatives) chooseOne(ctx, group, found, known);
  for (const [id, forecast] of found) known.set(id, forecast);
  for (const rules of series) if (rules.counts.length > 0) add(rules, true);
  return series.flatMap((rules) => found.get(rules.id) ?? []);
}

function strategyFor(ctx: Context, rules: OtherRules, known: ReadonlyMap<string, SeriesForecast> | null): Strategy {
  const window = rules.window[ctx.subject.sex];
  return (ask) => {
    if (!window) return none(reason('NOT_ELIGIBLE', `${rules.id}.eligibility`, rules.id, rules.source));
    if (rules.byLabel) return none(reason('BY_LABEL', rules.id, rules.id, rules.source));
    if (rules.onDemand && ask.state.accepted.length === 0)
      return none(reason('ON_OCCASION', `${rules.id}.onDemand`, rules.id, rules.onDemand));
    const mine = { ...ask, rules, window };
    if (rules.season) return bySeason(mine);
    return known ? byComponents(mine, known) : byTable(mine);
  };
}

const none = (why: Reason): Target => ({ kind: 'none', reason: why });

/**
 * A combination: wanted while each of its components is; its next dose follows the doses of the first component,
 * whatever product brought them, and keeps the label's interval from the last dose of each.
 */
function byComponents(ask: Parameters<typeof byTable>[0], known: ReadonlyMap<string, SeriesForecast>): Target {
  const { ctx, rules, window, state } = ask;
  const { doses } = rules.tables[0]!;
  if (state.accepted.length >= doses.length) return { kind: 'complete', needed: doses.length };
  let end: DayNumber = Number.POSITIVE_INFINITY;
  for (const id of rules.counts) {
    const part = known.get(id);
    if (!part || FINISHED.has(part.status)) return notNeeded(rules, id);
    if (part.latest !== null) end = Math.min(end, dayOf(part.latest) + 1);
  }
  const before = rules.counts.map((id) => acceptedOf(ctx, id));
  const rule = doses[before[0]?.length ?? 0];
  if (!rule) return notNeeded(rules, rules.counts[0]!);
  const min = rule.intervals[0]?.min;
  const last = before.flatMap((accepted) => accepted.at(-1) ?? []);
  const bound = window.before ? Math.min(end, ageDay(ctx, window.before)) : end;
  const more = { number: rule.dose, after: min ? last.map((d) => after(d.day, min)) : [], endDay: bound };
  return otherTarget(ask, rule, doses.length, more);
}

function notNeeded({ id, source }: OtherRules, part: string): Target {
  return none(reason('NOT_NEEDED', `${id}.counts`, id, source, { otherSeries: part }));
}

/** Of several series against one disease: when one is complete or begun, the others are not applicable. */
function chooseOne(
  ctx: Context,
  { id, series, programme, source }: Alternatives,
  found: Map<string, SeriesForecast>,
  known: ReadonlyMap<string, SeriesForecast>,
): void {
  const complete = (name: string) => (found.get(name) ?? known.get(name))?.status === 'complete';
  const done = series.find(complete) ?? programme.find(complete);
  const begun = series.filter((name) => {
    const forecast = found.get(name);
    return forecast && stateOf(ctx, name).accepted.length > 0 && !FINISHED.has(forecast.status);
  });
  const other = done ?? begun[0];
  if (other === undefined) return;
  for (const name of series) {
    const forecast = found.get(name);
    if (!forecast || forecast.status === 'complete' || forecast.status === 'not_applicable') continue;
    if (done === undefined && begun.includes(name)) continue;
    const why = reason(done === undefined ? 'ALTERNATIVE_BEGUN' : 'ALTERNATIVE_COMPLETE', id, name, source, {
      otherSeries: other,
    });
    found.set(name, finished(forecast, why));
  }
}

function finished(forecast: SeriesForecast, why: Reason): SeriesForecast {
  const nothing = { dose: null, earliest: null, recommended: null, overdueFrom: null, latest: null, products: [] };
  return { ...forecast, ...nothing, status: 'not_applicable', dosesNeeded: 0, reasons: [why] };
}
