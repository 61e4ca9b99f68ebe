import { CONDITION_CODES, OBSERVATION_CODES } from '@miaoben/schedule';
import { healthFactText } from '../../i18n/health.ts';
import type { Option } from '../../ui/field.tsx';

/** Findings of one day: they have no end. */
const FINDINGS: ReadonlySet<string> = new Set(OBSERVATION_CODES);
const PRODUCTS: ReadonlySet<string> = new Set(['IMMUNOGLOBULIN', 'BLOOD_PRODUCT', 'HBIG']);

export type FactGroup = 'test' | 'product' | 'state';

/** Whether a fact is a state, that begins and may end, and no finding of one day. */
export const hasEnd = (code: string): boolean => !FINDINGS.has(code);

const groupOf = (code: string): FactGroup => (PRODUCTS.has(code) ? 'product' : FINDINGS.has(code) ? 'test' : 'state');

/** Everything the schedule heeds, by group, as the engine's closed lists have it. */
export function factOptions(group: FactGroup): Option[] {
  return [...OBSERVATION_CODES, ...CONDITION_CODES]
    .filter((code) => groupOf(code) === group)
    .map((code) => ({ value: code, label: healthFactText(code) }));
}
