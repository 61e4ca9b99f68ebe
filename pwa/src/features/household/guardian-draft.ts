import { parseName, parsePhone, parseResidentId } from '@miaoben/identifiers';
import type { ChangeGuardianInput, GuardianRelation } from '../../data/generated/person-file.ts';

/** A guardian while it is typed. Numbers come masked: they are typed anew or left alone. */
export interface GuardianDraft {
  relation: GuardianRelation;
  name: string;
  newPhone: string;
  newNumber: string;
  /** picked from the household instead of typed; empty: typed */
  memberId: string;
}
export type GuardianFault = 'name' | 'phone' | 'number' | 'relation' | 'member';
interface Kept {
  readonly ordinal: number;
  readonly relation: GuardianRelation;
  readonly name: string;
}

/** What is wrong with the form; the server checks the same again. */
export function faultsOfGuardian(
  draft: GuardianDraft,
  others: readonly Kept[],
  isPicked: boolean,
  day: string,
): GuardianFault[] {
  const faults: GuardianFault[] = [];
  if (draft.relation !== 'other' && others.some((g) => g.relation === draft.relation)) faults.push('relation');
  if (isPicked) return draft.memberId === '' ? [...faults, 'member'] : faults;
  if (!parseName(draft.name).ok) faults.push('name');
  if (draft.newPhone.trim() !== '' && !parsePhone(draft.newPhone).ok) faults.push('phone');
  if (draft.newNumber.trim() !== '' && !parseResidentId(draft.newNumber, day).ok) faults.push('number');
  return faults;
}

/** What the server is to change of a guardian: only what differs. */
export const guardianChanges = (
  kept: Kept,
  draft: GuardianDraft,
): Pick<ChangeGuardianInput, 'relation' | 'name' | 'phone' | 'documentNumber'> => ({
  ...(draft.relation !== kept.relation && { relation: draft.relation }),
  ...(draft.name.trim() !== kept.name && { name: draft.name.trim() }),
  ...(draft.newPhone.trim() !== '' && { phone: draft.newPhone.trim() }),
  ...(draft.newNumber.trim() !== '' && { documentNumber: draft.newNumber.trim() }),
});
