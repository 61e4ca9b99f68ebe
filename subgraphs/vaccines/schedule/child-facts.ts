import { ageDay, type Context, makeContext, stateOf } from './context.ts';
import { type CountedSlot, coverageSlots } from './coverage.ts';
import { type IsoDate, isoOf } from './dates.ts';
import { motherPositive } from './rules/birth.ts';
import { typeTwoLacking } from './rules/polio.ts';
import type { Schedule, TypeTwoRule } from './schedule.ts';
import type { GivenDose, Subject } from './types.ts';
import { walk } from './walk.ts';

/**
 * S-15: the hepatitis B doses counted for a child of an HBsAg-positive mother, each with whether it was in time (the
 * first: the day of birth or the day after, hours are not known); null for every other child.
 */
export function hepBOfExposedChild(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
): readonly CountedSlot[] | null {
  const rule = schedule.byId.get('HepB')?.hepB;
  if (!rule || !motherPositive(makeContext(subject, history, schedule, subject.birthDate), rule)) return null;
  return coverageSlots(subject, history, schedule).filter(({ slot }) => slot.startsWith('HepB-'));
}

/** What a child lacks of IPV, and when the last type-II-containing dose closed a part of it. */
export interface IpvNeed {
  /** IPV doses to give: 0 before the age of the first dose and from 18 years on. */
  readonly needed: number;
  readonly lastGiven: IsoDate | null;
}

/** S-21: how many IPV doses the type-II rule still asks for on a day (S26; under older versions S21). */
export function ipvNeeded(subject: Subject, history: readonly GivenDose[], schedule: Schedule, asOf: IsoDate): IpvNeed {
  const rules = schedule.byId.get('Polio');
  if (!rules?.typeTwo) return { needed: 0, lastGiven: null };
  const ctx = makeContext(subject, history, schedule, asOf);
  walk(ctx, ctx.asOf);
  const state = stateOf(ctx, rules.id);
  const first = rules.doses[0]!;
  const open = ctx.asOf >= ageDay(ctx, first.minAge!) && ctx.asOf < ageDay(ctx, first.catchUpBefore);
  return { needed: open ? typeTwoLacking(ctx, state, rules.typeTwo) : 0, lastGiven: lastTypeTwo(ctx, rules.typeTwo) };
}

function lastTypeTwo(ctx: Context, rule: TypeTwoRule): IsoDate | null {
  const last = stateOf(ctx, 'Polio').accepted.findLast((dose) => rule.codes.has(dose.code));
  return last ? isoOf(last.day) : null;
}
