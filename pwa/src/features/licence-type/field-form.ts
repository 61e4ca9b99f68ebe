import { type FieldType, NEEDS_LENGTH } from '@miaoben/schema/licence-definition.ts';
import type { CodeItem, Definition, DefinitionField } from './definition.ts';

/** A field as it stands in the form: all texts. */
export interface FieldForm {
  labelZh: string;
  labelEn: string;
  key: string;
  type: FieldType;
  maxLength: string;
  maxItems: string;
  codes: string;
  min: string;
  max: string;
  unit: string;
  document: string;
  definition: string;
  required: boolean;
  personal: boolean;
}
export type FormFault = 'needed' | 'keyWrong' | 'keyTaken' | 'codesWrong';
export type FormFaults = Partial<Record<keyof FieldForm, FormFault>>;

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

export function formOf(field: DefinitionField | undefined): FieldForm {
  return {
    labelZh: field?.label.zh ?? '',
    labelEn: field?.label.en ?? '',
    key: field?.key ?? '',
    type: field?.type ?? 'text',
    maxLength: textOf(field ? field.maxLength : 100),
    maxItems: textOf(field?.maxItems),
    codes: field?.codes?.map(({ code, zh, en }) => `${code} ${zh} ${en}`).join('\n') ?? '',
    min: textOf(field?.min),
    max: textOf(field?.max),
    unit: field?.unit ?? '',
    document: field?.documentTypeField ? `$${field.documentTypeField}` : (field?.documentType ?? 'RESIDENT_ID'),
    definition: field?.definition ?? '',
    required: field?.required ?? false,
    personal: field?.personal ?? false,
  };
}

/** One code a line: code, Chinese, English; null when a line has no name. */
function codesOf(text: string): CodeItem[] | null {
  const items = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [code = '', zh = '', ...en] = line.split(/\s+/);
      return { code, zh, en: en.join(' ') || zh };
    });
  return items.length > 0 && items.every(({ code, zh }) => code !== '' && zh !== '') ? items : null;
}

/** What is wrong with the form. */
export function faultsOf(form: FieldForm, definition: Definition, index: number | null): FormFaults {
  const faults: FormFaults = {};
  if (form.labelZh.trim() === '') faults.labelZh = 'needed';
  if (!/^[a-z][A-Za-z0-9]{0,31}$/.test(form.key)) faults.key = 'keyWrong';
  else if (definition.fields.some((f, i) => f.key === form.key && i !== index)) faults.key = 'keyTaken';
  if (NEEDS_LENGTH.includes(form.type) && !(Number(form.maxLength) >= 1)) faults.maxLength = 'needed';
  if (form.type === 'code' && !codesOf(form.codes)) faults.codes = 'codesWrong';
  return faults;
}

/** The field as the definition holds it. */
export function fieldOf(form: FieldForm): DefinitionField {
  const number = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
  const field: DefinitionField = {
    key: form.key,
    label: { zh: form.labelZh.trim(), en: form.labelEn.trim() || form.labelZh.trim() },
    type: form.type,
    required: form.required,
    personal: form.personal,
  };
  if (form.definition.trim() !== '') field.definition = form.definition.trim();
  if (NEEDS_LENGTH.includes(form.type)) field.maxLength = Number(form.maxLength);
  const [maxItems, min, max] = [number(form.maxItems), number(form.min), number(form.max)];
  if (form.type === 'list' && maxItems !== undefined) field.maxItems = maxItems;
  if (form.type === 'code') field.codes = codesOf(form.codes) ?? [];
  if (form.type === 'number') {
    if (min !== undefined) field.min = min;
    if (max !== undefined) field.max = max;
    if (form.unit.trim() !== '') field.unit = form.unit.trim();
  }
  if (form.type === 'document') {
    if (form.document.startsWith('$')) field.documentTypeField = form.document.slice(1);
    else field.documentType = form.document;
  }
  return field;
}
