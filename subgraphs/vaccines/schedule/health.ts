import type { ActiveCondition, Context } from './context.ts';
import { type DayNumber, isoOf } from './dates.ts';
import { type Reason, reason } from './reasons.ts';
import type { VaccineCode } from './schedule.ts';

export interface Block {
  readonly kind: 'contraindicated' | 'deferred';
  readonly condition: string;
  readonly until: DayNumber | null;
  readonly source: readonly string[];
}

function holds(c: ActiveCondition, day: DayNumber, past: boolean): boolean {
  if (c.until !== null && day >= c.until) return false;
  if (c.from !== null) return c.from <= day;
  return !past || c.state?.fromBirth === true;
}

/** Whether a state of this code holds on the day. */
export function hasState(ctx: Context, code: string, day: DayNumber): boolean {
  return ctx.conditions.some((c) => c.code === code && holds(c, day, false));
}

/** Whether a state with weak immunity holds on the day (all-IPV course, three HPV doses). */
export function weakImmunity(ctx: Context, day: DayNumber): boolean {
  if (ctx.conditions.length === 0) return false;
  const weak = ctx.schedule.health.weakImmunity;
  return ctx.conditions.some((c) => weak.has(c.code) && holds(c, day, false) && !exempt(ctx, c, day));
}

function exempt(ctx: Context, c: ActiveCondition, day: DayNumber): boolean {
  return c.state?.exempt.some((code) => hasState(ctx, code, day)) ?? false;
}

function named(c: ActiveCondition, vaccine: VaccineCode): boolean {
  if (c.vaccine === null) return true;
  const { code, major, series, others } = vaccine;
  return c.vaccine === code || c.vaccine === major || series.includes(c.vaccine) || others.includes(c.vaccine);
}

/** Whether a scope word of the data takes in a vaccine; any other word names a product group or series. */
function covers(scope: string, c: ActiveCondition, vaccine: VaccineCode): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'named':
      return named(c, vaccine);
    case 'live':
      return vaccine.live;
    case 'injected-live':
      return vaccine.injectedLive;
    case 'injected-live-except-BCG':
      return vaccine.injectedLive && vaccine.healthRow !== 'BCG';
    case 'pertussis':
      return vaccine.pertussis;
    default:
      return vaccine.healthRow === scope || vaccine.series.includes(scope);
  }
}

function judge(c: ActiveCondition, vaccine: VaccineCode): Block['kind'] | null {
  const { state } = c;
  if (!state) return null;
  if (state.forbids.some((scope) => covers(scope, c, vaccine))) return 'contraindicated';
  return state.postpones.some((scope) => covers(scope, c, vaccine)) ? 'deferred' : null;
}

/**
 * The state that forbids or postpones a vaccine on a day; a contraindication goes before a deferral. `past` judges
 * a dose given long ago: a state without a first day then counts only when it is there from birth.
 */
export function blockOf(ctx: Context, vaccine: VaccineCode, day: DayNumber, past: boolean): Block | null {
  if (vaccine.neverBarred) return null;
  let found: Block | null = null;
  for (const c of ctx.conditions) {
    if (!holds(c, day, past)) continue;
    const kind = judge(c, vaccine);
    if (kind === null || found?.kind === 'contraindicated' || exempt(ctx, c, day)) continue;
    if (found && kind === found.kind && (found.until ?? Infinity) >= (c.until ?? Infinity)) continue;
    found = { kind, condition: c.code, until: c.until, source: c.state?.source ?? [] };
  }
  return found;
}

export function blockReason(
  block: Block,
  code: 'CONTRAINDICATED' | 'CONTRAINDICATION' | 'DEFERRAL',
  series: string | null,
): Reason {
  const until = block.until === null ? {} : { until: isoOf(block.until) };
  return reason(code, block.condition, series, block.source, { condition: block.condition, ...until });
}

/** The latest skin test up to the day: negative, positive or none. */
export function skinTest(ctx: Context, day: DayNumber): 'negative' | 'positive' | null {
  // Of two results on one day the positive one decides.
  const negative = lastFinding(ctx, 'PPD_NEGATIVE', day);
  const positive = lastFinding(ctx, 'PPD_POSITIVE', day);
  if (positive !== null) return negative !== null && negative > positive ? 'negative' : 'positive';
  return negative === null ? null : 'negative';
}

/** The day of the last finding of a code up to a day; null when there is none. */
export function lastFinding(ctx: Context, code: string, until: DayNumber): DayNumber | null {
  let last: DayNumber | null = null;
  for (const o of ctx.observations)
    if (o.code === code && o.day <= until && (last === null || o.day > last)) last = o.day;
  return last;
}
