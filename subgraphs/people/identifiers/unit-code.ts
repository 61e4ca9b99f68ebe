import { accept, type IdentifierResult, refuse } from './errors.ts';
import { isProvincePrefix } from './resident-id.ts';

/** Codes that stand for "not a unit of ours" in back-entered doses (补录), 中疾控免疫发〔2024〕46号. */
export const SPECIAL_UNIT_CODES = {
  '444444444444': 'RESERVED',
  '555555555555': 'RESERVED',
  '666666666666': 'BACK_ENTERED_IN_PROVINCE',
  '777777777777': 'BACK_ENTERED_OTHER_PROVINCE',
  '888888888888': 'BACK_ENTERED_ABROAD',
  '999999999999': 'BACK_ENTERED_HMT',
} as const;

export type SpecialUnit = (typeof SPECIAL_UNIT_CODES)[keyof typeof SPECIAL_UNIT_CODES];

export type UnitCode =
  | { readonly kind: 'unit'; readonly code: string; readonly province: string; readonly township: string }
  | { readonly kind: 'special'; readonly code: string; readonly meaning: SpecialUnit };

/** Checks a 12-digit unit code (接种单位编码, Q-101): township of 9 digits and a sequence of 3 (working composition). */
export function parseUnitCode(raw: string): IdentifierResult<UnitCode> {
  const code = raw.normalize('NFKC').trim();
  if (code === '') return refuse('EMPTY');
  if (!/^\d{12}$/u.test(code)) return refuse('UNIT_CODE_FORMAT');
  const meaning = (SPECIAL_UNIT_CODES as Partial<Record<string, SpecialUnit>>)[code];
  if (meaning !== undefined) return accept({ kind: 'special', code, meaning });
  if (!isProvincePrefix(code.slice(0, 2))) return refuse('UNIT_CODE_PROVINCE');
  return accept({ kind: 'unit', code, province: code.slice(0, 2), township: code.slice(0, 9) });
}
