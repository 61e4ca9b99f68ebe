import { ageDay, type Context } from '../context.ts';
import { type DayNumber, isoOf, plus } from '../dates.ts';
import { weakImmunity } from '../health.ts';
import { type Reason, reason } from '../reasons.ts';
import { type Ask, after, type DoseTarget, resolve, type Target } from '../rules/target.ts';
import type { AgeWindow, OtherDose, OtherRules, OtherTable } from './rules.ts';

/** What is asked of a series outside the programme; like `Ask` with its rules and the ages of this person's sex. */
export interface OtherAsk extends Ask {
  readonly rules: OtherRules;
  readonly window: AgeWindow;
}

const NO_END = Number.POSITIVE_INFINITY;

/** The first day after the ages of the vaccine. */
export function windowEnd(ctx: Context, { before }: AgeWindow): DayNumber {
  return before ? ageDay(ctx, before) : NO_END;
}

/** The table of somebody who began on a day. */
function tableOf({ ctx, rules }: OtherAsk, start: DayNumber): OtherTable {
  const own = rules.tables.find(
    ({ startFrom, startBefore }) =>
      startFrom !== null &&
      start >= ageDay(ctx, startFrom) &&
      (startBefore === null || start < ageDay(ctx, startBefore)),
  );
  return own ?? rules.tables[0]!;
}

/** A dose of a label's table as days for this person. */
export function otherTarget(
  { ctx, rules, window, state }: OtherAsk,
  rule: OtherDose,
  needed: number,
  more: Partial<DoseTarget> = {},
): DoseTarget {
  const [first, last] = [state.accepted[0], state.accepted.at(-1)];
  const minDay = Math.max(ageDay(ctx, window.from), rule.minAge ? ageDay(ctx, rule.minAge) : ctx.birth);
  const lastDay = rule.maxAge ? ageDay(ctx, rule.maxAge) : NO_END;
  const notes: Reason[] = [...(more.notes ?? [])];
  if (window.importedOnly) notes.push(reason('IMPORTED_ONLY', `${rules.id}.maleIndication`, rules.id, window.source));
  if (last && rule.maxInterval) {
    const end = plus(last.day, rule.maxInterval);
    const facts = { dose: rule.dose, fromDate: isoOf(last.day), requiredDate: isoOf(end) };
    if (ctx.asOf > end)
      notes.push(reason('MAX_INTERVAL', `${rules.id}-${rule.dose}.maxInterval`, rules.id, rule.source, facts));
  }
  return {
    kind: 'dose',
    number: state.accepted.length + 1,
    needed,
    rule,
    minDay,
    after: resolve(ctx, rule, state.accepted),
    recommendedDay:
      rule.recommendedAfterFirst && first
        ? plus(first.day, rule.recommendedAfterFirst)
        : rule.recommendedAge
          ? ageDay(ctx, rule.recommendedAge)
          : minDay,
    overdueDay: rule.completeBefore && ageDay(ctx, rule.completeBefore),
    endDay: Math.min(windowEnd(ctx, window), lastDay + 1),
    products: rules.give,
    accepts: true,
    repeat: rule.intervals.find((i) => i.from === rule.dose - 1)?.min ?? ctx.schedule.liveInterval,
    repeatSource: ['GK'],
    barred: null,
    ...more,
    notes,
  };
}

/** The next dose by the label's table, by the age at the first dose, then what may follow the course. */
export function byTable(ask: OtherAsk): Target {
  const { ctx, rules, window, state, day } = ask;
  const given = state.accepted;
  const start = given[0]?.day ?? Math.max(day, ageDay(ctx, window.from));
  const { doses } = tableOf(ask, start);
  const rule = doses[given.length];
  if (rule) return otherTarget(ask, rule, doses.length);
  if (rules.repeat) return yearly(ask, doses[0]!);
  return rules.revaccination ? oncemore(ask, doses) : { kind: 'complete', needed: given.length };
}

/** One dose after the same time again and again; complete when the age ends before the next one. */
function yearly(ask: OtherAsk, first: OtherDose): Target {
  const { rules, state } = ask;
  const given = state.accepted;
  const target = otherTarget(ask, { ...first, dose: given.length + 1, minAge: null }, given.length + 1, {
    after: [after(given.at(-1)!.day, rules.repeat!)],
    repeat: rules.repeat!,
  });
  return target.after[0]!.due >= target.endDay ? { kind: 'complete', needed: given.length } : target;
}

/** A further dose for those at high risk. One that was given is not too many: the risk may stand in no file. */
function oncemore(ask: OtherAsk, doses: readonly OtherDose[]): Target {
  const { ctx, rules, state, day, code } = ask;
  const again = rules.revaccination!;
  const given = state.accepted;
  const last = given.at(-1)!;
  const complete: Target = { kind: 'complete', needed: given.length };
  if (given.length >= doses.length + again.times) return complete;
  const next = after(last.day, again.minInterval);
  const risk = again.highRisk && weakImmunity(ctx, day);
  if (!risk && (code === null || day < next.due)) return complete;
  const rule: OtherDose = { ...doses.at(-1)!, dose: given.length + 1, source: again.source, recommendedAge: null };
  const note = reason('REVACCINATION', `${rules.id}.revaccination`, rules.id, again.source, { dose: rule.dose });
  return otherTarget(ask, rule, given.length + 1, { after: [next], notes: [note] });
}
