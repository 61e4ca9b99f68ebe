import { type Context, isExempt, makeContext, type SeriesState, stateOf } from './context.ts';
import { type DayNumber, type IsoDate, isoOf, plus } from './dates.ts';
import { type Block, blockOf, blockReason } from './health.ts';
import { type Reason, reason } from './reasons.ts';
import { travelsUnprotected } from './rules/options.ts';
import { strategyOf } from './rules/strategies.ts';
import type { Strategy, Target } from './rules/target.ts';
import type { Schedule, SeriesRules } from './schedule.ts';
import type { Wait } from './trace-step.ts';
import type { GivenDose, SeriesForecast, SeriesStatus, Subject } from './types.ts';
import { bloodFree, immunoglobulinFree, lastOtherLive, walk } from './walk.ts';

type DoseTarget = Extract<Target, { kind: 'dose' }>;

/** A forecast with what the school check needs besides. */
export interface Outlook {
  readonly forecast: SeriesForecast;
  /** The day the minimum age of the next dose is reached; null when nothing follows. */
  readonly ageDay: DayNumber | null;
}

/**
 * The state and next dose of every series on `asOf`, in the order of the schedule. Doses after `asOf` do not exist
 * yet. Throws SubjectError when a date of the subject is none.
 */
export function forecast(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): SeriesForecast[] {
  return outlook(subject, history, schedule, asOf).map((o) => o.forecast);
}

export function outlook(subject: Subject, history: readonly GivenDose[], schedule: Schedule, asOf: IsoDate): Outlook[] {
  const ctx = makeContext(subject, history, schedule, asOf);
  walk(ctx, ctx.asOf);
  return standing(ctx);
}

/** The same for one series alone; undefined when this schedule does not hold it. */
export function outlookOf(
  series: string,
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): Outlook | undefined {
  const ctx = makeContext(subject, history, schedule, asOf);
  const rules = ctx.schedule.byId.get(series);
  if (!rules) return undefined;
  walk(ctx, ctx.asOf);
  return forecastSeries(ctx, rules);
}

/** Where every series stands once the doses up to the day are walked. */
export function standing(ctx: Context): Outlook[] {
  const { series, laterSeries } = ctx.schedule;
  const found = series.map((rules) => forecastSeries(ctx, rules));
  for (const { id, source } of laterSeries)
    found.push(finished(id, 0, 'not_applicable', 0, [reason('NOT_IN_VERSION', `${id}.effectiveFrom`, id, source)]));
  return found;
}

function closed(ctx: Context, rules: SeriesRules, status: SeriesStatus, needed: number, reasons: Reason[]): Outlook {
  return finished(rules.id, stateOf(ctx, rules.id).accepted.length, status, needed, reasons);
}

function finished(series: string, given: number, status: SeriesStatus, needed: number, reasons: Reason[]): Outlook {
  const forecast = {
    series,
    status,
    dose: null,
    dosesNeeded: needed,
    dosesGiven: given,
    earliest: null,
    recommended: null,
    overdueFrom: null,
    latest: null,
    products: NO_PRODUCTS,
    reasons,
  };
  return { forecast, ageDay: null };
}

const NO_PRODUCTS: readonly string[] = [];

/** Why the series does not concern this person at all. */
function notApplicable(ctx: Context, rules: SeriesRules): Reason | null {
  const { sex } = ctx.subject;
  if (isExempt(ctx, rules) && !travelsUnprotected(ctx, rules))
    return reason('NOT_ROUTINE_IN_DIVISION', `${rules.id}.notRoutineIn`, rules.id, rules.exemptSource);
  if ((rules.sex && rules.sex !== sex) || (rules.bornFrom !== null && ctx.birth < rules.bornFrom))
    return reason('NOT_ELIGIBLE', `${rules.id}.eligibility`, rules.id, rules.source);
  return null;
}

type BlockOf = (code: string) => Block | null;

const noBlock: BlockOf = () => null;
const always = () => true;

/** What forbids or postpones a product on the day of the forecast. */
function blocksOn(ctx: Context): BlockOf {
  return (code) => {
    const vaccine = ctx.schedule.vaccines.get(code);
    return vaccine ? blockOf(ctx, vaccine, ctx.asOf, false) : null;
  };
}

