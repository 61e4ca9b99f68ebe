import { isNewbornName } from '@miaoben/identifiers';
import { MiaobenError } from '@miaoben/kernel';
import type { Table } from '@miaoben/kernel/transitions';
import { INPUT_REASONS, type InputReason } from '@miaoben/schema';
import { withHbsag } from '../birth/birth.rules.ts';
import { householdTypeFrom } from '../details/details.rules.ts';
import { type GuardianFile, NOTHING_KNOWN, type PersonFile } from '../person/person.file.ts';
import {
  checkedAddress,
  checkedBirthDate,
  checkedBirthOrder,
  checkedBirthWeight,
  checkedDocument,
  checkedGuardians,
  checkedName,
} from '../person/person.rules.ts';
import type { NewbornAction, NewbornState } from './newborn.enums.ts';
import type { ToldNewborn } from './newborn.port.ts';

/** `clinic`: a unit that vaccinates in whose area the child lives. */
export type NewbornParty = 'clinic';

/** 新生儿信息 (J-12): a newborn gets a file, or is linked with the one it has; both can be taken back, and so can a refusal. */
export const NEWBORN_TABLE: Table<`${NewbornState}`, `${NewbornAction}`, NewbornParty> = [
  { from: 'waiting', action: 'create', by: ['clinic'], to: 'filed' },
  { from: 'waiting', action: 'link', by: ['clinic'], to: 'filed' },
  { from: 'waiting', action: 'dismiss', by: ['clinic'], to: 'dismissed', needsReason: true },
  { from: 'filed', action: 'update', by: ['clinic'], to: 'filed' },
  { from: 'filed', action: 'unlink', by: ['clinic'], to: 'waiting', needsReason: true },
  { from: 'dismissed', action: 'reopen', by: ['clinic'], to: 'waiting' },
];

export interface NewbornFault {
  readonly field: string;
  readonly reason: InputReason;
}
/** What was told, spelled for a file, as far as it is right. */
export interface Draft {
  readonly file: PersonFile;
  readonly idNumber: string | null;
  readonly certificate: string | null;
}

const CHILD_OF = { M: '之子', F: '之女', U: '之婴' } as const;

/**
 * The file that would be created, and what is wrong with what was told; with a fault there is no file to create.
 * The ID number is held against GB 11643 (check character, date) and against birth date and sex.
 */
export function draftOf(told: ToldNewborn, today: string): { draft: Draft | null; faults: NewbornFault[] } {
  const faults: NewbornFault[] = [];
  const attempt = <T>(field: string, work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof MiaobenError) || error.code !== 'BAD_INPUT') throw error;
      faults.push({ field, reason: INPUT_REASONS.find((r) => r === error.extensions.reason) ?? 'format' });
      return null;
    }
  };
  const { sex, birthDate } = told;
  const document = (field: string, type: string, number: string | null) =>
    number === null
      ? null
      : attempt(field, () => checkedDocument(type, number, { birthDate, sex }, today).documentNumber);
  attempt('birthDate', () => checkedBirthDate(birthDate, today));
  const idNumber = document('idNumber', 'RESIDENT_ID', told.idNumber);
  const certificate = document('birthCertificate', 'BIRTH_CERTIFICATE', told.birthCertificate);
  if (told.idNumber === null && told.birthCertificate === null) faults.push({ field: 'idNumber', reason: 'required' });
  const parent = (relation: 'mother' | 'father', who: ToldNewborn['father']): GuardianFile[] =>
    who ? (attempt(relation, () => checkedGuardians([{ relation, ...who }], today)) ?? []) : [];
  const guardians = [...parent('mother', told.mother), ...parent('father', told.father)];
  const name = attempt('name', () =>
    checkedName('name', told.name?.trim() ? told.name : `${told.mother.name}${CHILD_OF[sex]}`),
  );
  const birthWeightG = attempt('birthWeightG', () => checkedBirthWeight(told.birthWeightG));
  const birthOrder = attempt('birthOrder', () => checkedBirthOrder(told.birthOrder));
  const residenceAddress = attempt('residenceAddress', () => checkedAddress(told.residenceAddress));
  for (const field of ['residence', 'household'] as const)
    if (told[field] === null || !/^\d{9}$/.test(told[field]))
      faults.push({ field, reason: told[field] === null ? 'required' : 'unknown_code' });
  if (faults.length > 0 || name === null || told.residence === null || told.household === null)
    return { draft: null, faults };
  const documentType = idNumber === null ? 'BIRTH_CERTIFICATE' : 'RESIDENT_ID';
  const identity = { documentType, documentNumber: idNumber ?? certificate, residence: told.residence } as const;
  const file: PersonFile = {
    ...NOTHING_KNOWN,
    ...identity,
    id: '',
    name,
    sex,
    birthDate,
    birthOrder,
    phone: null,
    ethnicity: null,
    residenceAddress,
    householdType: householdTypeFrom(identity, told.household),
    registeredDivision: told.household,
    birthCertificate: idNumber === null ? null : certificate,
    managingOrgId: '',
    registrationState: 'active',
    conditions: withHbsag([], told.hbsag),
    birthWeightG,
    guardians,
  };
  return { draft: { file, idNumber, certificate }, faults };
}

/**
 * The existing file with what only the maternal-child system knew: an ID number in place of the birth certificate, the name in place of
 * the mother's with 之子 or 之女, what is empty, a parent that is missing. What the file says otherwise stays. The mother's HBsAg is the
 * obstetric file's matter (S-10).
 */
export function completedFile(file: PersonFile, { file: told, idNumber, certificate }: Draft): PersonFile {
  const hasOwnId = file.documentType !== 'BIRTH_CERTIFICATE' && file.documentNumber !== null;
  const known = new Set(file.guardians.map((g) => g.relation));
  const former = file.documentType === 'BIRTH_CERTIFICATE' ? file.documentNumber : null;
  const document =
    hasOwnId || idNumber === null
      ? {
          documentType:
            file.documentNumber === null && certificate ? ('BIRTH_CERTIFICATE' as const) : file.documentType,
          documentNumber: file.documentNumber ?? certificate,
          birthCertificate: file.birthCertificate ?? (hasOwnId ? certificate : null),
        }
      : {
          documentType: 'RESIDENT_ID' as const,
          documentNumber: idNumber,
          birthCertificate: file.birthCertificate ?? former ?? certificate,
        };
  return {
    ...file,
    ...document,
    name: isNewbornName(file.name) && !isNewbornName(told.name) ? told.name : file.name,
    birthWeightG: file.birthWeightG ?? told.birthWeightG,
    birthOrder: file.birthOrder ?? told.birthOrder,
    registeredDivision: file.registeredDivision ?? told.registeredDivision,
    guardians: [...file.guardians, ...told.guardians.filter((g) => !known.has(g.relation))].slice(0, 4),
  };
}

const COMPLETED = [
  'documentNumber',
  'birthCertificate',
  'name',
  'birthWeightG',
  'birthOrder',
  'registeredDivision',
  'guardians',
] as const satisfies readonly (keyof PersonFile)[];

/** What completing would change, by field. */
export const completions = (file: PersonFile, draft: Draft): string[] => {
  const after = completedFile(file, draft);
  return COMPLETED.filter((f) => JSON.stringify(file[f]) !== JSON.stringify(after[f]));
};
