import { ageDay, type Context } from '../context.ts';
import { isoOf, plus } from '../dates.ts';
import { hasState, lastFinding, skinTest } from '../health.ts';
import { type Reason, reason } from '../reasons.ts';
import type { DoseRule, HepBRule, SeriesRules, WhenStable } from '../schedule.ts';
import { type Ask, fromTable, type Strategy, type Target } from './target.ts';

/** Whether the four-dose HepB course applies: mother HBsAg positive or unknown and low birth weight (S26). */
export function fourDoseHepB(ctx: Context): boolean {
  const rules = ctx.schedule.byId.get('HepB');
  const weight = ctx.subject.birthWeightG;
  if (!rules?.lowWeight || !rules.hepB || weight === undefined || weight >= rules.lowWeight.belowG) return false;
  return rules.hepB.exposed.some(({ condition }) => ctx.conditions.some((c) => c.code === condition));
}

/** Mother HBsAg positive: HBIG at birth, and the blood test after the last dose (S26). */
export function motherPositive(ctx: Context, rule: HepBRule): boolean {
  return ctx.conditions.some((c) => c.code === rule.exposed[0]?.condition);
}

/**
 * Hepatitis B: three doses, four after low birth weight with an exposed mother, and three more when the blood test
 * of a positive mother's child shows no protection (S26).
 */
export const hepB: Strategy = (ask) => {
  const { ctx, rules, state } = ask;
  const rule = rules.hepB;
  if (!rule || ctx.conditions.length === 0) return fromTable(ask, rules.doses);
  const four = rules.lowWeight && fourDoseHepB(ctx) ? rules.lowWeight : null;
  const table = four?.doses ?? rules.doses;
  if (state.accepted.length >= table.length && motherPositive(ctx, rule)) return afterCourse(ask, rule, table);
  if (ask.code !== null) return fromTable(ask, table);
  const notes: Reason[] = four ? [reason('FOUR_DOSE_COURSE', four.id, rules.id, four.source)] : [];
  if (state.accepted.length === 0) notes.push(...birthNotes(ctx, rules, rule));
  return fromTable(ask, table, notes);
};

function birthNotes(ctx: Context, rules: SeriesRules, rule: HepBRule): Reason[] {
  const notes: Reason[] = [];
  for (const { condition, id, source } of rule.exposed)
    if (ctx.conditions.some((c) => c.code === condition)) notes.push(reason('BIRTH_DOSE_12H', id, rules.id, source));
  const positive = rule.exposed[0];
  if (positive && motherPositive(ctx, rule))
    notes.push(reason('HBIG_AT_BIRTH', positive.id, rules.id, positive.source, { amountIU: rule.globulinIU }));
  return [...notes, ...stableNotes(ctx, rules, rule.whenStable)];
}

function stableNotes(ctx: Context, rules: SeriesRules, rule: WhenStable): Reason[] {
  const weight = ctx.subject.birthWeightG;
  const light = rule.belowG !== null && weight !== undefined && weight < rule.belowG;
  if (!light && !hasState(ctx, rule.condition, ctx.asOf)) return [];
  return [reason('WHEN_STABLE', rule.condition, rules.id, rule.source)];
}

/** After the last dose of a positive mother's child: the test, and what its result asks for. */
function afterCourse(ask: Ask, rule: HepBRule, table: readonly DoseRule[]): Target {
  const { ctx, rules, state, day } = ask;
  const { test } = rule;
  const last = state.accepted[table.length - 1]!;
  const since = (codes: readonly string[]) =>
    codes.some((code) => {
      const found = lastFinding(ctx, code, day);
      return found !== null && found >= last.day;
    });
  if (since(test.notProtective)) return again(ask, test, table, rules.doses);
  const complete: Target = { kind: 'complete', needed: table.length };
  if (since(test.done)) return complete;
  const facts = { requiredDate: isoOf(plus(last.day, test.from)), until: isoOf(plus(last.day, test.to)) };
  return { ...complete, notes: [reason('HBV_TEST', test.id, rules.id, test.source, facts)] };
}

/** The further doses repeat the course of the table without its ages; their intervals are derived from it. */
function again(ask: Ask, test: HepBRule['test'], table: readonly DoseRule[], course: readonly DoseRule[]): Target {
  const further: DoseRule[] = [...table];
  for (let i = 0; i < test.moreDoses; i++) {
    const like = course[i];
    if (!like) break;
    const shift = (from: DoseRule['intervals'][number]['from']) =>
      typeof from === 'number' ? from + table.length : from;
    further.push({
      ...like,
      dose: table.length + i + 1,
      minAge: null,
      recommendedAge: null,
      completeBefore: null,
      intervals: like.intervals.map((interval) => ({ from: shift(interval.from), min: interval.min })),
      source: test.source,
    });
  }
  const note = reason('HBV_REVACCINATION', test.id, ask.rules.id, test.source, {
    needed: further.length - ask.state.accepted.length,
  });
  return fromTable(ask, further, [note]);
}

/** BCG: once only; from 3 months after a negative skin test, never after a positive one. */
export const bcg: Strategy = (ask) => {
  const { ctx, rules, day } = ask;
  if (rules.onceOnly && ask.state.accepted.length === 0 && givenBefore(ask)) return { kind: 'complete', needed: 1 };
  const notes = rules.whenStable && ask.code === null ? stableNotes(ctx, rules, rules.whenStable) : [];
  const test = rules.skinTest;
  if (!test || day < ageDay(ctx, test.from) || (test.before && day >= ageDay(ctx, test.before)))
    return fromTable(ask, rules.doses, notes);
  const result = skinTest(ctx, day);
  if (result === 'negative') return fromTable(ask, rules.doses, notes);
  if (result === null)
    return fromTable(ask, rules.doses, [reason('SKIN_TEST_REQUIRED', 'BCG.skinTest', rules.id, test.source), ...notes]);
  return fromTable(ask, rules.doses, notes, reason('SKIN_TEST_POSITIVE', 'BCG.skinTest', rules.id, test.source));
};

/** A dose within its age that was given on an earlier day, valid or not: never again, scar or not (S26). */
function givenBefore({ ctx, rules, day, code }: Ask): boolean {
  const end = code === null ? day + 1 : day;
  const last = ageDay(ctx, rules.doses[0]!.catchUpBefore);
  return ctx.recs.some((r) => !r.duplicate && r.day < end && r.day < last && rules.members.has(r.given.vaccine));
}