function forecastSeries(ctx: Context, rules: SeriesRules): Outlook {
  const never = notApplicable(ctx, rules);
  if (never) return closed(ctx, rules, 'not_applicable', 0, [never]);
  return forecastBy(ctx, rules, strategyOf(rules.id));
}

/** Where a series stands that finds its next dose by this strategy. */
export function forecastBy(ctx: Context, rules: SeriesRules, strategy: Strategy): Outlook {
  const state = stateOf(ctx, rules.id);
  const block = ctx.conditions.length > 0 ? blocksOn(ctx) : noBlock;
  const allowed = block === noBlock ? always : (code: string) => block(code)?.kind !== 'contraindicated';
  const target = strategy({ ctx, rules, state, day: ctx.asOf, code: null, allowed });
  if (target.kind === 'complete') {
    const { needed, notes = [] } = target;
    return closed(ctx, rules, 'complete', needed, notes.length > 0 ? [...notes] : [full(rules, needed, state)]);
  }
  if (target.kind === 'none') return closed(ctx, rules, 'not_applicable', 0, [target.reason]);
  if (target.kind === 'label') throw new Error('a forecast cannot end on a label dose');
  return forecastDose(ctx, rules, target, block);
}

function forecastDose(ctx: Context, rules: SeriesRules, target: DoseTarget, block: BlockOf): Outlook {
  const { asOf } = ctx;
  const { id } = rules;
  const products =
    block === noBlock ? target.products : target.products.filter((code) => block(code)?.kind !== 'contraindicated');
  const first = products[0] ?? target.products[0]!;
  let own = target.minDay;
  for (const interval of target.after) if (interval.due > own) own = interval.due;
  const waits = waitsOf(ctx, rules, first, own);
  const postponed = block !== noBlock && products.length > 0 && block(first)?.kind === 'deferred' ? block(first) : null;
  let earliest = own;
  for (const wait of waits) if (wait.due > earliest) earliest = wait.due;
  const spaced = earliest > own && earliest > asOf;
  if (postponed?.until) earliest = Math.max(earliest, postponed.until);

  const barred = target.barred ?? (products.length > 0 ? null : barredBy(target, block, id));
  ctx.tracer?.path({ rules, target, waits, postponed, barred, earliest });
  if (!barred && (asOf >= target.endDay || earliest >= target.endDay)) {
    const why = reason('AGE_LIMIT', `${id}-${target.number}.catchUpBefore`, id, target.rule.source, {
      dose: target.number,
      requiredDate: isoOf(target.endDay - 1),
    });
    return closed(ctx, rules, 'aged_out', target.needed, [why]);
  }
  // A deferral with an end before the day the dose is due anyway postpones nothing.
  const deferred = spaced || (postponed !== null && (postponed.until === null || postponed.until > own));
  const status = statusOf(target, { asOf, earliest, barred: barred !== null, deferred });
  const reasons: Reason[] = barred ? [barred] : [];
  if (status === 'overdue') reasons.push(overdue(id, target));
  if (!barred && postponed && deferred) reasons.push(blockReason(postponed, 'DEFERRAL', id));
  reasons.push(...target.notes, ...binding(rules, target, { own, earliest }, waits));
  if (!barred) reasons.push(...advice(ctx, rules, target, earliest));
  const forecast = {
    series: id,
    status,
    dose: target.number,
    dosesNeeded: target.needed,
    dosesGiven: stateOf(ctx, id).accepted.length,
    earliest: isoOf(earliest),
    recommended: isoOf(Math.max(Math.min(target.recommendedDay, target.endDay - 1), earliest)),
    overdueFrom: target.overdueDay === null ? null : isoOf(target.overdueDay),
    latest: Number.isFinite(target.endDay) ? isoOf(target.endDay - 1) : null,
    products: barred ? NO_PRODUCTS : products,
    reasons,
  };
  // A dose planned by the time since the first one has that day instead of an age.
  return { forecast, ageDay: target.rule.recommendedAfterFirst ? own : target.minDay };
}

interface Standing {
  readonly asOf: DayNumber;
  readonly earliest: DayNumber;
  readonly barred: boolean;
  readonly deferred: boolean;
}

/** In the order of precedence of the statuses that can still be. */
function statusOf({ overdueDay }: DoseTarget, { asOf, earliest, barred, deferred }: Standing): SeriesStatus {
  if (barred) return 'contraindicated';
  if (deferred) return 'deferred';
  if (earliest > asOf) return 'not_yet';
  return overdueDay !== null && asOf >= overdueDay ? 'overdue' : 'due';
}

