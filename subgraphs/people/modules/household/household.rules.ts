import { badInput, MiaobenError } from '@miaoben/kernel';
import type { Sex } from '../person/person.enums.ts';
import type { HouseholdRelation } from './household.enums.ts';

export type Relation = `${HouseholdRelation}`;
export interface Related {
  readonly personId: string;
  readonly relation: Relation;
}
/** Who lives in a household now; a deleted file is seen by nobody, and may come back. */
export interface Resident extends Related {
  readonly isDeleted: boolean;
}

/** Largest number of persons one household is kept with. */
export const MAX_MEMBERS = 20;
const COUNTY_DIGITS = 6;
const RUNNING_DIGITS = 9;

/** 户编号: the first 6 digits of the division and a running number of 9 (J-05). */
export const householdNumber = (division: string, running: number): string =>
  division.slice(0, COUNTY_DIGITS) + String(running).padStart(RUNNING_DIGITS, '0');

/** A son is male, a daughter female; where the sex is unknown both may be said. @throws BAD_INPUT field (sex_differs) */
export function checkedRelation(field: string, relation: Relation, sex: `${Sex}`): Relation {
  const wanted = relation === 'son' ? 'M' : relation === 'daughter' ? 'F' : sex;
  if (sex !== 'U' && sex !== wanted) throw badInput(field, 'no_match');
  return relation;
}

/** Another member joins. @throws BAD_INPUT input.relation (duplicate: there is a head); input (out_of_range) */
export function joined(members: readonly Related[], one: Related): void {
  if (one.relation === 'head' && members.length > 0) throw badInput('input.relation', 'duplicate');
  if (members.length >= MAX_MEMBERS) throw badInput('input', 'out_of_range', { max: MAX_MEMBERS });
}

/** Somebody leaves. @throws CONFLICT wrong_state when that is the head and others stay: name another head first */
export function parted(members: readonly Resident[], personId: string): void {
  const leaver = members.find((m) => m.personId === personId);
  if (leaver?.relation === 'head' && members.some((m) => m !== leaver && !m.isDeleted))
    throw new MiaobenError('CONFLICT', { field: 'input.personId', reason: 'wrong_state' });
}

/**
 * Relations stated anew, e.g. to another head: those that changed. Nobody can state that of a deleted file; as a head it steps back.
 * @throws BAD_INPUT input.relations (no_match: not exactly the members; duplicate: not exactly one head)
 */
export function restated(members: readonly Resident[], stated: readonly Related[]): Related[] {
  const now = new Map(members.map((m) => [m.personId, m.relation]));
  const given = new Set(stated.map((s) => s.personId));
  const isForgotten = members.some((m) => !m.isDeleted && !given.has(m.personId));
  if (given.size !== stated.length || isForgotten || stated.some((s) => !now.has(s.personId)))
    throw badInput('input.relations', 'no_match');
  if (stated.filter((s) => s.relation === 'head').length !== 1) throw badInput('input.relations', 'duplicate');
  const stepsBack = members.filter((m) => m.relation === 'head' && !given.has(m.personId));
  return [
    ...stated.filter((s) => now.get(s.personId) !== s.relation),
    ...stepsBack.map(({ personId }): Related => ({ personId, relation: 'other' })),
  ];
}
