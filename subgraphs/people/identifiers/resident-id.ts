import { checkCharacter } from './check-character.ts';
import { type IsoDate, isoDate } from './civil-date.ts';
import { accept, type IdentifierResult, refuse } from './errors.ts';
import { describeSuspicions, normaliseText } from './text.ts';

export type Sex = 'F' | 'M';

/**
 * Which document carries an 18-character number of the GB 11643 family: residents; 港澳台居民居住证 (prefix 81, 82, 83);
 * 外国人永久居留身份证 of 2023 (prefix 9, then place of issue and nationality). The last two from general knowledge.
 */
export type ResidentIdKind = 'resident' | 'hmt_residence_permit' | 'foreign_permanent_residence';

export interface ResidentId {
  /** 18 characters, a final x as `X`. */
  readonly number: string;
  readonly kind: ResidentIdKind;
  readonly birthDate: IsoDate;
  readonly sex: Sex;
  /** First six digits: the county of first registration (it may since have been renamed), not the residence. */
  readonly division: string;
  /** True when a 15-digit number of the first generation was given. */
  readonly upgraded: boolean;
}

/** First two digits of GB/T 2260: the province-level divisions of the mainland. */
const MAINLAND_PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65'.split(' '),
);

export function isProvincePrefix(prefix: string): boolean {
  return MAINLAND_PROVINCES.has(prefix);
}

/** Check character (ISO 7064 MOD 11-2, GB 11643) of the first 17 digits. */
export function residentIdCheckCharacter(first17: string): string {
  return checkCharacter(first17.slice(0, 17));
}

function kindOf(number: string): ResidentIdKind | null {
  const prefix = number.slice(0, 2);
  if (isProvincePrefix(prefix)) return 'resident';
  if (prefix === '81' || prefix === '82' || prefix === '83') return 'hmt_residence_permit';
  if (number.startsWith('9') && isProvincePrefix(number.slice(1, 3))) return 'foreign_permanent_residence';
  return null;
}

/**
 * Reads an ID number as typed, pasted (全角, spaces, lower-case x) or found in a cell, and takes it apart.
 * A number above 2^53 that reached us as a spreadsheet number has lost its last digits: `DIGITS_LOST`.
 * `today` bounds the birth date; without it a future birth date is not noticed.
 */
export function parseResidentId(raw: string | number, today?: IsoDate): IdentifierResult<ResidentId> {
  if (typeof raw === 'number') return refuse('DIGITS_LOST');
  const { text, suspicions } = normaliseText(raw);
  if (suspicions.length > 0) return refuse('TEXT_SUSPICIOUS', describeSuspicions(suspicions));
  const compact = text
    .replace(/^['‘’]/u, '')
    .replace(/[\s-]/gu, '')
    .toUpperCase();
  if (compact === '') return refuse('EMPTY');
  if (/^\d(?:\.\d+)?E\+?\d+$/u.test(compact)) return refuse('DIGITS_LOST');
  if (compact.length === 15) return upgrade(compact, today);
  if (compact.length !== 18) return refuse('ID_LENGTH');
  if (!/^\d{17}[\dX]$/u.test(compact)) return refuse('ID_CHARACTERS');
  return check(compact, false, today);
}

function upgrade(number: string, today: IsoDate | undefined): IdentifierResult<ResidentId> {
  if (!/^\d{15}$/u.test(number)) return refuse('ID_CHARACTERS');
  const first17 = `${number.slice(0, 6)}19${number.slice(6)}`;
  return check(first17 + residentIdCheckCharacter(first17), true, today);
}

function check(number: string, upgraded: boolean, today: IsoDate | undefined): IdentifierResult<ResidentId> {
  // Excel keeps 15 digits and fills up with zeros: say so rather than "wrong check digit".
  if (residentIdCheckCharacter(number) !== number.charAt(17)) {
    return refuse(number.endsWith('000') ? 'DIGITS_LOST' : 'ID_CHECK_DIGIT');
  }
  const kind = kindOf(number);
  if (kind === null) return refuse('ID_DIVISION');
  const birthDate = isoDate(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)));
  if (birthDate === null || birthDate < '1850-01-01') return refuse('ID_BIRTH_DATE');
  if (today !== undefined && birthDate > today) return refuse('ID_BIRTH_DATE_FUTURE');
  if (number.slice(14, 17) === '000') return refuse('ID_SEQUENCE');
  const sex: Sex = Number(number.charAt(16)) % 2 === 1 ? 'M' : 'F';
  return accept({ number, kind, birthDate, sex, division: number.slice(0, 6), upgraded });
}

/** Holds a number against the birth date and sex written beside it (Q-77, J-06): the first difference, or null. */
export function residentIdDifference(
  id: ResidentId,
  stated: { birthDate?: IsoDate; sex?: Sex },
): 'ID_BIRTH_DATE_DIFFERS' | 'ID_SEX_DIFFERS' | null {
  if (stated.birthDate !== undefined && stated.birthDate !== id.birthDate) return 'ID_BIRTH_DATE_DIFFERS';
  if (stated.sex !== undefined && stated.sex !== id.sex) return 'ID_SEX_DIFFERS';
  return null;
}
