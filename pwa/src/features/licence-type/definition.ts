import type { FieldType, LicenceApplicationKind, RuleKind } from '@miaoben/schema/licence-definition.ts';

/** The definition of a licence type as it is while it is being written; the server reads it strictly (README of certificates). */
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
/** A rule names fields by key; which members it has, its kind says. */
export type DefinitionRule = { kind: RuleKind } & Record<string, string>;

/** What a holder may apply for, with the fields that are then given anew. */
export interface DefinitionApplication {
  kind: LicenceApplicationKind;
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
