import { CONDITION_ALIASES } from './conditions.ts';
import type { ActiveCondition, Context } from './context.ts';
import { type DayNumber, isoOf } from './dates.ts';
import { type Reason, reason } from './reasons.ts';
import type { Schedule, VaccineCode } from './schedule.ts';

/** The column of the HIV table a state stands for. */
const HIV_COLUMNS: Readonly<Record<string, string>> = {
  HIV_INFECTED_SYMPTOMATIC: 'infected-symptomatic-or-severely-suppressed',
  HIV_INFECTED: 'infected-not-suppressed',
  HIV_UNKNOWN_MOTHER_POSITIVE_SYMPTOMATIC: 'unknown-symptomatic-or-suppressed',
  HIV_UNKNOWN_MOTHER_POSITIVE: 'unknown-not-suppressed',
  HIV_UNINFECTED: 'uninfected',
};

const WEAK_IMMUNITY = new Set(['HIV_INFECTED', 'HIV_INFECTED_SYMPTOMATIC', 'C03', 'D04']);
const SINCE_BIRTH = new Set(['C03', ...Object.keys(HIV_COLUMNS)]);

export interface Block {
  readonly kind: 'contraindicated' | 'deferred';
  readonly condition: string;
  readonly until: DayNumber | null;
  readonly source: readonly string[];
}

const codeOf = (c: ActiveCondition) => CONDITION_ALIASES[c.code] ?? c.code;

function holds(c: ActiveCondition, day: DayNumber, past: boolean): boolean {
  if (c.until !== null && day >= c.until) return false;
  if (c.from !== null) return c.from <= day;
  return !past || SINCE_BIRTH.has(codeOf(c));
}

/** Whether a state with weak immunity holds on the day (all-IPV course, three HPV doses). */
export function weakImmunity(ctx: Context, day: DayNumber): boolean {
  return ctx.conditions.some((c) => WEAK_IMMUNITY.has(codeOf(c)) && holds(c, day, false));
}

function concerns(c: ActiveCondition, vaccine: VaccineCode): boolean {
  if (c.vaccine === null) return true;
  return c.vaccine === vaccine.code || c.vaccine === vaccine.major || vaccine.series.includes(c.vaccine);
}

function judge(schedule: Schedule, c: ActiveCondition, vaccine: VaccineCode): Block['kind'] | null {
  const code = codeOf(c);
  const column = HIV_COLUMNS[code];
  if (column !== undefined) {
    const row = schedule.hivRows.get(vaccine.healthRow ?? '');
    const mark = row?.[schedule.hivColumns.indexOf(column)];
    return mark === 'N' ? 'contraindicated' : mark === 'W' ? 'deferred' : null;
  }
  switch (code) {
    case 'C01':
    case 'C02':
      return concerns(c, vaccine) ? 'contraindicated' : null;
    case 'C03':
      return vaccine.live ? 'contraindicated' : null;
    case 'C05':
      if (vaccine.live) return 'contraindicated';
      return vaccine.healthRow === 'HPV' ? 'deferred' : null;
    case 'C06':
      return vaccine.pertussis ? 'contraindicated' : null;
    case 'D01':
    case 'D04':
      return 'deferred';
    default:
      return null;
  }
}

/**
 * The state that forbids or postpones a vaccine on a day; a contraindication goes before a deferral. `past` judges
 * a dose given long ago: a state without a first day then counts only when it is there from birth.
 */
export function blockOf(ctx: Context, vaccine: VaccineCode, day: DayNumber, past: boolean): Block | null {
  let found: Block | null = null;
  for (const c of ctx.conditions) {
    if (!holds(c, day, past)) continue;
    const kind = judge(ctx.schedule, c, vaccine);
    if (kind === null || found?.kind === 'contraindicated') continue;
    if (found && kind === found.kind && (found.until ?? Infinity) >= (c.until ?? Infinity)) continue;
    const code = codeOf(c);
    const source =
      code in HIV_COLUMNS ? ctx.schedule.hivSource : (ctx.schedule.contraindications.get(code)?.source ?? []);
    found = { kind, condition: code, until: c.until, source };
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
  let latest = '';
  let result: 'negative' | 'positive' | null = null;
  const today = isoOf(day);
  for (const o of ctx.subject.observations ?? []) {
    const value = o.code === 'PPD_NEGATIVE' ? 'negative' : o.code === 'PPD_POSITIVE' ? 'positive' : null;
    if (value === null || o.date > today || o.date < latest) continue;
    // Of two results on one day the positive one decides.
    if (o.date === latest && result === 'positive') continue;
    latest = o.date;
    result = value;
  }
  return result;
}
