/** Special groups (特殊人群, Q-06) and the health states that put somebody into one. */
const STATES = {
  pregnant: ['C05', 'PREGNANT'],
  immunocompromised: [
    ...['C03', 'IMMUNODEFICIENCY', 'D04', 'IMMUNOSUPPRESSION', 'ANTI_B_ANTIBODY', 'COMPLEMENT_DEFICIENCY'],
    ...['HIV_INFECTED', 'HIV_INFECTED_SYMPTOMATIC', 'C04'],
  ],
} as const;
export type SpecialGroup = keyof typeof STATES;

interface Known {
  conditions: readonly string[];
  healthFacts: readonly { code: string; until?: string | null; withdrawn: boolean }[];
}

/** The groups a person belongs to on a day, by what is known of its health. */
export function specialGroups({ conditions, healthFacts }: Known, day: string): SpecialGroup[] {
  const codes = new Set([
    ...conditions,
    ...healthFacts.filter((f) => !f.withdrawn && (!f.until || f.until > day)).map((f) => f.code),
  ]);
  return (Object.keys(STATES) as SpecialGroup[]).filter((group) => STATES[group].some((code) => codes.has(code)));
}
