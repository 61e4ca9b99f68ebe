import { type Context, makeContext, stateOf } from './context.ts';
import { type DayNumber, type IsoDate, isoOf, plus } from './dates.ts';
import { type Block, blockOf, blockReason } from './health.ts';
import { type Reason, reason } from './reasons.ts';
import { strategyOf } from './rules/strategies.ts';
import type { Target } from './rules/target.ts';
import type { Schedule, SeriesRules } from './schedule.ts';
import type { GivenDose, SeriesForecast, SeriesStatus, Subject } from './types.ts';
import { bloodFree, lastOtherLive, walk } from './walk.ts';

type DoseTarget = Extract<Target, { kind: 'dose' }>;

/** A forecast with what the school check and the visit plan need besides. */
export interface Outlook extends SeriesForecast {
  /** Age reached, only an interval or a deferral keeps the dose back (or a contraindication forbids it). */
  readonly ageReached: boolean;
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
  return outlook(subject, history, schedule, asOf).map(({ ageReached: _, ...rest }) => rest);
}

export function outlook(subject: Subject, history: readonly GivenDose[], schedule: Schedule, asOf: IsoDate): Outlook[] {
  const ctx = makeContext(subject, history, schedule, asOf);
  walk(ctx, ctx.asOf);
  return schedule.series.map((rules) => forecastSeries(ctx, rules));
}

function closed(ctx: Context, rules: SeriesRules, status: SeriesStatus, needed: number, reasons: Reason[]): Outlook {
  return {
    series: rules.id,
    status,
    dose: null,
    dosesNeeded: needed,
    dosesGiven: stateOf(ctx, rules.id).accepted.length,
    earliest: null,
    recommended: null,
    overdueFrom: null,
    latest: null,
    products: [],
    reasons,
    ageReached: false,
  };
}

/** Why the series does not concern this person at all. */
function notApplicable(ctx: Context, rules: SeriesRules): Reason | null {
  const { division, sex } = ctx.subject;
  if (rules.exemptDivisions.some((d) => division.startsWith(d)))
    return reason('NOT_ROUTINE_IN_DIVISION', `${rules.id}.notRoutineIn`, rules.id, rules.exemptSource);
  if ((rules.sex && rules.sex !== sex) || (rules.bornFrom !== null && ctx.birth < rules.bornFrom))
    return reason('NOT_ELIGIBLE', `${rules.id}.eligibility`, rules.id, rules.source);
  return null;
}

function forecastSeries(ctx: Context, rules: SeriesRules): Outlook {
  const state = stateOf(ctx, rules.id);
  const never = notApplicable(ctx, rules);
  if (never) return closed(ctx, rules, 'not_applicable', 0, [never]);
  const day = ctx.asOf;
  const blocks = new Map<string, Block | null>();
  const block = (code: string): Block | null => {
    const known = blocks.get(code);
    if (known !== undefined) return known;
    const vaccine = ctx.schedule.vaccines.get(code);
    const found = vaccine && ctx.conditions.length > 0 ? blockOf(ctx, vaccine, day, false) : null;
    blocks.set(code, found);
    return found;
  };
  const allowed = (code: string) => block(code)?.kind !== 'contraindicated';
  const target = strategyOf(rules.id)({ ctx, rules, state, day, code: null, allowed });
  if (target.kind === 'complete') return closed(ctx, rules, 'complete', target.needed, []);
  if (target.kind === 'none') return closed(ctx, rules, 'not_applicable', 0, [target.reason]);
  if (target.kind === 'label') throw new Error('a forecast cannot end on a label dose');
  return forecastDose(ctx, rules, target, block);
}

