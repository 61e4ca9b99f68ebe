import type { Context, SeriesState } from '../context.ts';
import { weakImmunity } from '../health.ts';
import { type Reason, reason } from '../reasons.ts';
import type { DoseRule, TypeTwoRule } from '../schedule.ts';
import { type Ask, after, doseTarget, type Strategy, type Target } from './target.ts';

/** How many type-II-containing doses a person still lacks. */
export function typeTwoLacking(ctx: Context, { accepted }: SeriesState, rule: TypeTwoRule): number {
  let had = 0;
  let trivalentOral = false;
  for (const { code } of accepted) {
    if (!rule.codes.has(code)) continue;
    had += 1;
    if (!rule.ipvCodes.has(code)) trivalentOral = true;
  }
  if (rule.oneDoseIfBornBefore === null) return Math.max(0, rule.need - had);
  // 2021: one trivalent oral dose frees from IPV; otherwise the birth date decides.
  if (trivalentOral) return 0;
  return Math.max(0, (ctx.birth < rule.oneDoseIfBornBefore ? 1 : rule.need) - had);
}

/**
 * Polio: IPV first, then bOPV, four doses in all; at least two type-II-containing ones whatever else was given, so
 * five or six when they come late; four IPV-containing doses complete the course by themselves (S26).
 */
export const polio: Strategy = (ask) => {
  const { rules, code } = ask;
  const { typeTwo, doses: table } = rules;
  if (!typeTwo) throw new Error('the polio series needs its type-II rule');
  const given = ask.state.accepted.length;
  const lacking = typeTwoLacking(ask.ctx, ask.state, typeTwo);
  let ipv = 0;
  for (const dose of ask.state.accepted) if (typeTwo.ipvCodes.has(dose.code)) ipv += 1;
  if (ipv >= table.length || (given >= table.length && lacking === 0)) return { kind: 'complete', needed: given };
  if (code !== null) return judged(ask, typeTwo, { given, ipv, lacking }, code);

  // While the table still stands open the missing type-II doses take its places, then they come on top.
  const fill = lacking > 0 && given >= typeTwo.need;
  const byIpv = lacking > 0 || given < typeTwo.need;
  const [inactivated, oral] = rules.groups;
  if (!inactivated || !oral) throw new Error('the polio series needs two product groups');
  const replaced = !byIpv && (!oral.codes.some(ask.allowed) || weakImmunity(ask.ctx, ask.day));
  const notes: Reason[] = [];
  if (fill) notes.push(reason('TYPE2_FILL', typeTwo.id, rules.id, typeTwo.source, { needed: lacking }));
  if (replaced) notes.push(reason('PRODUCT_REPLACED', 'Polio.allIPV', rules.id, table[given]!.source));
  return target(ask, {
    rule: fill ? fillRule(table, given) : table[given]!,
    products: byIpv || replaced ? inactivated.codes : oral.codes,
    needed: Math.max(table.length, given + lacking),
    notes,
  });
};

/** A dose on record: one that adds a missing type may come as early as the dose of its place before the last. */
function judged(
  ask: Ask,
  typeTwo: TypeTwoRule,
  { given, ipv, lacking }: { given: number; ipv: number; lacking: number },
  code: string,
): Target {
  const { doses: table } = ask.rules;
  const needed = Math.max(table.length, given + lacking);
  if (lacking > 0 && given >= typeTwo.need && typeTwo.codes.has(code))
    return target(ask, { rule: fillRule(table, given), needed });
  const rule = table[given];
  // The table is full and the dose brings nothing of what is missing.
  if (!rule) return { kind: 'complete', needed };
  // An all-IPV course by label closes before the age of the table's last dose.
  const closesByLabel = typeTwo.ipvCodes.has(code) && ipv === given && given === table.length - 1;
  const asTable = target(ask, { rule, needed });
  if (!closesByLabel || ask.day >= asTable.minDay) return asTable;
  return target(ask, { rule: typeTwo.fourthIpv, needed, interval: typeTwo.fourthIpv.intervals });
}

/** Its age is that of its rank, but never the age of the last dose: the fill does not wait for it. */
function fillRule(table: readonly DoseRule[], given: number): DoseRule {
  return table[Math.min(given, table.length - 2)]!;
}

interface Dose {
  readonly rule: DoseRule;
  readonly needed: number;
  readonly products?: readonly string[];
  readonly interval?: DoseRule['intervals'];
  readonly notes?: readonly Reason[];
}

function target(ask: Ask, { rule, needed, products, interval, notes }: Dose) {
  const { rules, state } = ask;
  const given = state.accepted.length;
  const previous = state.accepted[given - 1];
  // The interval is that of the place in the table; doses on top of it keep that of the last one.
  const place = rules.doses[Math.min(Math.max(given, 1), rules.doses.length - 1)]!;
  const { min } = (interval ?? place.intervals)[0]!;
  return doseTarget(ask, {
    number: given + 1,
    needed,
    rule,
    completeBefore: rules.doses[given]?.completeBefore ?? null,
    products: products ?? rules.give,
    after: previous ? [after(previous.day, min)] : [],
    repeat: min,
    ...(notes && { notes }),
  });
}
