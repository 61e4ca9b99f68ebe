import type { Context } from '../context.ts';
import { ageDay } from '../context.ts';
import { skinTest } from '../health.ts';
import { reason } from '../reasons.ts';
import { fromTable, type Strategy } from './target.ts';

function motherPositiveOrUnknown(ctx: Context): boolean {
  return ctx.subject.conditions.some((c) => c.code === 'HBSAG_POS_MOTHER' || c.code === 'HBSAG_UNKNOWN_MOTHER');
}

/** Whether the four-dose HepB course applies: mother HBsAg positive or unknown and low birth weight (S26). */
export function fourDoseHepB(ctx: Context): boolean {
  const rule = ctx.schedule.byId.get('HepB')?.lowWeight;
  const weight = ctx.subject.birthWeightG;
  return rule !== undefined && weight !== undefined && weight < rule.belowG && motherPositiveOrUnknown(ctx);
}

export const hepB: Strategy = (ask) => {
  const { lowWeight, doses, id } = ask.rules;
  if (!lowWeight || !fourDoseHepB(ask.ctx)) return fromTable(ask, doses);
  return fromTable(ask, lowWeight.doses, [reason('FOUR_DOSE_COURSE', lowWeight.id, id, lowWeight.source)]);
};

/** BCG: from 3 months only after a negative skin test; a positive one forbids it. */
export const bcg: Strategy = (ask) => {
  const { ctx, rules, day } = ask;
  const test = rules.skinTest;
  if (!test || day < ageDay(ctx, test.from)) return fromTable(ask, rules.doses);
  const result = skinTest(ctx, day);
  if (result === 'negative') return fromTable(ask, rules.doses);
  const code = result === 'positive' ? 'SKIN_TEST_POSITIVE' : 'SKIN_TEST_REQUIRED';
  return fromTable(ask, rules.doses, [reason(code, 'BCG.skinTest', rules.id, test.source)]);
};
