import { acceptedOf, ageDay } from '../context.ts';
import { reason } from '../reasons.ts';
import type { DoseRule, DtRule } from '../schedule.ts';
import { type Ask, after, doseTarget, fromTable, type Strategy } from './target.ts';

/** A DT at 6 years, whatever is thought of it today: no DTaP may follow it (transition of 2025, S20). */
function dtAtSchoolAge({ ctx, day, code }: Ask, dt: DtRule): boolean {
  const end = code === null ? day + 1 : day;
  const members = ctx.schedule.byId.get('DT')?.members;
  const [from, before] = [ageDay(ctx, dt.schoolAge), ageDay(ctx, { months: dt.schoolAge.months + 12, days: 0 })];
  return ctx.recs.some(
    (r) => !r.duplicate && r.day >= from && r.day < before && r.day < end && members?.has(r.given.vaccine),
  );
}

export const dtap: Strategy = (ask) => {
  const { ctx, rules, state } = ask;
  const dt = ctx.schedule.byId.get('DT')?.dt;
  if (ask.code === null && dt && state.accepted.length < rules.doses.length && dtAtSchoolAge(ask, dt)) {
    const total = state.accepted.length + acceptedOf(ctx, 'DT').length;
    if (total >= dt.total) return { kind: 'complete', needed: state.accepted.length };
    return {
      kind: 'none',
      reason: reason('DT_CATCH_UP', 'LT3', rules.id, dt.source, { given: total, needed: dt.total }),
    };
  }
  return fromTable(ask, rules.doses);
};

/** DT: fills DTaP + DT up to three, or gives the one dose of school age when none was given then (S26, S20). */
export const dt: Strategy = (ask) => {
  const { ctx, rules, state, day } = ask;
  const rule = rules.dt;
  if (!rule) throw new Error('the DT series needs its rule');
  const dtapDoses = acceptedOf(ctx, 'DTaP');
  const all = [...dtapDoses, ...state.accepted].sort((a, b) => a.day - b.day);
  const schoolDay = ageDay(ctx, rule.schoolAge);
  const lacking = Math.max(0, rule.total - all.length);
  const hasSchoolDose = all.some((d) => d.day >= schoolDay);
  if (lacking === 0 && hasSchoolDose) {
    if (state.accepted.length > 0) return { kind: 'complete', needed: state.accepted.length };
    return { kind: 'none', reason: reason('NOT_NEEDED', 'GE3_AGE6', rules.id, rule.source, { given: all.length }) };
  }
  // A younger child still gets DTaP; one that had DT at 6 already goes on with DT (transition of 2025).
  const open = dtAtSchoolAge(ask, rule);
  const young = day < ageDay(ctx, rule.from) && !open;
  if (ask.code === null && young && !rule.routine)
    return { kind: 'none', reason: reason('NOT_NEEDED', 'DT.ageRange', rules.id, rule.source) };
  const rank = lacking === 0 ? null : all.length + 1;
  const min = rank
    ? rule.intervals.find((i) => i.dose === rank)?.min
    : rule.afterDtap.findLast((i) => i.doses <= dtapDoses.length)?.min;
  const last = all.at(-1);
  const dose: DoseRule = {
    dose: state.accepted.length + 1,
    minAge: open ? rule.schoolAge : rule.from,
    recommendedAge: null,
    completeBefore: null,
    catchUpBefore: rule.before,
    intervals: [],
    recommendedAfterFirst: null,
    completeAfterFirst: null,
    source: rule.source,
  };
  const note = reason('DT_CATCH_UP', rank ? 'LT3' : 'GE3_NO_AGE6', rules.id, rule.source, { given: all.length });
  return doseTarget(ask, {
    number: dose.dose,
    needed: state.accepted.length + (rank && !young ? lacking : 1),
    rule: dose,
    products: rules.give,
    after: last && min ? [after(last.day, min)] : [],
    repeat: min ?? ctx.schedule.liveInterval,
    notes: rule.routine ? [] : [note],
  });
};
