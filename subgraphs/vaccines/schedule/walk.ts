import { bounds, goodByLabel } from './bounds.ts';
import { type Accepted, acceptedOf, ageDay, type Context, type Rec, rulesInForce, stateOf } from './context.ts';
import { type DayNumber, dayOf, isoOf, plus } from './dates.ts';
import { blockOf, blockReason, lastFinding } from './health.ts';
import { type Reason, reason } from './reasons.ts';
import { strategyOf } from './rules/strategies.ts';
import type { SeriesRules, VaccineCode } from './schedule.ts';
import type { CheckKind } from './trace-step.ts';

/** What the walk found for one dose. */
export interface Verdict {
  readonly rec: Rec;
  readonly series: readonly { readonly series: string; readonly dose: number | null }[];
  readonly valid: boolean;
  readonly reasons: readonly Reason[];
}

/** Whether a dose of this code and day belongs to the class of the series (substitutes change class by age). */
export function belongs(ctx: Context, rules: SeriesRules, code: string, day: DayNumber): boolean {
  const sub = rules.substitutes;
  if (!sub?.codes.has(code)) return true;
  if (sub.before && day >= ageDay(ctx, sub.before)) return false;
  return !(sub.from && day < ageDay(ctx, sub.from));
}

/** Judges the doses up to a day (inclusive) in order of date and leaves the accepted ones in the series states. */
export function walk(ctx: Context, until: DayNumber): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const rec of ctx.recs) if (!(rec.day > until)) verdicts.push(judge(ctx, rec));
  return verdicts;
}

/** Goes on after `walk` with the doses that follow the day, to the end of `verdicts`. */
export function walkOn(ctx: Context, after: DayNumber, verdicts: Verdict[]): void {
  for (const rec of ctx.recs) if (rec.day > after) verdicts.push(judge(ctx, rec));
}

function judge(ctx: Context, rec: Rec): Verdict {
  const code = rec.given.vaccine;
  ctx.tracer?.dose(rec);
  if (Number.isNaN(rec.day)) return useless(ctx, rec, 'date', reason('NO_DATE', 'dose.date', null, ['GK']));
  if (rec.duplicate) return useless(ctx, rec, 'duplicate', reason('DUPLICATE', 'coverage.duplicates', null, ['S46']));
  if (!rec.vaccine)
    return useless(
      ctx,
      rec,
      'vaccine_code',
      reason('WRONG_PRODUCT', 'vaccineCodes', null, ['SCODE'], { otherVaccine: code }),
    );
  const common = spacingAndHealth(ctx, rec);
  const ids = rec.vaccine.series;
  const reasons = [...common];
  const series: { series: string; dose: number | null }[] = [];
  let classes = 0;
  for (const id of ids) {
    const rules = ctx.schedule.byId.get(id)!;
    if (!belongs(ctx, rules, code, rec.day)) continue;
    classes += 1;
    const state = stateOf(ctx, id);
    const found = judgeInSeries(ctx, rules, rec);
    if (found.reasons.length === 0 && common.length === 0) {
      if (found.dose !== null) {
        state.accepted.push({ day: rec.day, code });
        state.lastInvalid = null;
      }
      if (rules.substitutes?.codes.has(code)) {
        if (state.substitutes === 0) state.firstSubstituteDay = rec.day;
        state.substitutes += 1;
      }
      series.push({ series: id, dose: found.dose });
    } else {
      if (found.reasons[0]?.code !== 'EXCESS_DOSE') state.lastInvalid = rec.day;
      reasons.push(...found.reasons);
    }
  }
  // A substitute that is of no class at this age is the wrong vaccine for the age.
  if (classes === 0 && ids[0]) {
    const wrong = reason('WRONG_PRODUCT', `${ids[0]}.interchange`, ids[0], ['S46'], { otherVaccine: code });
    ctx.tracer?.step({ check: 'age_class', passed: false, series: ids[0], ...rule(wrong) });
    reasons.push(wrong);
  }
  return { rec, series, valid: common.length === 0 && (series.length > 0 || reasons.length === 0), reasons };
}

const rule = ({ ruleId, source }: Reason) => ({ ruleId, source });

