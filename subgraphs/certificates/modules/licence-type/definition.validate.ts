import { parseDocument, parsePhone, readDate } from '@miaoben/identifiers';
import { reasonOf } from '@miaoben/kernel/reasons';
import { creditCode } from './credit-code.ts';
import type { DefinitionField, DefinitionRule, LicenceDefinition } from './definition.ts';
import { imageKind } from './image.ts';
import { folded, plainText } from './plain-text.ts';

/** What can be wrong with a value of a licence; a subset of the platform's reasons and three of its own. Closed list. */
export const LICENCE_FINDING_CODES = [
  'required',
  'too_long',
  'format',
  'check_digit',
  'date_impossible',
  'date_in_future',
  'sex_differs_from_id',
  'birth_date_differs_from_id',
  'unknown_code',
  'suspicious_characters',
  'digits_lost',
  'out_of_range',
  /** a member the definition does not name */
  'unknown_field',
  /** a date after the one it must not be after */
  'date_order',
  /** the key of another licence of the type */
  'duplicate',
] as const;
export type LicenceFindingCode = (typeof LICENCE_FINDING_CODES)[number];

/** Never carries the value itself: findings are shown, stored and exported. */
export interface LicenceFinding {
  readonly field: string;
  readonly code: LicenceFindingCode;
}

/** A value as it is stored. Absent and empty are the same: the member is left out. */
export type FieldValue = string | number | readonly string[];
export type LicenceValues = Readonly<Record<string, FieldValue>>;

export interface ValidatedRow {
  /** the one spelling that is stored; only the fields that are sound */
  readonly values: LicenceValues;
  readonly findings: readonly LicenceFinding[];
}

type Read =
  | { readonly ok: true; readonly value: FieldValue }
  | { readonly ok: false; readonly code: LicenceFindingCode };
const ok = (value: FieldValue): Read => ({ ok: true, value });
const wrong = (code: LicenceFindingCode): Read => ({ ok: false, code });

const isEmpty = (raw: unknown): boolean =>
  raw === undefined ||
  raw === null ||
  (typeof raw === 'string' && raw.trim() === '') ||
  (Array.isArray(raw) && raw.length === 0);

const KNOWN: ReadonlySet<string> = new Set(LICENCE_FINDING_CODES);
const codeOf = (reason: string): LicenceFindingCode => (KNOWN.has(reason) ? (reason as LicenceFindingCode) : 'format');
const characters = (text: string): number => Array.from(text).length;

function readText(raw: unknown, maxLength: number): Read {
  if (typeof raw !== 'string' && typeof raw !== 'number') return wrong('format');
  const text = plainText(String(raw));
  if (text === null) return wrong('suspicious_characters');
  return characters(text) > maxLength ? wrong('too_long') : ok(text);
}

function readNumber(raw: unknown, field: DefinitionField): Read {
  const value = typeof raw === 'number' ? raw : typeof raw === 'string' ? Number(raw.trim()) : Number.NaN;
  if (!Number.isFinite(value)) return wrong('format');
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = field;
  return value < min || value > max ? wrong('out_of_range') : ok(value);
}

/** The code itself, or the words of one of its languages as people type them. */
function readCode(raw: unknown, field: DefinitionField): Read {
  const text = folded(String(raw));
  const found = field.codes?.find((c) => [c.code, c.zh, c.en].some((word) => folded(word) === text));
  return found ? ok(found.code) : wrong('unknown_code');
}

function readDocument(raw: unknown, field: DefinitionField, row: Record<string, unknown>, d: LicenceDefinition): Read {
  if (typeof raw !== 'string' && typeof raw !== 'number') return wrong('format');
  const typeField = d.fields.find((f) => f.key === field.documentTypeField);
  const chosen = typeField && readCode(row[typeField.key] ?? '', typeField);
  // Without a type that is known the number cannot be judged; the type field has its own finding.
  if (chosen && !chosen.ok) return readText(raw, 32);
  const read = parseDocument(chosen ? String(chosen.value) : (field.documentType ?? ''), raw);
  return read.ok ? ok(read.value.number) : wrong(codeOf(reasonOf(read.code)));
}

