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
  if (ctx.birth < parts.twoDosesIfBornFrom) return byComponents(ask, parts);
  const target = fromTable(ask, rules.doses);
  if (target.kind !== 'dose' || code === null || rules.give.includes(code)) return target;
  return { ...target, accepts: false };
};

function byComponents(ask: Ask, parts: ComponentRule): Target {
  const { rules, state, code } = ask;
  const had = new Map<string, number>();
  for (const dose of state.accepted)
    for (const part of parts.byCode.get(dose.code) ?? []) had.set(part, (had.get(part) ?? 0) + 1);
  let lacking = 0;
  for (const [part, need] of Object.entries(parts.need)) lacking = Math.max(lacking, need - (had.get(part) ?? 0));
  const given = state.accepted.length;
  if (lacking <= 0) return { kind: 'complete', needed: given };
  // The age of a dose follows its measles rank; single rubella or mumps products only wait for the first age.
  const measles = code === null || (parts.byCode.get(code) ?? []).includes(MEASLES);
  const rule = rules.doses[measles && (had.get(MEASLES) ?? 0) > 0 ? 1 : 0]!;
  const last = state.accepted.at(-1);
  return doseTarget(ask, {
    number: given + 1,
    needed: given + lacking,
    rule,
    products: rules.give,
    after: last ? [after(last.day, parts.minInterval)] : [],
    repeat: parts.minInterval,
  });
}
