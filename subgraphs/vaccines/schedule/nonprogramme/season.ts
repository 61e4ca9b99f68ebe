import { ageDay, type Context } from '../context.ts';
import { type DayNumber, dayOf, isoOf } from '../dates.ts';
import { reason } from '../reasons.ts';
import { after, type Target } from '../rules/target.ts';
import { type OtherAsk, otherTarget, windowEnd } from './course.ts';
import type { MonthDay, OtherDose, SeasonRule } from './rules.ts';

/** One season: its days, and the first day of the next one. */
interface Season {
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly next: DayNumber;
}

const pad = (n: number) => String(n).padStart(2, '0');
const dayIn = (year: number, { month, day }: MonthDay) => dayOf(`${year}-${pad(month)}-${pad(day)}`);

/** The season that began last before the end of a day: until the next one its doses belong to it. */
function seasonOf({ from, to }: SeasonRule, day: DayNumber): Season {
  const year = Number(isoOf(day).slice(0, 4));
  const begins = dayIn(year, from) <= day ? year : year - 1;
  const end = dayIn(begins, to);
  const start = dayIn(begins, from);
  return { from: start, to: end < start ? dayIn(begins + 1, to) : end, next: dayIn(begins + 1, from) };
}

/**
 * Once a season; twice in the first season of a child below the age of the rule who never had one before, unless the
 * season began with the nasal product.
 */
export function bySeason(ask: OtherAsk): Target {
  const { ctx, rules, day, code } = ask;
  const rule = rules.season!;
  let season = seasonOf(rule, day);
  if (code === null && day > season.to) season = seasonOf(rule, season.next);
  const target = inSeason(ask, rule, season);
  if (code !== null || target.kind !== 'dose' || Math.max(target.minDay, target.after[0]?.due ?? 0) < target.endDay)
    return target;
  // What no longer fits into the season is for the next one, as long as the age allows.
  const later = seasonOf(rule, season.next);
  return later.from < windowEnd(ctx, ask.window) ? inSeason(ask, rule, later) : target;
}

function inSeason(ask: OtherAsk, rule: SeasonRule, season: Season): Target {
  const { ctx, rules, state, day, code } = ask;
  const earlier = state.accepted.filter((d) => d.day < season.from).length;
  const given = state.accepted.filter((d) => d.day >= season.from && d.day < season.next);
  const begun = given[0];
  const start = begun?.day ?? Math.max(day, season.from, ageDay(ctx, ask.window.from));
  const isFirst = earlier === 0 && start < ageDay(ctx, rule.first.before);
  const nasalFirst = (begun?.code ?? code) === rule.nasal.code;
  const wanted = nasalFirst ? rule.nasal.doses : isFirst ? rule.first.doses : rule.doses;
  if (given.length >= wanted) return { kind: 'complete', needed: state.accepted.length };
  const isNasal = code === rule.nasal.code;
  const from = isNasal ? rule.nasal.from : ask.window.from;
  const minDay = code === null ? Math.max(season.from, ageDay(ctx, from)) : ageDay(ctx, from);
  const number = state.accepted.length + 1;
  const last = given.at(-1);
  const window = windowEnd(ctx, ask.window);
  const end = isNasal ? ageDay(ctx, rule.nasal.before) : code === null ? Math.min(window, season.to + 1) : window;
  const facts = { dose: number, requiredDate: isoOf(season.from), until: isoOf(season.to) };
  const note = reason('SEASON', `${rules.id}.seasonal`, rules.id, rules.source, facts);
  return otherTarget(ask, seasonDose(number, rules.source), state.accepted.length - given.length + wanted, {
    minDay,
    recommendedDay: minDay,
    after: last ? [after(last.day, rule.first.minInterval)] : [],
    endDay: end,
    products: rules.give.filter((c) => c !== rule.nasal.code || nasalAge(ctx, rule, Math.max(day, minDay))),
    notes: code === null && minDay > day && minDay === season.from ? [note] : [],
  });
}

function nasalAge(ctx: Context, { nasal }: SeasonRule, day: DayNumber): boolean {
  return day >= ageDay(ctx, nasal.from) && day < ageDay(ctx, nasal.before);
}

function seasonDose(dose: number, source: readonly string[]): OtherDose {
  return {
    dose,
    minAge: null,
    recommendedAge: null,
    maxAge: null,
    maxInterval: null,
    completeBefore: null,
    catchUpBefore: { months: Number.POSITIVE_INFINITY, days: 0 },
    intervals: [],
    recommendedAfterFirst: null,
    completeAfterFirst: null,
    source,
  };
}
