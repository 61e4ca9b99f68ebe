import { RULE_MEMBERS } from '@miaoben/schema/licence-definition.ts';
import { t } from '../../i18n/licence.ts';
import { locale } from '../../i18n/locale.ts';
import type { Definition, DefinitionField, DefinitionRule } from './definition.ts';

/** A field's label in the language of the screen. */
export const labelOf = (field: { label: { zh: string; en: string } }): string =>
  locale.value === 'en' ? field.label.en : field.label.zh;

/** What a column or filter is called; those of every licence have names of their own. */
export function columnName(definition: Pick<Definition, 'fields'>, key: string): string {
  if (key === '$number' || key === '$validity' || key === '$state') return t(`column.${key}`);
  const field = definition.fields.find((f) => f.key === key);
  return field ? labelOf(field) : key;
}

/** A rule in words. */
export function ruleText(definition: Pick<Definition, 'fields'>, rule: DefinitionRule): string {
  const keys = RULE_MEMBERS[rule.kind].flatMap((member) => rule[member] ?? []);
  return `${t(`rule.${rule.kind}`)} ${keys.map((key) => columnName(definition, key)).join(' → ')}`;
}

/** The length limit in words; empty where there is none. */
export function lengthOf(field: DefinitionField): string {
  if (field.maxLength === undefined) return '';
  if (field.type !== 'list') return t('type.chars', { count: field.maxLength });
  return t('type.items', { length: field.maxLength, count: field.maxItems ?? 100 });
}

/** The values a field may have, in words. */
export function rangeOf(field: DefinitionField): string {
  if (field.codes)
    return field.codes.map(({ code, zh, en }) => `${code} ${locale.value === 'en' ? en : zh}`).join('；');
  if (field.documentType === 'RESIDENT_ID' || field.documentType === 'PASSPORT')
    return t(`document.${field.documentType}`);
  if (field.documentType) return field.documentType;
  if (field.min === undefined && field.max === undefined) return field.unit ?? '';
  return `${field.min ?? ''}–${field.max ?? ''} ${field.unit ?? ''}`.trim();
}
