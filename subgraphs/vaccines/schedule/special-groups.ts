import { CONDITION_ALIASES, type ConditionCode } from './conditions.ts';
import { addDays, addMonths } from './dates.ts';

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

/** The states of a group that begin after birth and are entered as dated facts; the others stand in the file of people. */
export const GROUP_FACTS = {
  pregnant: ['C05'],
  immunocompromised: ['C03', 'D04', 'ANTI_B_ANTIBODY'],
} as const satisfies { [G in SpecialGroup]: readonly (typeof SPECIAL_GROUPS)[G][number][] };

/** Pregnancies are counted from the age of ten (妇幼统计 10–49 岁), and none lasts longer than 45 weeks. */
const PREGNANT_FROM_MONTHS = 120;
const LONGEST_PREGNANCY_DAYS = 315;

/** Whether somebody may be declared to belong to a group on a day, by sex and age alone. */
export function mayBelong(group: SpecialGroup, who: { sex: string; birthDate: string }, day: string): boolean {
  return group !== 'pregnant' || (who.sex !== 'M' && addMonths(who.birthDate, PREGNANT_FROM_MONTHS) <= day);
}

/** The last day on which a state of a group that began on a day may end; null: it need not end. */
export const latestEnd = (group: SpecialGroup, since: string): string | null =>
  group === 'pregnant' ? addDays(since, LONGEST_PREGNANCY_DAYS) : null;

/** What a family says of itself, until a clinic has decided on it. */
export interface DeclaredGroup {
  readonly group: SpecialGroup;
  readonly since: string;
  readonly expectedEnd?: string | null;
}

/** The groups that are declared for a day and not yet known of the person. */
export const declaredGroupsOf = (
  declared: readonly DeclaredGroup[],
  known: readonly SpecialGroup[],
  day: string,
): SpecialGroup[] =>
  SPECIAL_GROUP_NAMES.filter(
    (group) =>
      !known.includes(group) &&
      declared.some((d) => d.group === group && d.since <= day && (!d.expectedEnd || d.expectedEnd > day)),
  );
