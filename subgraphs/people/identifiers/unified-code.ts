import type { IsoDate } from './civil-date.ts';
import { accept, type IdentifierResult, refuse } from './errors.ts';
import { parseResidentId, type Sex } from './resident-id.ts';

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
      readonly sex: Sex;
      readonly order: number;
      readonly motherCode: string;
    }
  | { readonly kind: 'military'; readonly cardNumber: string }
  | { readonly kind: 'hmt'; readonly permitNumber: string }
  | {
      readonly kind: 'other';
      readonly division: string;
      readonly birthDate: IsoDate;
      readonly sex: Sex;
      readonly order: number;
    };

const SEX_CODES: Record<Sex, string> = { M: '1', F: '2' };

const FORMS: readonly { readonly kind: Exclude<UnifiedCodeSource['kind'], 'resident'>; readonly form: RegExp }[] = [
  { kind: 'newborn', form: /^B\d{4}(?:0[1-9]|1[0-2])[12][1-9][ATO\d][^\s]{5,40}$/u },
  { kind: 'military', form: /^A\p{Script=Han}{1,3}字第[0-9A-Z]{4,10}号$/u },
  { kind: 'hmt', form: /^T(?:8[123]\d{15}[\dX]|[HM]\d{8,10}|\d{8,10}[A-Z]?)$/u },
  { kind: 'other', form: /^O\d{6}(?:\d{3}){0,2}\d{8}[12](?:-[2-9])?$/u },
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
