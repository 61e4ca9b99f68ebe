import {
  CONDITION_ALIASES,
  SPECIAL_GROUP_NAMES,
  SPECIAL_GROUPS,
  type SpecialGroup,
  specialGroupsOf,
} from '@miaoben/schedule';
import type { SpecialRow } from './special-group.repository.ts';

/** Codes of the states of one group, or of all; names people use for them too. */
export function codesOfGroup(group: SpecialGroup | null): string[] {
  const codes: readonly string[] = (group ? [group] : SPECIAL_GROUP_NAMES).flatMap((g) => [...SPECIAL_GROUPS[g]]);
  const aliases = Object.entries(CONDITION_ALIASES).flatMap(([alias, code]) => (codes.includes(code) ? [alias] : []));
  return [...codes, ...aliases];
}

/** Groups of a file with the states behind them on a day, and the first day on which none holds. */
export function membershipOf(
  { conditions, facts }: Pick<SpecialRow, 'conditions' | 'facts'>,
  day: string,
): { groups: SpecialGroup[]; states: string[]; until: string | null } {
  const codes = new Set(codesOfGroup(null));
  const held = facts.filter((f) => codes.has(f.code) && f.date <= day && (!f.until || f.until > day));
  const lasting = conditions.filter((code) => codes.has(code));
  const ends = held.map((f) => f.until ?? null);
  const isOpen = lasting.length > 0 || ends.includes(null);
  return {
    groups: specialGroupsOf({ conditions, healthFacts: facts }, day),
    states: [...new Set([...lasting, ...held.map((f) => f.code)])],
    until: isOpen ? null : (ends.toSorted().at(-1) ?? null),
  };
}
