import { isDocumentType } from '@miaoben/identifiers';
import { type FieldType, NEEDS_LENGTH } from '@miaoben/schema/licence-definition.ts';
import type { z } from 'zod';
import { type DefinitionField, type LicenceDefinition, LicenceDefinitionSchema, MAX_TEXT } from './definition.ts';

/** What can be wrong with a definition. Closed list. */
export const DEFINITION_FINDINGS = [
  /** a member is missing, of another type, too long, or not known here */
  'form',
  'unknown_member',
  'duplicate_key',
  'unknown_field',
  /** the field it names is of a type that does not fit there */
  'wrong_type',
  'missing_codes',
  'missing_length',
  'missing_document_type',
  /** a part of the primary key or the business date need not be filled */
  'not_required',
] as const;
export interface DefinitionFinding {
  readonly code: (typeof DEFINITION_FINDINGS)[number];
  /** where, e.g. `fields.3.codes` */
  readonly path: string;
}
export type ReadDefinition =
  | { readonly ok: true; readonly definition: LicenceDefinition }
  | { readonly ok: false; readonly findings: readonly DefinitionFinding[] };

/** Reads a definition strictly: a member that is not known is refused with its path. */
export function readDefinition(value: unknown): ReadDefinition {
  const parsed = LicenceDefinitionSchema.safeParse(value);
  if (!parsed.success) return { ok: false, findings: parsed.error.issues.flatMap(findingsOf) };
  const findings = [...inconsistencies(parsed.data)];
  return findings.length > 0 ? { ok: false, findings } : { ok: true, definition: parsed.data };
}

function findingsOf(issue: z.core.$ZodIssue): DefinitionFinding[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ code: 'unknown_member', path: [...path, key].join('.') }));
  }
  return [{ code: 'form', path: path.join('.') }];
}

const TEXTS: readonly FieldType[] = ['text', 'code', 'document', 'credit_code'];
/** Which types a field of the core may have. */
const CORE_TYPES: Record<keyof LicenceDefinition['core'], readonly FieldType[]> = {
  number: TEXTS,
  holderName: ['text'],
  holderDocument: ['document', 'credit_code'],
  holderDocumentType: ['code'],
  holderBirthDate: ['date'],
  issuerName: ['text'],
  issuerCode: ['text', 'credit_code'],
  issueDate: ['date'],
  validFrom: ['date'],
  validTo: ['date'],
};

/** What no shape can tell: names that lead nowhere, types that do not fit. */
function* inconsistencies(d: LicenceDefinition): Generator<DefinitionFinding> {
  const fields = new Map<string, DefinitionField>();
  for (const [i, f] of d.fields.entries()) {
    if (fields.has(f.key)) yield { code: 'duplicate_key', path: `fields.${i}.key` };
    fields.set(f.key, f);
  }
  for (const [i, f] of d.fields.entries()) yield* wrongField(f, `fields.${i}`, fields);

  const named = function* (key: string | undefined, path: string, types?: readonly FieldType[]) {
    if (key === undefined || key.startsWith('$')) return;
    const f = fields.get(key);
    if (!f) yield { code: 'unknown_field', path } as const;
    else if (types && !types.includes(f.type)) yield { code: 'wrong_type', path } as const;
  };
  const list = function* (keys: readonly string[], path: string) {
    for (const [i, key] of keys.entries()) {
      yield* named(key, `${path}.${i}`);
      if (keys.indexOf(key) !== i) yield { code: 'duplicate_key', path: `${path}.${i}` } as const;
    }
  };
  yield* list(d.primaryKey, 'primaryKey');
  for (const [i, key] of d.primaryKey.entries()) {
    if (fields.get(key)?.required === false) yield { code: 'not_required', path: `primaryKey.${i}` };
  }
  yield* named(d.businessDate, 'businessDate', ['date']);
  if (fields.get(d.businessDate)?.required === false) yield { code: 'not_required', path: 'businessDate' };
  for (const [name, key] of Object.entries(d.core)) {
    yield* named(key, `core.${name}`, CORE_TYPES[name as keyof typeof CORE_TYPES]);
  }
  for (const name of ['number', 'holderName', 'issuerName'] as const) {
    if (fields.get(d.core[name])?.required === false) yield { code: 'not_required', path: `core.${name}` };
  }
  yield* list(d.listColumns, 'listColumns');
  yield* list(d.managementColumns, 'managementColumns');
  yield* list(d.filters, 'filters');
  for (const [i, key] of d.filters.entries()) {
    const type = fields.get(key)?.type;
    if (type === 'image' || type === 'list') yield { code: 'wrong_type', path: `filters.${i}` };
  }
  const shown = new Set<string>();
  for (const [i, group] of d.face.groups.entries()) {
    yield* list(group.fields, `face.groups.${i}.fields`);
    for (const key of group.fields) {
      if (shown.has(key)) yield { code: 'duplicate_key', path: `face.groups.${i}.fields` };
      shown.add(key);
    }
  }
  for (const [i, rule] of d.rules.entries()) {
    if (rule.kind === 'not_in_future') yield* named(rule.date, `rules.${i}.date`, ['date']);
    if (rule.kind === 'date_order') {
      yield* named(rule.earlier, `rules.${i}.earlier`, ['date']);
      yield* named(rule.later, `rules.${i}.later`, ['date']);
    }
    if (rule.kind === 'document_agrees') {
      yield* named(rule.document, `rules.${i}.document`, ['document']);
      yield* named(rule.birthDate, `rules.${i}.birthDate`, ['date']);
      yield* named(rule.sex, `rules.${i}.sex`, ['code']);
    }
  }
  for (const [name, key] of Object.entries(d.metadata)) yield* named(key, `metadata.${name}`);
  yield* wrongApplications(d);
}