/** A record that says nothing that could be judged. */
function useless(ctx: Context, rec: Rec, check: CheckKind, why: Reason): Verdict {
  ctx.tracer?.step({ check, passed: false, ...rule(why) });
  return { rec, series: [], valid: false, reasons: [why] };
}

/** What holds for the dose whatever it counts for: other live vaccines, blood products, health states. */
function spacingAndHealth(ctx: Context, rec: Rec): Reason[] {
  const { vaccine, day } = rec;
  if (!vaccine) return [];
  const { schedule } = ctx;
  const found = lotFaults(ctx, rec);
  const other = vaccine.injectedLive ? lastOtherLive(ctx, vaccine.code, day - 1) : null;
  if (other) {
    const due = plus(other.day, schedule.liveInterval);
    ctx.tracer?.step({
      check: 'live_spacing',
      passed: day >= due,
      ruleId: 'D03',
      source: schedule.liveSource,
      bound: due,
      from: other.day,
      length: schedule.liveInterval,
      otherVaccine: other.code,
    });
    if (day < due)
      found.push(
        reason('LIVE_CONFLICT', 'D03', vaccine.series[0] ?? null, schedule.liveSource, {
          requiredDate: isoOf(due),
          daysShort: due - day,
          otherVaccine: other.code,
        }),
      );
  }
  const block = blockOf(ctx, vaccine, day, true);
  if (block) {
    const { condition, source } = block;
    const passed = block.kind !== 'contraindicated';
    ctx.tracer?.step({ check: 'health_state', passed, ruleId: condition, source, condition });
    if (!passed) found.push(blockReason(block, 'CONTRAINDICATED', vaccine.series[0] ?? null));
  }
  for (const id of vaccine.series) {
    const after = immunoglobulinFree(ctx, schedule.byId.get(id)!, vaccine.code, day);
    if (!after) continue;
    const { due: bound, ruleId, source } = after;
    ctx.tracer?.step({ check: 'immunoglobulin', passed: day >= bound, ruleId, source, series: id, bound });
    if (day < bound)
      found.push(
        reason('CONTRAINDICATED', ruleId, id, source, {
          condition: 'D02',
          requiredDate: isoOf(bound),
          daysShort: bound - day,
        }),
      );
  }
  const free = vaccine.injectedLive && vaccine.healthRow !== 'BCG' ? bloodFree(ctx, day) : null;
  if (free === null) return found;
  ctx.tracer?.step({
    check: 'blood_product',
    passed: day >= free,
    ruleId: 'D02',
    source: schedule.health.bloodSource,
    bound: free,
  });
  if (day < free)
    found.push(
      reason('CONTRAINDICATED', 'D02', vaccine.series[0] ?? null, schedule.health.bloodSource, {
        condition: 'D02',
        requiredDate: isoOf(free),
        daysShort: free - day,
      }),
    );
  return found;
}

const LOT_FAULTS = { recalled_lot: 'recalled', excursion_lot: 'excursion' } as const;

/** What makes less than a dose of what was injected: the lot or the amount (Q-19; section 7 of the text, GK). */
function lotFaults(ctx: Context, { given, day }: Rec): Reason[] {
  const found: Reason[] = [];
  if (given.lotExpires === undefined && given.substandard === undefined) return found;
  const note = (why: Reason, bound?: DayNumber) => {
    const check = why.code === 'EXPIRED_LOT' ? 'lot' : 'volume';
    ctx.tracer?.step({ check, passed: false, ...rule(why), ...(bound !== undefined && { bound }) });
    found.push(why);
  };
  const expired = (lot: 'expired' | 'recalled' | 'excursion', facts = {}) =>
    reason('EXPIRED_LOT', `lot.${lot}`, null, ['GK'], { lot, ...facts });
  // A lot may be used to the end of the day it expires.
  if (given.lotExpires !== undefined && day > dayOf(given.lotExpires))
    note(expired('expired', { requiredDate: given.lotExpires }), dayOf(given.lotExpires));
  for (const fact of given.substandard ?? []) {
    if (fact === 'partial_dose') note(reason('DOSE_TOO_SMALL', 'dose.volume', null, ['GK']));
    else note(expired(LOT_FAULTS[fact]));
  }
  return found;
}

