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
/** The members of each kind of rule, in the order people read them. */
export const RULE_MEMBERS = {
  date_order: ['earlier', 'later'],
  not_in_future: ['date'],
  document_agrees: ['document', 'birthDate', 'sex'],
} as const;
export const RULE_KINDS = ['date_order', 'not_in_future', 'document_agrees'] as const;
/** A rule names fields by key; which members it has, its kind says. */
export type DefinitionRule = { kind: (typeof RULE_KINDS)[number] } & Record<string, string>;

/** What every licence may have, whatever its type. */
export const CORE_NAMES = [
  'number',
  'holderName',
  'holderDocument',
  'holderDocumentType',
  'holderBirthDate',
  'issuerName',
  'issuerCode',
  'issueDate',
  'validFrom',
  'validTo',
] as const;
export type CoreName = (typeof CORE_NAMES)[number];
/** Names of the metadata of GB/T 36903. */
export const METADATA_NAMES = [
  'ZZMC',
  'ZZHM',
  'ZZBFJG',
  'ZZBFJGDM',
  'ZZBFRQ',
  'CZZT',
  'CZZTDM',
  'CZZTDMLX',
  'ZZYXQQSRQ',
  'ZZYXQJZRQ',
] as const;

export const APPLICATION_KINDS = ['extension', 'change', 'replacement', 'cancellation'] as const;
/** What a holder may apply for, with the fields that are then given anew. */
export interface DefinitionApplication {
  kind: (typeof APPLICATION_KINDS)[number];
  fields: string[];
  daysBefore?: number;
  sets?: Record<string, string>;
  record?: string;
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
  rules: DefinitionRule[];
  metadata: Record<string, string>;
  applications?: DefinitionApplication[];
}

/** What a proposal says of stored values. */
export interface Hints {
  renamed?: Record<string, string>;
  defaults?: Record<string, string | number>;
  codes?: Record<string, Record<string, string>>;
}

export const readDefinition = (json: string): Definition => JSON.parse(json) as Definition;
export const NEEDS_LENGTH: readonly FieldType[] = ['text', 'image', 'list'];
