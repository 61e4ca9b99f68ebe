import { maskDocumentNumber, maskName, maskPhone } from '@miaoben/identifiers';
import type { DefinitionField, LicenceDefinition } from '../licence-type/definition.ts';
import type { FieldValue, LicenceValues } from '../licence-type/definition.validate.ts';

/** A value as it is shown. */
export interface ShownField {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly type: DefinitionField['type'];
  /** empty when the licence has none; an image as base64 */
  readonly value: string;
  readonly items: readonly string[] | null;
  readonly masked: boolean;
}
export interface ShownGroup {
  readonly title: string | null;
  readonly titleEn: string | null;
  readonly fields: readonly ShownField[];
}

function wordOf(field: DefinitionField, value: FieldValue): string {
  if (field.type === 'code') return field.codes?.find((c) => c.code === value)?.zh ?? String(value);
  if (field.type === 'number' && field.unit) return `${String(value)} ${field.unit}`;
  return Array.isArray(value) ? value.join('、') : String(value);
}

function mask(field: DefinitionField, text: string, definition: LicenceDefinition): string {
  if (field.key === definition.core.holderName) return maskName(text);
  switch (field.type) {
    case 'document':
      return maskDocumentNumber(text);
    case 'phone':
      return maskPhone(text);
    case 'date':
      return `${text.slice(0, 4)}-**-**`;
    default:
      return field.type === 'text' && Array.from(text).length <= 4 ? maskName(text) : '***';
  }
}

/** One field as it is shown: codes in words, numbers with their unit, personal ones masked unless the reader may see them. */
export function shownField(
  definition: LicenceDefinition,
  field: DefinitionField,
  values: LicenceValues,
  full: boolean,
): ShownField {
  const value = values[field.key];
  const masked = field.personal && !full && value !== undefined;
  const text = value === undefined ? '' : wordOf(field, value);
  return {
    key: field.key,
    label: field.label.zh,
    labelEn: field.label.en,
    type: field.type,
    value: masked ? (field.type === 'image' ? '' : mask(field, text, definition)) : text,
    items: Array.isArray(value) && !masked ? value : null,
    masked,
  };
}

/** The face of a licence: groups and order as the definition lays them down. */
export function faceOf(definition: LicenceDefinition, values: LicenceValues, full: boolean): ShownGroup[] {
  const fields = new Map(definition.fields.map((f) => [f.key, f]));
  return definition.face.groups.map((group) => ({
    title: group.title?.zh ?? null,
    titleEn: group.title?.en ?? null,
    fields: group.fields.flatMap((key) => {
      const field = fields.get(key);
      return field ? [shownField(definition, field, values, full)] : [];
    }),
  }));
}

/** The columns of a list, those of all types ($number …) left to the reader. */
export function columnsOf(
  definition: LicenceDefinition,
  columns: readonly string[],
  values: LicenceValues,
  full: boolean,
): ShownField[] {
  return columns.flatMap((key) => {
    const field = definition.fields.find((f) => f.key === key);
    return field ? [shownField(definition, field, values, full)] : [];
  });
}
