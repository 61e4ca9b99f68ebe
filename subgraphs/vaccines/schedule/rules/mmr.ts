import { isoOf, plus } from '../dates.ts';
import { lastFinding } from '../health.ts';
import { type Reason, reason } from '../reasons.ts';
import type { ComponentRule } from '../schedule.ts';
import { type Ask, after, doseTarget, fromTable, type Strategy, type Target } from './target.ts';

const MEASLES = 'measles';

/**
 * MMR: who is born from the cut-off day needs two doses of MMR itself; who is older needs so many components,
 * whatever product brought them (S26).
 */
export const mmr: Strategy = (ask) => {
  const { ctx, rules, code } = ask;
  const parts = rules.components;
  if (!parts) throw new Error('the MMR series needs its component rule');
  const notes = code === null && ctx.bloodProducts.length > 0 ? soonAfter(ask) : [];
  const target =
    ctx.birth < parts.twoDosesIfBornFrom ? byComponents(ask, parts, notes) : fromTable(ask, rules.doses, notes);
  if (target.kind === 'complete') return { ...target, notes };
  if (target.kind !== 'dose' || code === null || ctx.birth < parts.twoDosesIfBornFrom) return target;
  return rules.give.includes(code) ? target : { ...target, accepts: false };
};

/** Immunoglobulin within two weeks after the last dose (S21): the doctor should know. */
function soonAfter({ ctx, rules, state, day }: Ask): Reason[] {
  const { within, source } = ctx.schedule.health.immunoglobulinAfterMmr;
  const last = state.accepted.at(-1);
  if (!last) return [];
  for (const finding of ctx.schedule.health.immunoglobulins) {
    const given = lastFinding(ctx, finding, Math.min(day, plus(last.day, within) - 1));
    if (given !== null && given >= last.day)
      return [
        reason('IMMUNOGLOBULIN_AFTER_MMR', 'immunoglobulinAfterMMR', rules.id, source, { fromDate: isoOf(last.day) }),
      ];
  }
  return [];
}

function byComponents(ask: Ask, parts: ComponentRule, notes: readonly Reason[]): Target {
  const { rules, state, code } = ask;
  const had = new Map<string, number>();
  for (const dose of state.accepted)
    for (const part of parts.byCode.get(dose.code) ?? []) had.set(part, (had.get(part) ?? 0) + 1);
  let lacking = 0;
  for (const part in parts.need) lacking = Math.max(lacking, lack(parts, had, part));
  const given = state.accepted.length;
  const brings = code === null ? null : (parts.byCode.get(code) ?? []);
  // Nothing is missing, or nothing of what is missing is in the product.
  if (lacking <= 0 || brings?.every((part) => lack(parts, had, part) <= 0))
    return { kind: 'complete', needed: given + lacking };
  // The age of a dose follows its measles rank; single rubella or mumps products only wait for the first age.
  const measles = brings === null || brings.includes(MEASLES);
  const rule = rules.doses[measles && (had.get(MEASLES) ?? 0) > 0 ? 1 : 0]!;
  const last = state.accepted.at(-1);
  return doseTarget(ask, {
    number: given + 1,
    needed: given + lacking,
    rule,
    completeBefore: rules.doses[given]?.completeBefore ?? null,
    products: rules.give,
    after: last ? [after(last.day, parts.minInterval)] : [],
    repeat: parts.minInterval,
    notes,
  });
}

function lack(parts: ComponentRule, had: ReadonlyMap<string, number>, part: string): number {
  return (parts.need[part] ?? 0) - (had.get(part) ?? 0);
}
