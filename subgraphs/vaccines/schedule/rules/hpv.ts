import { ageDay } from '../context.ts';
import { plus } from '../dates.ts';
import { weakImmunity } from '../health.ts';
import { type Reason, reason } from '../reasons.ts';
import { type Ask, fromTable, type Strategy } from './target.ts';

/** HPV: two doses of any valency; three by label for girls with weak immunity (S29). */
export const hpv: Strategy = (ask) => {
  const { ctx, rules, state, day } = ask;
  const three = rules.immunocompromised;
  if (three && weakImmunity(ctx, day))
    return fromTable(ask, three, [reason('THREE_DOSE_COURSE', 'HPV.immunocompromised', rules.id, rules.source)]);
  if (ask.code !== null) return withinLabelCourse(ask, ask.code) ? { kind: 'label' } : fromTable(ask, rules.doses);
  const first = state.accepted[0];
  if (!first) return fromTable(ask, rules.doses);
  const own = rules.give.includes(first.code);
  if (state.accepted.length >= rules.doses.length) {
    const byLabel = state.accepted.some((d) => !rules.give.includes(d.code));
    const notes = byLabel ? [note(ask, 'LABEL_COURSE')] : [];
    return { kind: 'complete', needed: state.accepted.length, notes };
  }
  const target = fromTable(ask, rules.doses, [note(ask, own ? 'SAME_MANUFACTURER' : 'CONSENT_ONE_DOSE')]);
  // Each programme product has its own code, so the maker's own comes first.
  if (!own || target.kind !== 'dose') return target;
  return { ...target, products: [first.code, ...rules.give.filter((code) => code !== first.code)] };
};

function note({ rules }: Ask, code: 'LABEL_COURSE' | 'SAME_MANUFACTURER' | 'CONSENT_ONE_DOSE'): Reason {
  return reason(code, `HPV.${code}`, rules.id, rules.source);
}

/**
 * The middle dose of a three-dose course by label: right, but too soon for the programme's second, which the next
 * one becomes. Two-dose labels know no such dose, and the programme's products have one before 15 years.
 */
function withinLabelCourse({ ctx, rules, state, day }: Ask, code: string): boolean {
  const label = rules.hpvLabels?.get(code);
  const first = state.accepted[0];
  const second = rules.doses[1]?.intervals[0];
  if (!label || !first || !second || state.accepted.length !== 1 || day >= plus(first.day, second.min)) return false;
  if (rules.give.includes(code) && first.day < ageDay(ctx, label.threeDosesFrom)) return false;
  return day >= plus(first.day, label.second);
}