function readList(raw: unknown, field: DefinitionField): Read {
  const items: unknown[] = Array.isArray(raw) ? raw : String(raw).split(/[\n;；]/u);
  const filled = items.filter((item) => !isEmpty(item));
  if (filled.length > (field.maxItems ?? 100)) return wrong('too_long');
  const texts: string[] = [];
  for (const item of filled) {
    const read = readText(item, field.maxLength ?? 0);
    if (!read.ok) return read;
    texts.push(String(read.value));
  }
  return ok(texts);
}

function readValue(raw: unknown, field: DefinitionField, row: Record<string, unknown>, d: LicenceDefinition): Read {
  switch (field.type) {
    case 'text':
      return readText(raw, field.maxLength ?? 0);
    case 'number':
      return readNumber(raw, field);
    case 'code':
      return readCode(raw, field);
    case 'document':
      return readDocument(raw, field, row, d);
    case 'list':
      return readList(raw, field);
    case 'date': {
      if (typeof raw !== 'string' && typeof raw !== 'number' && !(raw instanceof Date)) return wrong('format');
      const read = readDate(raw);
      return read.ok ? ok(read.value) : wrong(codeOf(reasonOf(read.code)));
    }
    case 'phone': {
      if (typeof raw !== 'string' && typeof raw !== 'number') return wrong('format');
      const read = parsePhone(raw);
      return read.ok ? ok(read.value.number) : wrong(codeOf(reasonOf(read.code)));
    }
    case 'credit_code': {
      const read = creditCode(String(raw));
      return read.ok ? ok(read.code) : wrong(read.reason);
    }
    case 'image': {
      if (typeof raw !== 'string' || imageKind(raw) === null) return wrong('format');
      return raw.length > (field.maxLength ?? 0) ? wrong('too_long') : ok(raw);
    }
  }
}

function broken(rule: DefinitionRule, values: LicenceValues, today: string): LicenceFinding[] {
  const text = (key: string | undefined): string | undefined => {
    const value = key === undefined ? undefined : values[key];
    return typeof value === 'string' ? value : undefined;
  };
  switch (rule.kind) {
    case 'date_order': {
      const [earlier, later] = [text(rule.earlier), text(rule.later)];
      return earlier && later && earlier > later ? [{ field: rule.later, code: 'date_order' }] : [];
    }
    case 'not_in_future': {
      const date = text(rule.date);
      return date && date > today ? [{ field: rule.date, code: 'date_in_future' }] : [];
    }
    case 'document_agrees': {
      const number = text(rule.document);
      const read = number ? parseDocument('RESIDENT_ID', number) : undefined;
      if (!read?.ok || !read.value.birthDate || !read.value.sex) return [];
      const [birthDate, sex] = [text(rule.birthDate), text(rule.sex)];
      const found: LicenceFinding[] = [];
      if (birthDate && birthDate !== read.value.birthDate && rule.birthDate) {
        found.push({ field: rule.birthDate, code: 'birth_date_differs_from_id' });
      }
      if ((sex === '1' || sex === '2') && (sex === '1') !== (read.value.sex === 'M') && rule.sex) {
        found.push({ field: rule.sex, code: 'sex_differs_from_id' });
      }
      return found;
    }
  }
}

/**
 * Validates one row against the definition of its type and gives the one spelling that is stored.
 * @param row by field key: texts as typed or read from a cell, numbers, dates of cells, lists
 * @param today `YYYY-MM-DD`
 */
export function validateRow(definition: LicenceDefinition, row: Record<string, unknown>, today: string): ValidatedRow {
  const findings: LicenceFinding[] = [];
  const values: Record<string, FieldValue> = {};
  const known = new Set(definition.fields.map((f) => f.key));
  for (const key of Object.keys(row)) if (!known.has(key)) findings.push({ field: key, code: 'unknown_field' });
  for (const field of definition.fields) {
    const raw = row[field.key];
    if (isEmpty(raw)) {
      if (field.required) findings.push({ field: field.key, code: 'required' });
      continue;
    }
    const read = readValue(raw, field, row, definition);
    if (read.ok) values[field.key] = read.value;
    else findings.push({ field: field.key, code: read.code });
  }
  for (const rule of definition.rules) findings.push(...broken(rule, values, today));
  return { values, findings };
}
