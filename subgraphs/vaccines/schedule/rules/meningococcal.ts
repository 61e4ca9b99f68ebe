import { acceptedOf, ageDay } from '../context.ts';
import { reason } from '../reasons.ts';
import { after, doseTarget, fromTable, type Strategy } from './target.ts';

/** MPSV-A; conjugates before 24 months count, of an early label course the first and third dose (S26, S46). */
export const mpsvA: Strategy = (ask) => {
  const { ctx, rules, state, day, code } = ask;
  const substitutes = rules.substitutes;
  if (code !== null && substitutes?.codes.has(code)) {
    const rank = state.substitutes + 1;
    const first = rank === 1 ? day : state.firstSubstituteDay;
    const labelCourse = substitutes.labelBelow !== null && first < ageDay(ctx, substitutes.labelBelow);
    if (state.accepted.length >= rules.doses.length || (labelCourse && rank === 2)) return { kind: 'label' };
  }
  return fromTable(ask, rules.doses);
};

/** MPSV-AC; from 24 months without two MPSV-A the first dose comes at once; never two within 3 years (S26). */
export const mpsvAC: Strategy = (ask) => {
  const { ctx, rules, state, day, code } = ask;
  const catchUp = rules.acCatchUp;
  if (!catchUp) throw new Error('the MPSV-AC series needs its catch-up rule');
  const given = state.accepted.length;
  const rule = rules.doses[given];
  if (!rule) return { kind: 'complete', needed: rules.doses.length };
  const shape = {
    number: given + 1,
    needed: rules.doses.length,
    rule,
    products: rules.give,
    repeat: catchUp.noRepeatWithin,
    repeatSource: catchUp.source,
    accepts: given === 0 || code === null || !rules.substitutes?.notAsSecond.has(code),
  };
  const earlier = acceptedOf(ctx, 'MPSV-A');
  const course = ctx.schedule.byId.get('MPSV-A')?.doses.length ?? 0;
  // A forecast for a child who may still have MPSV-A keeps the routine age.
  const open = code === null && day < ageDay(ctx, catchUp.minAge);
  if (given > 0 || earlier.length >= course || open) return doseTarget(ask, shape);
  const last = earlier.at(-1);
  return doseTarget(ask, {
    ...shape,
    minAge: catchUp.minAge,
    after: last ? [after(last.day, catchUp.afterOneA)] : [],
    notes: [reason('CATCH_UP_WITHOUT_MPSV_A', 'MPSV-AC.catchUp', rules.id, catchUp.source, { given: earlier.length })],
  });
};
