import { ageDay, type Context, stateOf } from './context.ts';
import { type DayNumber, isoOf, plus } from './dates.ts';
import { type Reason, reason } from './reasons.ts';
import type { After, DoseTarget } from './rules/target.ts';
import type { SeriesRules } from './schedule.ts';

/*
 * The checks of one dose against the dose its series asked for. Each leaves its step with the tracer when there is one
 * and makes nothing when it passes: most doses pass all of them, and they are judged by the million.
 */

const NONE: readonly Reason[] = [];

/** What is wrong with a dose by the rules its target was made from; empty when nothing is. */
export function bounds(
  ctx: Context,
  rules: SeriesRules,
  target: DoseTarget,
  code: string,
  day: DayNumber,
): readonly Reason[] {
  const wrong = product(ctx, rules, target, code);
  const barred = skinTest(ctx, rules, target);
  const young = minAge(ctx, rules, target, day);
  const short = intervals(ctx, rules, target, day);
  const late = ageLimit(ctx, rules, target, code, day);
  if (!wrong && !barred && !young && !short && !late) return NONE;
  return [wrong, barred, young, short, late].filter((r) => r !== null);
}

function product(ctx: Context, { id }: SeriesRules, target: DoseTarget, code: string): Reason | null {
  const { number: dose, accepts } = target;
  const { source } = target.rule;
  ctx.tracer?.step({ check: 'product', passed: accepts, ruleId: `${id}-${dose}.product`, source, dose });
  if (accepts) return null;
  return reason('WRONG_PRODUCT', `${id}-${dose}.product`, id, source, { dose, otherVaccine: code });
}

function skinTest(ctx: Context, { id }: SeriesRules, { number: dose, barred }: DoseTarget): Reason | null {
  if (!barred) return null;
  const { ruleId, source } = barred;
  const condition = 'PPD_POSITIVE';
  ctx.tracer?.step({ check: 'health_state', passed: false, ruleId, source, dose, condition });
  return reason('CONTRAINDICATED', ruleId, id, source, { condition });
}

function minAge(ctx: Context, { id }: SeriesRules, target: DoseTarget, day: DayNumber): Reason | null {
  const { number: dose, minDay: bound } = target;
  const { source } = target.rule;
  const passed = day >= bound - ctx.schedule.graceDays;
  ctx.tracer?.step({ check: 'min_age', passed, ruleId: `${id}-${dose}.minAge`, source, dose, bound });
  if (passed) return null;
  const facts = { dose, requiredDate: isoOf(bound), daysShort: bound - day };
  return reason('TOO_YOUNG', `${id}-${dose}.minAge`, id, source, facts);
}

/** Of several intervals that are short, the one that ends last is told. */
function intervals(ctx: Context, { id }: SeriesRules, target: DoseTarget, day: DayNumber): Reason | null {
  const { number: dose } = target;
  const { source } = target.rule;
  let worst: After | null = null;
  for (const interval of target.after) {
    const passed = day >= interval.due - ctx.schedule.graceDays;
    ctx.tracer?.step({
      check: 'interval',
      passed,
      ruleId: `${id}-${dose}.minInterval`,
      source,
      dose,
      bound: interval.due,
      from: interval.day,
      length: interval.min,
    });
    if (!passed && (worst === null || interval.due > worst.due)) worst = interval;
  }
  if (worst === null) return null;
  const facts = { dose, requiredDate: isoOf(worst.due), daysShort: worst.due - day, fromDate: isoOf(worst.day) };
  return reason('INTERVAL_SHORT', `${id}-${dose}.minInterval`, id, source, facts);
}

/** The programme ends at 18 years for everything; only a narrower age makes the dose itself wrong. */
function ageLimit(ctx: Context, { id }: SeriesRules, target: DoseTarget, code: string, day: DayNumber): Reason | null {
  const { number: dose, rule, endDay } = target;
  if (rule.catchUpBefore.months >= ctx.schedule.upperAge.months) return null;
  const { source } = rule;
  const bound = endDay - 1;
  const passed = day <= bound;
  ctx.tracer?.step({ check: 'age_limit', passed, ruleId: `${id}-${dose}.catchUpBefore`, source, dose, bound });
  if (passed) return null;
  const facts = { dose, otherVaccine: code, requiredDate: isoOf(bound) };
  return reason('WRONG_PRODUCT', `${id}-${dose}.catchUpBefore`, id, source, facts);
}

/** Whether the label of a product accepts what the programme does not: its own ages and intervals. */
export function goodByLabel(ctx: Context, rules: SeriesRules, dose: number, code: string, day: DayNumber): boolean {
  // Polio judges the label of its all-IPV course itself: there the label moves the closing dose.
  const rule = rules.typeTwo ? undefined : ctx.schedule.labels.get(code)?.get(rules.id)?.[dose - 1];
  if (!rule) return false;
  const { tracer } = ctx;
  const { source } = rule;
  const at = `${rules.id}-${dose}.label`;
  tracer?.by('label', rules.id);
  const minDay = rule.minAge ? ageDay(ctx, rule.minAge) : ctx.birth;
  const end = ageDay(ctx, rules.doses[dose - 1]?.catchUpBefore ?? rule.catchUpBefore) - 1;
  const aged = day >= minDay;
  const inTime = day <= end;
  tracer?.step({ check: 'min_age', passed: aged, ruleId: at, source, dose, bound: minDay });
  tracer?.step({ check: 'age_limit', passed: inTime, ruleId: at, source, dose, bound: end });
  if (!aged || !inTime) return false;
  const { accepted } = stateOf(ctx, rules.id);
  return rule.intervals.every(({ from, min: length }) => {
    const earlier = typeof from === 'number' ? accepted[from - 1] : undefined;
    if (!earlier) return true;
    const bound = plus(earlier.day, length);
    const passed = day >= bound;
    tracer?.step({ check: 'interval', passed, ruleId: at, source, dose, bound, from: earlier.day, length });
    return passed;
  });
}
