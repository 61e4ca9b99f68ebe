import { isNewbornName } from '@miaoben/identifiers';
import type { ClinicMergeFileQuery } from '../../data/generated/clinic.ts';

type File = NonNullable<ClinicMergeFileQuery['person']>;
/** What the proposal looks at of a file. */
export type Compared = Pick<File, 'name' | 'sex' | 'documentType' | 'documentNumber' | 'phone' | 'updatedAt'> & {
  readonly guardians: readonly unknown[];
  readonly doses: readonly { readonly state: string }[];
};
export type Side = 'this' | 'other';
/** Fields a proposal may take from either file; the rest follows the file that stays. */
export interface Proposal {
  readonly kept: Side;
  readonly name: Side;
  readonly sex: Side;
  readonly born: Side;
  readonly document: Side;
  readonly phone: Side;
}

/** How good each field is: the higher wins. A resident's ID number tells more than any other document, a given name more than a newborn's. */
const WORTH = {
  name: ({ name }: Compared) => (isNewbornName(name) ? 1 : 2),
  document: ({ documentNumber, documentType }: Compared) =>
    documentNumber === null ? 0 : documentType === 'RESIDENT_ID' ? 2 : 1,
  sex: ({ sex }: Compared) => (sex === 'U' ? 0 : 1),
  phone: ({ phone }: Compared) => (phone === null ? 0 : 1),
};
const fullness = (file: Compared): number =>
  Object.values(WORTH).reduce((sum, worth) => sum + worth(file), 0) + Math.min(1, file.guardians.length);
const standing = (file: Compared): number => file.doses.filter(({ state }) => state === 'given').length;

const better = (a: number, b: number): Side | null => (a === b ? null : a > b ? 'this' : 'other');

/**
 * The choice that leaves the most complete file (J-08): the file with more in it stays, of two alike the one with more doses, then the
 * newer one; each field comes from where it says more. Birth date and sex go with the document, which carries them.
 */
export function completest(one: Compared, other: Compared): Proposal {
  const kept =
    better(fullness(one), fullness(other)) ??
    better(standing(one), standing(other)) ??
    (one.updatedAt >= other.updatedAt ? 'this' : 'other');
  const of = (field: keyof typeof WORTH): Side => better(WORTH[field](one), WORTH[field](other)) ?? kept;
  const document = of('document');
  const hasDocument = (document === 'this' ? one : other).documentNumber !== null;
  return {
    kept,
    name: of('name'),
    document,
    born: hasDocument ? document : kept,
    sex: hasDocument && (document === 'this' ? one : other).sex !== 'U' ? document : of('sex'),
    phone: of('phone'),
  };
}
