import { badInput, type Keyring } from '@miaoben/kernel';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import { validateRow } from '../licence-type/definition.validate.ts';
import { folded } from '../licence-type/plain-text.ts';
import { searchValue } from './licence.entry.ts';
import type { LicenceCondition } from './licence-query.repository.ts';

export interface FilterInput {
  readonly field: string;
  readonly value: string;
}

/** A licence that ends within so many days is shown as ending soon. */
export const SOON_DAYS = 90;

const addDays = (date: string, days: number): string => {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
};

/**
 * Turns filters into conditions as the definition allows: sealed fields by their whole value, open texts by their beginning.
 * @throws BAD_INPUT filters: unknown_code (no filter of the type, or no word of `$validity`), format
 */
export function conditionsOf(
  definition: LicenceDefinition,
  filters: readonly FilterInput[],
  keyring: Keyring,
  today: string,
): LicenceCondition[] {
  return filters
    .filter((f) => f.value.trim() !== '')
    .map(({ field: key, value }): LicenceCondition => {
      if (key === '$number') return { kind: 'number', value: folded(value) };
      if (key === '$state' && ['valid', 'expired', 'suspended', 'revoked'].includes(value)) {
        return { kind: 'state', value: value as 'valid' };
      }
      if (key === '$validity') return validity(value, today);
      const field = definition.fields.find((f) => f.key === key);
      if (!field || !definition.filters.includes(key)) throw badInput('filters', 'unknown_code', { filter: key });
      if (field.type === 'text') {
        const text = value.trim();
        if (field.personal) return { kind: 'equals', field: key, value: searchValue(keyring, field, text) };
        return { kind: 'prefix', field: key, value: text };
      }
      // A document whose type another field tells is searched as it is written; a wrong number finds nothing.
      const open = { ...field, ...(field.type === 'document' && { type: 'text' as const, maxLength: 40 }) };
      const only = { ...definition, fields: [open], rules: [] };
      const read = validateRow(only, { [key]: value }, today);
      const found = read.values[key];
      if (found === undefined) throw badInput('filters', 'format', { filter: key });
      return { kind: 'equals', field: key, value: searchValue(keyring, field, String(found)) };
    });
}

/** What a word of `$validity` asks for. @throws BAD_INPUT filters unknown_code */
export function validity(value: string, today: string): LicenceCondition {
  switch (value) {
    case 'valid':
      return { kind: 'state', value: 'valid' };
    case 'expiring':
      return { kind: 'valid_to', from: today, to: addDays(today, SOON_DAYS) };
    case 'expired':
      return { kind: 'state', value: 'expired' };
    default:
      throw badInput('filters', 'unknown_code', { filter: '$validity' });
  }
}
