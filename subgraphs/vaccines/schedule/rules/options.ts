import { acceptedOf, type Context, isExempt } from '../context.ts';
import type { Period } from '../dates.ts';
import { hasState } from '../health.ts';
import { reason } from '../reasons.ts';
import type { DoseRule, ProductGroup, SeriesRules } from '../schedule.ts';
import { type Ask, after, doseTarget, type Strategy } from './target.ts';

/** The live and the inactivated table of a series that may be completed by either. */
function pair(rules: SeriesRules): [ProductGroup, ProductGroup] {
  const [live, inactivated] = rules.groups;
  if (!live || !inactivated) throw new Error(`series ${rules.id} needs two product groups`);
  return [live, inactivated];
}

/** Stays with the kind of the last dose, else prefers the live one; a contraindicated kind is replaced. */
function choose(ask: Ask, live: ProductGroup, inactivated: ProductGroup): { group: ProductGroup; replaced: boolean } {
  if (ask.code !== null) return { group: live.codes.includes(ask.code) ? live : inactivated, replaced: false };
  const last = ask.state.accepted.at(-1);
  const usual = last && !live.codes.includes(last.code) ? inactivated : live;
  const other = usual === live ? inactivated : live;
  if (!usual.codes.some(ask.allowed) && other.codes.some(ask.allowed)) return { group: other, replaced: true };
  return { group: usual, replaced: false };
}

/**
 * Japanese encephalitis: 2 live or 4 inactivated doses. For a mixed history the second inactivated dose stands for
 * the first live one and the fourth for the second, as the statistics rank them (S46; clinically derived).
 */
export const je: Strategy = (ask) => {
  const { travel } = ask.rules;
  if (ask.code === null && travel && isExempt(ask.ctx, ask.rules)) return travelDose(ask, travel);
  const [live, inactivated] = pair(ask.rules);
  const given = ask.state.accepted;
  const full = inactivated.doses.length;
  const half = full / live.doses.length;
  let progress = 0;
  for (const dose of given) progress = live.codes.includes(dose.code) ? (progress < half ? half : full) : progress + 1;
  if (progress >= full) return { kind: 'complete', needed: given.length };
  const { group, replaced } = choose(ask, live, inactivated);
  const second = progress >= half;
  const byLive = group === live;
  const rule = byLive ? live.doses[second ? 1 : 0]! : inactivated.doses[progress]!;
  const left = byLive ? (second ? 1 : 2) : full - progress;
  return shape(ask, { rule, group, replaced, needed: given.length + left, min: rule.intervals[0]?.min });
};

/** Whether one dose is wanted though the series is no routine here: a stay in an endemic area, no history (S21). */
export function travelsUnprotected(ctx: Context, rules: SeriesRules): boolean {
  const { travel } = rules;
  if (!travel || acceptedOf(ctx, rules.id).length > 0) return false;
  return hasState(ctx, travel.condition, ctx.asOf);
}

function travelDose(ask: Ask, travel: NonNullable<SeriesRules['travel']>) {
  const [live] = pair(ask.rules);
  const note = reason('TRAVEL_DOSE', 'JE.travel', ask.rules.id, travel.source);
  return doseTarget(ask, { number: 1, needed: 1, rule: live.doses[0]!, products: travel.codes, notes: [note] });
}

/** Hepatitis A: 1 live, or 2 inactivated; a live dose at the set time after one inactivated is accepted (S26). */
export const hepA: Strategy = (ask) => {
  const [live, inactivated] = pair(ask.rules);
  const given = ask.state.accepted;
  if (given.length >= inactivated.doses.length || given.some((d) => live.codes.includes(d.code)))
    return { kind: 'complete', needed: given.length };
  const { group, replaced } = choose(ask, live, inactivated);
  const second = given.length > 0;
  const rule = second && group === inactivated ? inactivated.doses[1]! : group.doses[0]!;
  const min = second ? (group === live ? ask.rules.mixedInterval : rule.intervals[0]?.min) : undefined;
  const needed = second ? given.length + 1 : group.doses.length;
  return shape(ask, { rule, group, replaced, needed, min });
};

interface Choice {
  readonly rule: DoseRule;
  readonly group: ProductGroup;
  readonly replaced: boolean;
  readonly needed: number;
  readonly min: Period | undefined;
}

function shape(ask: Ask, { rule, group, replaced, needed, min }: Choice) {
  const last = ask.state.accepted.at(-1);
  const { give, id, groups } = ask.rules;
  // A course not begun may be begun with either kind, the usual one first (table of section 2: "instead of").
  const open = last || replaced ? [group] : [group, ...groups.filter((other) => other !== group)];
  return doseTarget(ask, {
    number: ask.state.accepted.length + 1,
    needed,
    rule,
    products: open.flatMap(({ codes }) => codes.filter((c) => give.includes(c))),
    after: last && min ? [after(last.day, min)] : [],
    notes: replaced ? [reason('PRODUCT_REPLACED', `${id}.option`, id, rule.source)] : [],
  });
}
