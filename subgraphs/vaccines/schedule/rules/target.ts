import { type Accepted, ageDay, type Context, type SeriesState } from '../context.ts';
import { type DayNumber, type Period, plus } from '../dates.ts';
import type { Reason } from '../reasons.ts';
import type { DoseRule, SeriesRules } from '../schedule.ts';

/** An interval with its first day resolved. */
export interface After {
  readonly day: DayNumber;
  readonly min: Period;
  readonly due: DayNumber;
}

/** The next dose a series wants, with all its bounds as days. */
export interface DoseTarget {
  readonly kind: 'dose';
  readonly number: number;
  readonly needed: number;
  readonly rule: DoseRule;
  readonly minDay: DayNumber;
  readonly after: readonly After[];
  readonly recommendedDay: DayNumber;
  readonly overdueDay: DayNumber | null;
  /** Exclusive. */
  readonly endDay: DayNumber;
  /** What a forecast offers, preferred first. */
  readonly products: readonly string[];
  /** Whether the series takes the code for this dose. */
  readonly accepts: boolean;
  /** What a repeat of a dose that did not count should keep from that dose (advice only). */
  readonly repeat: Period;
  readonly repeatSource: readonly string[];
  /** Forbids the dose whatever the product (a positive skin test). */
  readonly barred: Reason | null;
  readonly notes: readonly Reason[];
}

export type Target =
  | DoseTarget
  | { readonly kind: 'complete'; readonly needed: number; readonly notes?: readonly Reason[] }
  /** Right by the product's label, but no numbered dose of the programme. */
  | { readonly kind: 'label' }
  | { readonly kind: 'none'; readonly reason: Reason };

/** What a strategy is asked: the next dose on a day, for a given product (judging) or for any (forecast). */
export interface Ask {
  readonly ctx: Context;
  readonly rules: SeriesRules;
  readonly state: SeriesState;
  readonly day: DayNumber;
  readonly code: string | null;
  /** Whether a product is free of contraindications on the day. */
  readonly allowed: (code: string) => boolean;
}

export type Strategy = (ask: Ask) => Target;

interface Shape {
  readonly number: number;
  readonly needed: number;
  readonly rule: DoseRule;
  readonly products: readonly string[];
  readonly accepts?: boolean;
  readonly minAge?: Period | null;
  /** Instead of the rule's; null: the table sets none for a dose of this rank. */
  readonly completeBefore?: Period | null;
  readonly after?: readonly After[];
  readonly repeat?: Period;
  readonly repeatSource?: readonly string[];
  readonly barred?: Reason | null;
  readonly notes?: readonly Reason[];
}

export function after(day: DayNumber, min: Period): After {
  return { day, min, due: plus(day, min) };
}

/** The intervals of a rule from the doses accepted so far. */
export function resolve(ctx: Context, rule: DoseRule, accepted: readonly Accepted[]): After[] {
  const list: After[] = [];
  for (const interval of rule.intervals) {
    const { from } = interval;
    const dose = typeof from === 'number' ? accepted[from - 1] : ctx.states.get(from.series)?.accepted[from.dose - 1];
    if (dose) list.push(after(dose.day, interval.min));
  }
  return list;
}

const NO_NOTES: readonly Reason[] = [];
const GENERAL_KNOWLEDGE: readonly string[] = ['GK'];

/** Turns a dose rule into days for this person. */
export function doseTarget({ ctx, state }: Ask, shape: Shape): DoseTarget {
  const { rule } = shape;
  const first = state.accepted[0]?.day;
  const minAge = shape.minAge === undefined ? rule.minAge : shape.minAge;
  const minDay = minAge ? ageDay(ctx, minAge) : ctx.birth;
  const planned =
    rule.recommendedAfterFirst && first !== undefined
      ? plus(first, rule.recommendedAfterFirst)
      : rule.recommendedAge && shape.minAge === undefined
        ? ageDay(ctx, rule.recommendedAge)
        : minDay;
  const completeBefore = shape.completeBefore === undefined ? rule.completeBefore : shape.completeBefore;
  const overdueDay =
    rule.completeAfterFirst && first !== undefined
      ? plus(first, rule.completeAfterFirst)
      : completeBefore && ageDay(ctx, completeBefore);
  return {
    kind: 'dose',
    number: shape.number,
    needed: shape.needed,
    rule,
    minDay,
    after: shape.after ?? resolve(ctx, rule, state.accepted),
    recommendedDay: planned,
    overdueDay,
    endDay: ageDay(ctx, rule.catchUpBefore),
    products: shape.products,
    accepts: shape.accepts ?? true,
    repeat: shape.repeat ?? rule.intervals.find((i) => i.from === rule.dose - 1)?.min ?? ctx.schedule.liveInterval,
    repeatSource: shape.repeatSource ?? GENERAL_KNOWLEDGE,
    barred: shape.barred ?? null,
    notes: shape.notes ?? NO_NOTES,
  };
}

/** The plain series: the table's doses one after another. */
export const standard: Strategy = (ask) => fromTable(ask, ask.rules.doses);

export function fromTable(
  ask: Ask,
  table: readonly DoseRule[],
  notes: readonly Reason[] = NO_NOTES,
  barred: Reason | null = null,
): Target {
  const given = ask.state.accepted.length;
  const rule = table[given];
  if (!rule) return { kind: 'complete', needed: table.length };
  return doseTarget(ask, { number: given + 1, needed: table.length, rule, products: ask.rules.give, barred, notes });
}
