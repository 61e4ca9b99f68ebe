import type { IsoDate } from './civil-date.ts';
import type { DocumentType } from './document.ts';
import { accept, type IdentifierResult, refuse } from './errors.ts';
import { parseResidentId, type Sex } from './resident-id.ts';

/** Sex as files keep it: U is unknown or not stated. */
type FileSex = Sex | 'U';

/**
 * Sources of a unified identity code (统一身份识别码, J-01). Documents must have passed `parseDocument`.
 * `order` of a newborn is the multiple-birth order (1 for a single birth); `order` of others is 1 unless another live
 * file already holds the same division, birth date and sex, for no two live files may share a code.
 */
export type UnifiedCodeSource =
  | { readonly kind: 'resident'; readonly idNumber: string }
  | {
      readonly kind: 'newborn';
      readonly birthDate: IsoDate;
      readonly sex: FileSex;
      readonly order: number;
      readonly motherCode: string;
    }
  | { readonly kind: 'military'; readonly cardNumber: string }
  | { readonly kind: 'hmt'; readonly permitNumber: string }
  | {
      readonly kind: 'other';
      readonly division: string;
      readonly birthDate: IsoDate;
      readonly sex: FileSex;
      readonly order: number;
    };

// GB/T 2261.1.
const SEX_CODES: Record<FileSex, string> = { U: '0', M: '1', F: '2' };

const FORMS: readonly { readonly kind: Exclude<UnifiedCodeSource['kind'], 'resident'>; readonly form: RegExp }[] = [
  { kind: 'newborn', form: /^B\d{4}(?:0[1-9]|1[0-2])[012][1-9][ATO\d][^\s]{5,40}$/u },
  { kind: 'military', form: /^A\p{Script=Han}{1,3}字第[0-9A-Z]{4,10}号$/u },
  { kind: 'hmt', form: /^T(?:8[123]\d{15}[\dX]|[HM]\d{8,10}|\d{8,10}[A-Z]?)$/u },
  { kind: 'other', form: /^O\d{6}(?:\d{3}){0,2}\d{8}[012](?:-(?:[2-9]|[1-9]\d{1,3}))?$/u },
];

/** Builds the code by J-01: resident the ID number; B newborn, A military, T Hong Kong/Macao/Taiwan, O others. */
export function unifiedCode(source: UnifiedCodeSource): string {
  switch (source.kind) {
    case 'resident':
      return source.idNumber;
    case 'newborn':
      return `B${source.birthDate.slice(0, 7).replace('-', '')}${SEX_CODES[source.sex]}${source.order}${source.motherCode}`;
    case 'military':
      return `A${source.cardNumber}`;
    case 'hmt':
      return `T${source.permitNumber}`;
    case 'other': {
      const base = `O${source.division}${source.birthDate.replaceAll('-', '')}${SEX_CODES[source.sex]}`;
      return source.order > 1 ? `${base}-${source.order}` : base;
    }
  }
}

/** Tells which rule of J-01 a code follows; `UNIFIED_CODE_FORMAT` when none. */
export function unifiedCodeKind(code: string): IdentifierResult<UnifiedCodeSource['kind']> {
  const id = parseResidentId(code);
  if (id.ok && id.value.number === code && id.value.kind === 'resident') return accept('resident');
  const match = FORMS.find(({ form }) => form.test(code));
  return match ? accept(match.kind) : refuse('UNIFIED_CODE_FORMAT');
}

/** What of a file its code is made of. */
export interface CodedFile {
  readonly documentType: DocumentType;
  readonly documentNumber: string | null;
  readonly birthDate: IsoDate;
  readonly sex: FileSex;
  /** place in a multiple birth; null: not stated */
  readonly birthOrder: number | null;
  /** ID number of the mother, of any kind of the GB 11643 family */
  readonly motherNumber: string | null;
  /** division of residence, 6 digits or more */
  readonly division: string;
}

/** A code without what tells apart those who would share it. */
export interface CodeBase {
  readonly kind: UnifiedCodeSource['kind'];
  /** the code with order 1 */
  readonly base: string;
  /** null: the first that is free */
  readonly order: number | null;
}

const BIRTH_ORDER_AT = 'B2026111'.length;
const OTHER = /^O(\d{6})(?:\d{3}){0,2}(\d{8}[012])(?:-(\d+))?$/u;

/** Takes a code apart; the reverse of `joinCode`. */
export function splitCode(code: string): { base: string; order: number } {
  if (code.startsWith('B')) {
    const base = `${code.slice(0, BIRTH_ORDER_AT)}1${code.slice(BIRTH_ORDER_AT + 1)}`;
    return { base, order: Number(code.charAt(BIRTH_ORDER_AT)) };
  }
  const suffix = OTHER.exec(code)?.[3];
  return suffix === undefined ? { base: code, order: 1 } : { base: code.slice(0, -suffix.length - 1), order: +suffix };
}

export function joinCode({ kind, base }: Pick<CodeBase, 'kind' | 'base'>, order: number): string {
  if (kind === 'newborn') return `${base.slice(0, BIRTH_ORDER_AT)}${order}${base.slice(BIRTH_ORDER_AT + 1)}`;
  return kind === 'other' && order > 1 ? `${base}-${order}` : base;
}

/** Which rule of J-01 a file falls under. A child without a number of its own goes by its mother's. */
function sourceOf(file: CodedFile, firstDivision: string): UnifiedCodeSource {
  const { documentType, documentNumber, birthDate, sex, motherNumber } = file;
  if (documentNumber !== null) {
    switch (documentType) {
      case 'RESIDENT_ID':
      case 'HOUSEHOLD_REGISTER':
      case 'DRIVING_LICENCE':
        return { kind: 'resident', idNumber: documentNumber };
      case 'MILITARY_ID':
        return { kind: 'military', cardNumber: documentNumber };
      case 'HMT_RESIDENCE_PERMIT':
      case 'HM_TRAVEL_PERMIT':
      case 'TW_TRAVEL_PERMIT':
        return { kind: 'hmt', permitNumber: documentNumber };
    }
  }
  if (motherNumber !== null && (documentNumber === null || documentType === 'BIRTH_CERTIFICATE')) {
    const mother = parseResidentId(motherNumber);
    const isPermit = mother.ok && mother.value.kind === 'hmt_residence_permit';
    const motherCode = isPermit ? unifiedCode({ kind: 'hmt', permitNumber: motherNumber }) : motherNumber;
    return { kind: 'newborn', birthDate, sex, order: 1, motherCode };
  }
  return { kind: 'other', division: firstDivision, birthDate, sex, order: 1 };
}

/**
 * The code of a file from its data. `held` is the code it has had so far: what still fits keeps its order, and an O code the division of
 * its first registration, as an ID number does, so that a move changes no code.
 */
export function codeBaseOf(file: CodedFile, held: string | null): CodeBase {
  const own = held === null ? null : OTHER.exec(held);
  const isSame = own?.[2] === `${file.birthDate.replaceAll('-', '')}${SEX_CODES[file.sex]}`;
  const source = sourceOf(file, (isSame ? own?.[1] : undefined) ?? file.division.slice(0, 6));
  const base = unifiedCode(source);
  const { kind } = source;
  if (kind !== 'newborn' && kind !== 'other') return { kind, base, order: 1 };
  const stated = kind === 'newborn' ? file.birthOrder : null;
  const before = held === null ? null : splitCode(held);
  return { kind, base, order: stated ?? (before?.base === base ? before.order : null) };
}
