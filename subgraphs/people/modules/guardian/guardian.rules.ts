import { nameKey, parseResidentId } from '@miaoben/identifiers';
import { badInput, notFound } from '@miaoben/kernel';
import type { GuardianFile } from '../person/person.file.ts';
import { accepted, checkedName, checkedPhone, MAX_GUARDIANS } from '../person/person.rules.ts';

/** A guardian in the place where the file keeps it. */
export interface KeptGuardian extends GuardianFile {
  ordinal: number;
  /** file of the household this one was picked from */
  memberId: string | null;
  /** came with a file that was merged into this one */
  isLent: boolean;
}
interface Typed {
  relation?: GuardianFile['relation'] | null;
  name?: string | null;
  documentNumber?: string | null;
  phone?: string | null;
}

const number = (raw: string | null, today: string) =>
  raw ? accepted('input.documentNumber', parseResidentId(raw, today)).number : null;

/** One mother and one father a file (J-05). @throws BAD_INPUT input.relation duplicate */
function oneOfEach(others: readonly GuardianFile[], relation: GuardianFile['relation']): void {
  if (relation !== 'other' && others.some((g) => g.relation === relation))
    throw badInput('input.relation', 'duplicate');
}

/**
 * The guardians with another one, last in their order.
 * @throws BAD_INPUT input (out_of_range: four a file), input.relation, input.name, input.documentNumber, input.phone
 */
export function withGuardian(
  kept: readonly KeptGuardian[],
  relation: GuardianFile['relation'],
  typed: Omit<Typed, 'relation'> & { memberId?: string | null },
  today: string,
): KeptGuardian[] {
  if (kept.length >= MAX_GUARDIANS) throw badInput('input', 'out_of_range', { max: MAX_GUARDIANS });
  oneOfEach(kept, relation);
  if (!typed.name) throw badInput('input.name', 'required');
  const added: KeptGuardian = {
    ordinal: Math.max(-1, ...kept.map((g) => g.ordinal)) + 1,
    relation,
    name: checkedName('input.name', typed.name),
    documentNumber: number(typed.documentNumber ?? null, today),
    phone: checkedPhone('input.phone', typed.phone),
    memberId: typed.memberId ?? null,
    isLent: false,
  };
  return [...kept, added];
}

/**
 * The entries of a merged file that mean a guardian who ends in the child's: those of her name, unless another entry of her stays, then
 * only the one of her phone; and the one that was lent from there and corrected in its name since.
 */
export function sameGuardians(
  ended: KeptGuardian,
  staying: readonly KeptGuardian[],
  others: readonly KeptGuardian[],
): KeptGuardian[] {
  const isNamed = (g: KeptGuardian) => nameKey(g.name) === nameKey(ended.name);
  const isSplit = staying.some(isNamed);
  return others.filter((g) => {
    const isReached = g.phone !== null && g.phone === ended.phone;
    if (isNamed(g)) return !isSplit || g.phone === ended.phone;
    return ended.isLent && isReached && g.relation === ended.relation;
  });
}

/** The guardians after a correction of one; who was picked and now is called otherwise is the picked one no more. @throws as `withGuardian`; NOT_FOUND */
export function withChange(
  kept: readonly KeptGuardian[],
  ordinal: number,
  typed: Typed,
  today: string,
): KeptGuardian[] {
  const before = kept.find((g) => g.ordinal === ordinal);
  if (!before) throw notFound();
  const relation = typed.relation ?? before.relation;
  // A merge may have brought a second mother: her data can still be corrected.
  if (relation !== before.relation)
    oneOfEach(
      kept.filter((g) => g !== before),
      relation,
    );
  if (typed.name === null) throw badInput('input.name', 'required');
  const name = typed.name === undefined ? before.name : checkedName('input.name', typed.name);
  const after: KeptGuardian = {
    ...before,
    relation,
    name,
    documentNumber: typed.documentNumber === undefined ? before.documentNumber : number(typed.documentNumber, today),
    phone: typed.phone === undefined ? before.phone : checkedPhone('input.phone', typed.phone),
    memberId: name === before.name ? before.memberId : null,
  };
  return kept.map((g) => (g === before ? after : g));
}
