import type { PersonFile } from '../person/person.file.ts';
import { checkedDocument } from '../person/person.rules.ts';
import type { MergeField } from './merge.type.ts';

/** The fields of a file that go together, by the choice a person makes. */
const PARTS = {
  name: ['name'],
  sex: ['sex'],
  birthDate: ['birthDate'],
  document: ['documentType', 'documentNumber'],
  phone: ['phone'],
  residence: ['residence', 'residenceAddress'],
  managingClinic: ['managingOrgId'],
} as const satisfies Record<`${MergeField}`, readonly (keyof PersonFile)[]>;

/** A field of the survivor as it was and as the merge left it. */
export type Taken = Partial<Record<keyof PersonFile, [before: unknown, after: unknown]>>;

/**
 * The file that stands after a merge: the chosen fields of the other one, and the conditions of both: what was known of a child's
 * health in either file counts until somebody takes it back.
 * @throws BAD_INPUT documentNumber when number, birth date and sex of the chosen fields do not belong together
 */
export function joinedFile(
  survivor: PersonFile,
  merged: PersonFile,
  take: readonly `${MergeField}`[],
  today: string,
): PersonFile {
  const chosen = take.flatMap((part) => PARTS[part] as readonly (keyof PersonFile)[]);
  const conditions = [...new Set([...survivor.conditions, ...merged.conditions])];
  const file: PersonFile = {
    ...survivor,
    ...Object.fromEntries(chosen.map((field) => [field, merged[field]])),
    conditions,
  };
  if (take.some((part) => part === 'sex' || part === 'birthDate' || part === 'document')) {
    checkedDocument(file.documentType, file.documentNumber, file, today);
  }
  return file;
}

/** What differs between two states of a file. */
export function takenBetween(before: PersonFile, after: PersonFile): Taken {
  const fields = [...Object.values(PARTS).flat(), 'conditions'] as const;
  return Object.fromEntries(
    fields.flatMap((f) => (JSON.stringify(before[f]) === JSON.stringify(after[f]) ? [] : [[f, [before[f], after[f]]]])),
  );
}

/** The survivor without what a merge brought; what was corrected since stays corrected. */
export function partedFile(survivor: PersonFile, taken: Taken): PersonFile {
  const back = Object.entries(taken).flatMap(([field, [before, after]]): [string, unknown][] => {
    if (field === 'conditions') {
      const brought = (after as string[]).filter((c) => !(before as string[]).includes(c));
      return [[field, survivor.conditions.filter((c) => !brought.includes(c))]];
    }
    return survivor[field as keyof PersonFile] === after ? [[field, before]] : [];
  });
  return { ...survivor, ...Object.fromEntries(back) };
}
