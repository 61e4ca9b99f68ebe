/** What a guardian of a file, or an account bound to it, can be told by. */
export interface Known {
  readonly relation: string;
  /** of an account null where it was bound before this was kept */
  readonly nameKey: string | null;
  readonly phoneBlind: string | null;
}

const likeness = (bound: Known, g: Known): number =>
  (bound.nameKey !== null && bound.nameKey === g.nameKey ? 4 : 0) +
  (bound.phoneBlind !== null && bound.phoneBlind === g.phoneBlind ? 2 : 0) +
  (bound.relation === g.relation ? 1 : 0);

/**
 * Whether an account rests on a guardian who ended, and on nobody who stays: one household often has one phone, so the name says more
 * than the phone, and the phone more than the relation. Who stands twice in a file (after a merge) stays while one entry of her stays.
 */
export function restsOn(bound: Known, ended: Known, staying: readonly Known[]): boolean {
  const likest = likeness(bound, ended);
  return likest > 0 && staying.every((g) => likeness(bound, g) < likest && !isNamed(bound, g));
}

const isNamed = (bound: Known, g: Known): boolean => bound.nameKey !== null && bound.nameKey === g.nameKey;
