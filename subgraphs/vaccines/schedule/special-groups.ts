import { CONDITION_ALIASES, type ConditionCode } from './conditions.ts';

/**
 * Special groups (特殊人群, Q-06) and the health states that put somebody into one: those for which the general contraindications
 * of the programme name live vaccines.
 */
export const SPECIAL_GROUPS = {
  pregnant: ['C05'],
  immunocompromised: [
    'C03',
    'D04',
    'ANTI_B_ANTIBODY',
    'COMPLEMENT_DEFICIENCY',
    'HIV_INFECTED',
    'HIV_INFECTED_SYMPTOMATIC',
  ],
} as const satisfies Record<string, readonly ConditionCode[]>;
export type SpecialGroup = keyof typeof SPECIAL_GROUPS;
export const SPECIAL_GROUP_NAMES = Object.keys(SPECIAL_GROUPS) as SpecialGroup[];

interface Known {
  /** states of the file, by code or alias */
  readonly conditions: readonly string[];
  readonly healthFacts: readonly {
    readonly code: string;
    readonly date: string;
    readonly until?: string | null;
    readonly withdrawn?: boolean;
  }[];
}

/** The groups a person belongs to on a day (YYYY-MM-DD), by what is known of its health; `until` is the first day it no longer holds. */
export function specialGroupsOf({ conditions, healthFacts }: Known, day: string): SpecialGroup[] {
  const holds = healthFacts.filter((f) => !f.withdrawn && f.date <= day && (!f.until || f.until > day));
  const codes = new Set([...conditions, ...holds.map((f) => f.code)].map((code) => CONDITION_ALIASES[code] ?? code));
  return SPECIAL_GROUP_NAMES.filter((group) => SPECIAL_GROUPS[group].some((code) => codes.has(code)));
}
