import { ageDay } from '../context.ts';
import { reason } from '../reasons.ts';
import type { TypeTwoRule } from '../schedule.ts';
import { type Ask, after, doseTarget, type Strategy } from './target.ts';

/** How many type-II-containing doses this person must have. */
function typeTwoNeed({ ctx, state }: Ask, rule: TypeTwoRule): number {
  if (rule.oneDoseIfBornBefore === null) return rule.need;
  // 2021: one trivalent oral dose frees from IPV; otherwise the birth date decides.
  if (state.accepted.some((d) => rule.codes.has(d.code) && !rule.ipvCodes.has(d.code))) return 0;
  return ctx.birth < rule.oneDoseIfBornBefore ? 1 : rule.need;
}

/**
 * Polio: IPV first, then bOPV; at least two type-II-containing doses whatever else was given; the closing dose at
 * the age of the table's last dose; four IPV-containing doses complete the course by themselves (S26).
 */
export const polio: Strategy = (ask) => {
  const { ctx, rules, state, day, code, allowed } = ask;
  const typeTwo = rules.typeTwo;
  if (!typeTwo) throw new Error('the polio series needs its type-II rule');
  const table = rules.doses;
  const last = table.at(-1)!;
  const given = state.accepted;
  const closingDay = ageDay(ctx, last.minAge!);
  let ipv = 0;
  let typeTwoDoses = 0;
  let closed = false;
  for (const dose of given) {
    if (typeTwo.ipvCodes.has(dose.code)) ipv += 1;
    if (typeTwo.codes.has(dose.code)) typeTwoDoses += 1;
    if (dose.day >= closingDay) closed = true;
  }
  const lacking = Math.max(0, typeTwoNeed(ask, typeTwo) - typeTwoDoses);
  if (ipv >= table.length || (given.length >= table.length && lacking === 0 && closed))
    return { kind: 'complete', needed: given.length };

  const rest = table.length - given.length;
  const needed =
    given.length + (day >= closingDay || closed ? Math.max(lacking, rest) : Math.max(lacking, rest - 1) + 1);
  const number = given.length + 1;
  const fill = lacking > 0 && given.length >= typeTwo.need;
  const byIpv = lacking > 0 || given.length < typeTwo.need;
  // An all-IPV course by label closes before the age of the table's last dose.
  const closesByLabel =
    day < closingDay &&
    code !== null &&
    typeTwo.ipvCodes.has(code) &&
    ipv === table.length - 1 &&
    given.length === table.length - 1;
  const rule = closesByLabel
    ? typeTwo.fourthIpv
    : fill
      ? table[Math.min(given.length, table.length - 2)]!
      : table[Math.min(given.length, table.length - 1)]!;
  const [inactivated, oral] = rules.groups;
  if (!inactivated || !oral) throw new Error('the polio series needs two product groups');
  const free = oral.codes.some(allowed);
  const replaced = !byIpv && !free;
  const previous = given.at(-1);
  const minInterval = (closesByLabel ? rule.intervals : table[1]!.intervals)[0]!.min;
  const notes = [];
  if (fill) notes.push(reason('TYPE2_FILL', typeTwo.id, rules.id, typeTwo.source, { needed: lacking }));
  if (replaced) notes.push(reason('PRODUCT_REPLACED', 'Polio.allIPV', rules.id, rule.source));
  return doseTarget(ask, {
    number,
    needed,
    rule,
    products: byIpv || replaced ? inactivated.codes : oral.codes,
    after: previous ? [after(previous.day, minInterval)] : [],
    repeat: minInterval,
    notes,
  });
};