function forecastDose(
  ctx: Context,
  rules: SeriesRules,
  target: DoseTarget,
  block: (code: string) => Block | null,
): Outlook {
  const { asOf } = ctx;
  const { id } = rules;
  const base = {
    ...closed(ctx, rules, 'contraindicated', target.needed, []),
    dose: target.number,
    ageReached: asOf >= target.minDay,
  };
  const products = target.products.filter((code) => block(code)?.kind !== 'contraindicated');
  const first = products[0];
  const bad = target.notes.find((n) => n.code === 'SKIN_TEST_POSITIVE');
  if (bad) return { ...base, reasons: [bad] };
  if (first === undefined) {
    const why = target.products.map(block).find((b) => b !== null);
    return { ...base, reasons: why ? [blockReason(why, 'CONTRAINDICATION', id)] : [] };
  }

  const { lastInvalid } = stateOf(ctx, id);
  const repeat = lastInvalid === null ? target.minDay : plus(lastInvalid, target.repeat);
  const own = Math.max(target.minDay, repeat, ...target.after.map((a) => a.due));
  const waits = waitsOf(ctx, first, own);
  let earliest = Math.max(own, waits.live?.due ?? own, waits.blood ?? own);
  const postponed = products.map(block).every((b) => b?.kind === 'deferred') ? block(first) : null;
  if (postponed?.until) earliest = Math.max(earliest, postponed.until);
  const reasons = [...target.notes, ...binding(ctx, rules, target, { own, earliest, repeat }, waits)];
  if (asOf >= target.endDay || earliest >= target.endDay) {
    const why = reason('AGE_LIMIT', `${id}-${target.number}.catchUpBefore`, id, target.rule.source, {
      dose: target.number,
      requiredDate: isoOf(target.endDay - 1),
    });
    return { ...closed(ctx, rules, 'aged_out', target.needed, [why]), ageReached: base.ageReached };
  }
  if (postponed) reasons.push(blockReason(postponed, 'DEFERRAL', id));
  let status: SeriesStatus = 'due';
  if (postponed && own <= asOf) status = 'deferred';
  else if (earliest > asOf) status = own <= asOf ? 'deferred' : 'not_yet';
  else if (target.overdueDay !== null && asOf >= target.overdueDay) status = 'overdue';
  return {
    ...base,
    status,
    earliest: isoOf(earliest),
    recommended: isoOf(Math.max(target.recommendedDay, earliest)),
    overdueFrom: target.overdueDay === null ? null : isoOf(target.overdueDay),
    latest: isoOf(target.endDay - 1),
    products,
    reasons: reasons.length ? reasons : [minAge(rules, target)],
  };
}

interface Waits {
  readonly live: { readonly due: DayNumber; readonly code: string } | null;
  readonly blood: DayNumber | null;
}

function waitsOf(ctx: Context, product: string, own: DayNumber): Waits {
  const { asOf, schedule } = ctx;
  const vaccine = schedule.vaccines.get(product);
  if (!vaccine?.injectedLive) return { live: null, blood: null };
  const blood = vaccine.healthRow === 'BCG' ? null : bloodFree(ctx, asOf);
  // A live vaccine given today does not hinder another one the same day, only on the days after.
  const today = Math.max(own, blood ?? own) <= asOf;
  const other = lastOtherLive(ctx, product, today ? asOf - 1 : asOf);
  const live = other && { due: plus(other.day, schedule.liveInterval), code: other.code };
  return { live, blood };
}

function minAge(rules: SeriesRules, target: DoseTarget): Reason {
  return reason('MIN_AGE', `${rules.id}-${target.number}.minAge`, rules.id, target.rule.source, {
    dose: target.number,
    requiredDate: isoOf(target.minDay),
  });
}

/** The bounds that set the earliest day, strongest first. */
function binding(
  ctx: Context,
  rules: SeriesRules,
  target: DoseTarget,
  { own, earliest, repeat }: { own: DayNumber; earliest: DayNumber; repeat: DayNumber },
  waits: Waits,
): Reason[] {
  const { schedule } = ctx;
  const { id } = rules;
  const dose = target.number;
  const found: Reason[] = [];
  if (waits.live && waits.live.due > own)
    found.push(
      reason('LIVE_INTERVAL', 'D03', id, schedule.liveSource, {
        dose,
        requiredDate: isoOf(waits.live.due),
        otherVaccine: waits.live.code,
      }),
    );
  if (waits.blood !== null && waits.blood > own)
    found.push(
      reason('BLOOD_PRODUCT_INTERVAL', 'D02', id, schedule.health.bloodSource, {
        dose,
        requiredDate: isoOf(waits.blood),
      }),
    );
  if (found.length > 0 || own < earliest) return found;
  if (repeat === own && own > target.minDay)
    return [reason('REPEAT_INTERVAL', `${id}-${dose}.repeat`, id, ['GK'], { dose, requiredDate: isoOf(own) })];
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
