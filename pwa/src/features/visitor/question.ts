import { parseResidentId, readNameSearch } from '@miaoben/identifiers';
import type { OtherProvincesInput } from '../../data/generated/clinic.ts';

export const WAYS = ['documentNumber', 'birthCertificateNumber', 'name'] as const;
export type Way = (typeof WAYS)[number];

/** A question to the national platform while it is typed. */
export interface QuestionDraft {
  way: Way;
  number: string;
  name: string;
  birthDate: string;
}

/** The question that what was typed at the line amounts to. */
export function draftOf(text: string): QuestionDraft {
  const blank = { number: '', name: '', birthDate: '' };
  if (/^[A-Z]\d{9}$/i.test(text)) return { ...blank, way: 'birthCertificateNumber', number: text };
  if (parseResidentId(text).ok || /\d{5}/.test(text)) return { ...blank, way: 'documentNumber', number: text };
  const named = text === '' ? null : readNameSearch(text);
  if (!named || !/\p{Script=Han}/u.test(named.name)) return { ...blank, way: 'documentNumber' };
  return { ...blank, way: 'name', name: named.name, birthDate: named.birthDate ?? '' };
}

/** Fields that are still empty. */
export const missingOf = (draft: QuestionDraft): ('number' | 'name' | 'birthDate')[] =>
  (draft.way === 'name' ? (['name', 'birthDate'] as const) : (['number'] as const)).filter(
    (field) => draft[field].trim() === '',
  );

export const inputOf = ({ way, number, name, birthDate }: QuestionDraft): OtherProvincesInput =>
  way === 'name' ? { name: name.trim(), birthDate } : { [way]: number.trim() };
