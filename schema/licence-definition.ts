/** The closed lists a definition of a licence type is made of (证照标准, J-37): server and app read and write it by them. */

/** Kinds of values. Texts are kept as people read them; dates are `YYYY-MM-DD`. */
export const FIELD_TYPES = [
  'text',
  'date',
  'number',
  /** one of `codes` */
  'code',
  /** number of an identity document; `documentType` or `documentTypeField` says which */
  'document',
  /** unified social credit code (统一社会信用代码, GB 32100-2015) */
  'credit_code',
  'phone',
  /** JPEG or PNG as base64, at most `maxLength` characters */
  'image',
  /** several texts, each at most `maxLength` long */
  'list',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
/** Types of which a field says how long its values may be. */
export const NEEDS_LENGTH: readonly FieldType[] = ['text', 'image', 'list'];

/** What every licence may have, whatever its type: `core` says which field it is. */
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

/** Names of the metadata of GB/T 36903-2018 as land-registry files spell them (certificates, section 2.3). */
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

/** Kinds of rules, and the fields each names by key, in the order people read them. */
export const RULE_MEMBERS = {
  date_order: ['earlier', 'later'],
  not_in_future: ['date'],
  document_agrees: ['document', 'birthDate', 'sex'],
} as const;
export type RuleKind = keyof typeof RULE_MEMBERS;
export const RULE_KINDS = Object.keys(RULE_MEMBERS) as RuleKind[];

/** What a holder may apply for (J-55): extension or re-check, change, replacement, cancellation (延续/复核、变更、补办、注销). */
export const LICENCE_APPLICATION_KINDS = ['extension', 'change', 'replacement', 'cancellation'] as const;
export type LicenceApplicationKind = (typeof LICENCE_APPLICATION_KINDS)[number];