/** Kinds told twice, fields that no applicant may give, an extension of what does not end. */
function* wrongApplications(d: LicenceDefinition): Generator<DefinitionFinding> {
  const fields = new Map(d.fields.map((f) => [f.key, f]));
  const { core } = d;
  const kept = new Set([
    ...d.primaryKey,
    core.number,
    core.holderDocument,
    core.issuerName,
    core.issuerCode,
    core.validTo,
  ]);
  const applications = d.applications ?? [];
  for (const [i, { kind, fields: given, sets, record }] of applications.entries()) {
    const path = `applications.${i}`;
    if (applications.findIndex((a) => a.kind === kind) !== i) yield { code: 'duplicate_key', path: `${path}.kind` };
    if (kind === 'extension' && core.validTo === undefined) yield { code: 'wrong_type', path: `${path}.kind` };
    if (kind === 'change' && given.length === 0) yield { code: 'form', path: `${path}.fields` };
    for (const [n, key] of given.entries()) {
      const field = fields.get(key);
      if (!field) yield { code: 'unknown_field', path: `${path}.fields.${n}` };
      else if (kept.has(key) || field.type === 'image') yield { code: 'wrong_type', path: `${path}.fields.${n}` };
      if (given.indexOf(key) !== n) yield { code: 'duplicate_key', path: `${path}.fields.${n}` };
    }
    for (const key of Object.keys(sets ?? {})) {
      if (!fields.has(key)) yield { code: 'unknown_field', path: `${path}.sets.${key}` };
      else if (kept.has(key)) yield { code: 'wrong_type', path: `${path}.sets.${key}` };
    }
    if (record === undefined) continue;
    if (!fields.has(record)) yield { code: 'unknown_field', path: `${path}.record` };
    else if (fields.get(record)?.type !== 'list') yield { code: 'wrong_type', path: `${path}.record` };
  }
}

function* wrongField(
  f: DefinitionField,
  path: string,
  fields: ReadonlyMap<string, DefinitionField>,
): Generator<DefinitionFinding> {
  if (f.type === 'code' && !f.codes) yield { code: 'missing_codes', path: `${path}.codes` };
  if (f.codes && new Set(f.codes.map((c) => c.code)).size < f.codes.length) {
    yield { code: 'duplicate_key', path: `${path}.codes` };
  }
  if (NEEDS_LENGTH.includes(f.type) && f.maxLength === undefined) {
    yield { code: 'missing_length', path: `${path}.maxLength` };
  }
  if (f.type !== 'image' && (f.maxLength ?? 0) > MAX_TEXT) yield { code: 'form', path: `${path}.maxLength` };
  if (f.type !== 'document') return;
  if (f.documentType ? !isDocumentType(f.documentType) : !f.documentTypeField) {
    yield { code: 'missing_document_type', path: `${path}.documentType` };
  }
  const holder = f.documentTypeField === undefined ? undefined : fields.get(f.documentTypeField);
  if (f.documentTypeField !== undefined && holder?.type !== 'code') {
    yield { code: holder ? 'wrong_type' : 'unknown_field', path: `${path}.documentTypeField` };
  }
}
