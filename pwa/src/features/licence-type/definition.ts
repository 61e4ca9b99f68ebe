/** The definition of a licence type as the server reads it (README of certificates). */
export type FieldType = 'text' | 'date' | 'number' | 'code' | 'document' | 'credit_code' | 'phone' | 'image' | 'list';
export const FIELD_TYPES: readonly FieldType[] = [
  'text',
  'date',
  'number',
  'code',
  'document',
  'credit_code',
  'phone',
  'image',
  'list',
];

interface Words {
  zh: string;
  en: string;
}
export interface CodeItem extends Words {
  code: string;
}
export interface DefinitionField {
  key: string;
  label: Words;
  type: FieldType;
  required: boolean;
  personal: boolean;
  definition?: string;
  maxLength?: number;
  maxItems?: number;
  codes?: CodeItem[];
  min?: number;
  max?: number;
  unit?: string;
  documentType?: string;
  documentTypeField?: string;
}
export interface Definition {
  name: Words;
  holder: 'person' | 'organisation';
  fields: DefinitionField[];
  primaryKey: string[];
  businessDate: string;
  core: Record<string, string>;
  listColumns: string[];
  filters: string[];
  managementColumns: string[];
  face: { groups: { title: Words | null; fields: string[] }[]; qr: boolean };
  rules: ({ kind: string } & Record<string, string>)[];
  metadata: Record<string, string>;
}

/** What a proposal says of stored values. */
export interface Hints {
  renamed?: Record<string, string>;
  defaults?: Record<string, string | number>;
  codes?: Record<string, Record<string, string>>;
}

export const readDefinition = (json: string): Definition => JSON.parse(json) as Definition;
export const NEEDS_LENGTH: readonly FieldType[] = ['text', 'image', 'list'];