/**
 * The last injected live dose of another vaccine given up to a day. Doses of the same class, and doses the own series
 * has accepted, keep the intervals of that series instead; a measles-rubella dose that is no dose of the MMR course
 * is another vaccine.
 */
export function lastOtherLive(ctx: Context, code: string, until: DayNumber): { day: DayNumber; code: string } | null {
  const own = ctx.schedule.vaccines.get(code);
  let last: { day: DayNumber; code: string } | null = null;
  for (const dose of ctx.injectedLive) {
    if (dose.day > until) break;
    if (dose.code === code || (own && ownCourse(ctx, own, dose))) continue;
    last = dose;
  }
  return last;
}

function ownCourse(ctx: Context, own: VaccineCode, { code, day }: Accepted): boolean {
  const other = ctx.schedule.vaccines.get(code);
  const shared = own.series.filter((id) => other?.series.includes(id));
  if (shared.length > 0 && other?.major === own.major) return true;
  return shared.some((id) => acceptedOf(ctx, id).some((a) => a.day === day && a.code === code));
}

/** The first day free of the last blood product known on a day; null when there was none. */
export function bloodFree(ctx: Context, day: DayNumber): DayNumber | null {
  let last: DayNumber | null = null;
  for (const given of ctx.bloodProducts) if (given <= day && (last === null || given > last)) last = given;
  return last === null ? null : plus(last, ctx.schedule.health.bloodInterval);
}

/** The first day a product may follow the last immunoglobulin known on a day (JE-I before 2026, S21); null: any. */
export function immunoglobulinFree(
  ctx: Context,
  rules: SeriesRules,
  code: string,
  day: DayNumber,
): { due: DayNumber; ruleId: string; source: readonly string[] } | null {
  const rule = rules.afterImmunoglobulin;
  if (!rule?.codes.has(code)) return null;
  let last: DayNumber | null = null;
  for (const finding of ctx.schedule.health.immunoglobulins) {
    const given = lastFinding(ctx, finding, day);
    if (given !== null && (last === null || given > last)) last = given;
  }
  return last === null ? null : { due: plus(last, rule.min), ruleId: rule.id, source: rule.source };
}

const always = () => true;

interface SeriesVerdict {
  readonly dose: number | null;
  readonly reasons: readonly Reason[];
}

/** A dose is good when today's rules, the rules in force on its day, or its own label accept it. */
function judgeInSeries(ctx: Context, rules: SeriesRules, rec: Rec): SeriesVerdict {
  ctx.tracer?.by('chosen', rules.id);
  const now = judgeBy(ctx, rules, rec);
  if (now.reasons.length === 0) return now;
  const then = rulesInForce(ctx, rules.id, rec.day);
  if (then && then !== rules) {
    ctx.tracer?.by('in_force', rules.id);
    const old = judgeBy(ctx, then, rec);
    if (old.reasons.length === 0) return old;
  }
  return now;
}

function judgeBy(ctx: Context, rules: SeriesRules, rec: Rec): SeriesVerdict {
  const { day } = rec;
  const code = rec.given.vaccine;
  const ask = { ctx, rules, state: stateOf(ctx, rules.id), day, code, allowed: always };
  const target = strategyOf(rules.id)(ask);
  const { id, source } = rules;
  if (target.kind === 'label') {
    ctx.tracer?.step({ check: 'label_course', passed: true, ruleId: `${id}.interchange`, source });
    return { dose: null, reasons: [] };
  }
  const open = target.kind === 'dose';
  ctx.tracer?.step({
    check: 'target',
    passed: open,
    ruleId: open ? `${id}-${target.number}.target` : `${id}.complete`,
    source: open ? target.rule.source : source,
    given: ask.state.accepted.length,
    ...(open ? { dose: target.number, needed: target.needed } : {}),
  });
  if (!open) return { dose: null, reasons: [reason('EXCESS_DOSE', `${id}.complete`, id, source)] };
  const reasons = bounds(ctx, rules, target, code, day);
  if (reasons.length > 0 && target.accepts && goodByLabel(ctx, rules, target.number, code, day))
    return { dose: target.number, reasons: [] };
  return { dose: target.number, reasons };
}