function full({ id, source }: SeriesRules, needed: number, { accepted }: SeriesState): Reason {
  return reason('COMPLETE', `${id}.complete`, id, source, { needed, given: accepted.length });
}

function overdue(id: string, { number: dose, rule, overdueDay }: DoseTarget): Reason {
  return reason('OVERDUE', `${id}-${dose}.completeBefore`, id, rule.source, {
    dose,
    ...(overdueDay !== null && { requiredDate: isoOf(overdueDay) }),
  });
}

function barredBy(target: DoseTarget, block: BlockOf, series: string): Reason | null {
  const why = target.products.map(block).find((b) => b !== null);
  return why ? blockReason(why, 'CONTRAINDICATION', series) : null;
}

const NO_WAITS: readonly Wait[] = [];

function waitsOf(ctx: Context, rules: SeriesRules, product: string, own: DayNumber): readonly Wait[] {
  const { asOf, schedule } = ctx;
  const vaccine = schedule.vaccines.get(product);
  const afterGlobulin = immunoglobulinFree(ctx, rules, product, asOf);
  if (!vaccine?.injectedLive && afterGlobulin === null) return NO_WAITS;
  const waits: Wait[] = [];
  if (afterGlobulin) waits.push({ code: 'IMMUNOGLOBULIN_INTERVAL', ...afterGlobulin });
  if (!vaccine?.injectedLive) return waits;
  const blood = vaccine.healthRow === 'BCG' ? null : bloodFree(ctx, asOf);
  if (blood !== null)
    waits.push({ code: 'BLOOD_PRODUCT_INTERVAL', ruleId: 'D02', source: schedule.health.bloodSource, due: blood });
  // A live vaccine given today does not hinder another one the same day, only on the days after.
  const today = Math.max(own, blood ?? own) <= asOf;
  const other = lastOtherLive(ctx, product, today ? asOf - 1 : asOf);
  if (other)
    waits.push({
      code: 'LIVE_INTERVAL',
      ruleId: 'D03',
      source: schedule.liveSource,
      due: plus(other.day, schedule.liveInterval),
      otherVaccine: other.code,
    });
  return waits;
}

function minAge(rules: SeriesRules, target: DoseTarget): Reason {
  return reason('MIN_AGE', `${rules.id}-${target.number}.minAge`, rules.id, target.rule.source, {
    dose: target.number,
    requiredDate: isoOf(target.minDay),
  });
}

/** The bounds that set the earliest day; the minimum age when nothing later does. */
function binding(
  rules: SeriesRules,
  target: DoseTarget,
  { own, earliest }: { own: DayNumber; earliest: DayNumber },
  waits: readonly Wait[],
): Reason[] {
  const { id } = rules;
  const dose = target.number;
  const found: Reason[] = [];
  for (const { code, ruleId, source, due, otherVaccine } of waits) {
    const facts = { dose, requiredDate: isoOf(due) };
    if (due > own) found.push(reason(code, ruleId, id, source, otherVaccine ? { ...facts, otherVaccine } : facts));
  }
  if (found.length > 0 || own < earliest) return found;
  const interval = target.after.find((a) => a.due === own && own > target.minDay);
  if (!interval) return [minAge(rules, target)];
  return [
    reason('MIN_INTERVAL', `${id}-${dose}.minInterval`, id, target.rule.source, {
      dose,
      requiredDate: isoOf(own),
      fromDate: isoOf(interval.day),
    }),
  ];
}

/**
 * The text counts intervals from valid doses only. That a repeat should keep the interval from a dose that did not
 * count as well is told, but moves no date.
 */
function advice(ctx: Context, rules: SeriesRules, target: DoseTarget, earliest: DayNumber): Reason[] {
  const { lastInvalid } = stateOf(ctx, rules.id);
  if (lastInvalid === null) return [];
  const better = plus(lastInvalid, target.repeat);
  if (better <= earliest || better <= ctx.asOf) return [];
  return [
    reason('REPEAT_INTERVAL', `${rules.id}-${target.number}.repeat`, rules.id, target.repeatSource, {
      dose: target.number,
      fromDate: isoOf(lastInvalid),
      requiredDate: isoOf(better),
    }),
  ];
}
