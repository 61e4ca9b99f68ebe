import {
  type CoreName,
  FIELD_TYPES,
  LICENCE_APPLICATION_KINDS,
  METADATA_NAMES,
  type RULE_MEMBERS,
  type RuleKind,
} from '@miaoben/schema/licence-definition.ts';
import { z } from 'zod';

/**
 * What a licence type is made of (证照标准, J-37): the whole of what lists, filters, faces, printing and validation know about it.
 * Chapters follow the national C-series of licence standards (certificates, section 2.1): a new standard replaces data, not code.
 */

/** Columns every licence has, whatever its type: number, validity and state. */
export const COMMON_COLUMNS = ['$number', '$validity', '$state'] as const;
export type CommonColumn = (typeof COMMON_COLUMNS)[number];

const MAX_FIELDS = 60;
/** Longest text of a field, in characters. */
export const MAX_TEXT = 4000;
const MAX_IMAGE = 200_000;

const Key = z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/);
const Words = z.strictObject({ zh: z.string().min(1).max(60), en: z.string().min(1).max(120) });
const Code = z.strictObject({
  code: z.string().min(1).max(40),
  zh: z.string().min(1).max(60),
  en: z.string().min(1).max(120),
});

const Field = z.strictObject({
  key: Key,
  label: Words,
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  /** sealed, found by its whole value only, masked where the reader has no full right */
  personal: z.boolean(),
  /** what the field means, for the standard query (J-38) */
  definition: z.string().max(300).optional(),
  /** characters of a text, an image or an entry of a list */
  maxLength: z.int().min(1).max(MAX_IMAGE).optional(),
  /** entries of a list */
  maxItems: z.int().min(1).max(100).optional(),
  codes: z.array(Code).min(1).max(200).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string().max(20).optional(),
  /** a type of `parseDocument` of the identifiers package */
  documentType: z.string().optional(),
  /** code field that holds the type of the document */
  documentTypeField: Key.optional(),
});

const Core = z.strictObject({
  number: Key,
  holderName: Key,
  holderDocument: Key.optional(),
  holderDocumentType: Key.optional(),
  holderBirthDate: Key.optional(),
  issuerName: Key,
  issuerCode: Key.optional(),
  issueDate: Key.optional(),
  validFrom: Key.optional(),
  validTo: Key.optional(),
} satisfies Record<CoreName, z.ZodType>);

type RuleShape<K extends RuleKind> = Record<'kind' | (typeof RULE_MEMBERS)[K][number], z.ZodType>;
const Rule = z.discriminatedUnion('kind', [
  /** the first date is not after the second one */
  z.strictObject({ kind: z.literal('date_order'), earlier: Key, later: Key } satisfies RuleShape<'date_order'>),
  z.strictObject({ kind: z.literal('not_in_future'), date: Key } satisfies RuleShape<'not_in_future'>),
  /** birth date and sex (codes 1 male, 2 female) agree with the number of a resident document */
  z.strictObject({
    kind: z.literal('document_agrees'),
    document: Key,
    birthDate: Key.optional(),
    sex: Key.optional(),
  } satisfies RuleShape<'document_agrees'>),
]);

const Application = z.strictObject({
  kind: z.enum(LICENCE_APPLICATION_KINDS),
  /** fields the applicant gives anew; of a change, those that can be changed */
  fields: z.array(Key).max(20),
  /** an extension: so many days before the last day it may be asked for; left out: only once that is over */
  daysBefore: z.int().min(1).max(366).optional(),
  /** what granting puts into other fields */
  sets: z.record(Key, z.string().min(1).max(40)).optional(),
  /** list in which each one granted is noted with its day, as the change record of J-27 */
  record: Key.optional(),
});

const Column = z.union([Key, z.enum(COMMON_COLUMNS)]);

export const LicenceDefinitionSchema = z.strictObject({
  name: Words,
  holder: z.enum(['person', 'organisation']),
  fields: z.array(Field).min(1).max(MAX_FIELDS),
  /** fields that together tell two licences of the type apart (主键) */
  primaryKey: z.array(Key).min(1).max(5),
  /** the date that says which of two records is newer (业务日期) */
  businessDate: Key,
  core: Core,
  /** columns of the list a holder, an employer or a partner sees */
  listColumns: z.array(Column).min(1).max(12),
  /** what lists are filtered by; `$validity` offers valid, expiring and expired */
  filters: z.array(Column).min(1).max(12),
  /** columns of the managing body's list */
  managementColumns: z.array(Column).min(1).max(12),
  face: z.strictObject({
    groups: z
      .array(z.strictObject({ title: Words.nullable(), fields: z.array(Key).min(1) }))
      .min(1)
      .max(12),
    /** a QR code by which a reader with the right checks the licence */
    qr: z.boolean(),
  }),
  rules: z.array(Rule).max(30),
  metadata: z.partialRecord(z.enum(METADATA_NAMES), Key),
  /** what its holders may apply for; left out: nothing */
  applications: z.array(Application).max(LICENCE_APPLICATION_KINDS.length).optional(),
});

export type LicenceDefinition = z.infer<typeof LicenceDefinitionSchema>;
export type DefinitionField = LicenceDefinition['fields'][number];
export type DefinitionApplication = NonNullable<LicenceDefinition['applications']>[number];
export type DefinitionRule = LicenceDefinition['rules'][number];
