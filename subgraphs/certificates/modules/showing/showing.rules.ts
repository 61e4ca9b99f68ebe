import { badInput } from '@miaoben/kernel';
import type { DefinitionField, LicenceDefinition } from '../licence-type/definition.ts';
import { type FieldValue, type LicenceValues, validateRow } from '../licence-type/definition.validate.ts';
import { folded } from '../licence-type/plain-text.ts';
import type { Shown } from './showing.port.ts';
import type { ShowingLookupInput, ShownField, ShownMetadata } from './showing.type.ts';

const MAX_PURPOSE = 60;

/** @throws BAD_INPUT purpose */
export function readPurpose(purpose: string): string {
  const words = purpose.trim();
  if (words === '') throw badInput('purpose', 'required');
  if (Array.from(words).length > MAX_PURPOSE) throw badInput('purpose', 'too_long', { max: MAX_PURPOSE });
  return words;
}

/** The one way of three by which a licence is asked for. @throws BAD_INPUT by (required) when it is none or several */
export function readLookup(
  by: ShowingLookupInput,
): { by: 'document'; document: string; name: string | null } | { by: 'number' | 'identifier'; text: string } {
  const text = (value: string | null | undefined): string | null => {
    const trimmed = value?.trim() ?? '';
    if (trimmed.length > 200) throw badInput('by', 'too_long', { max: 200 });
    return trimmed === '' ? null : trimmed;
  };
  const [document, name, number, identifier] = [by.holderDocument, by.holderName, by.number, by.identifier].map(text);
  if ([document, number, identifier].filter(Boolean).length !== 1) throw badInput('by', 'required');
  if (document) return { by: 'document', document, name: name ?? null };
  return number ? { by: 'number', text: number } : { by: 'identifier', text: identifier ?? '' };
}

const textsOf = (value: FieldValue | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? [...value] : [String(value)];

/** How values of code lists are told (结果格式): in words, as the codes of the standard, or both. */
export const RESULT_FORMATS = ['words', 'codes', 'both'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** A value as it is told, `1 临床护理` in both; several for a list. */
export function toldAs(field: DefinitionField, value: FieldValue | undefined, format: ResultFormat): string[] {
  return textsOf(value).map((text) => {
    const words = field.codes?.find((c) => c.code === text)?.zh;
    if (words === undefined || format === 'codes') return text;
    return format === 'words' ? words : `${text} ${words}`;
  });
}

/** The face as the right allows it, in the order of the definition. */
export function faceOf(
  definition: LicenceDefinition,
  values: LicenceValues,
  allowed: readonly string[] | null,
  format: ResultFormat,
): ShownField[] {
  const fields = new Map(definition.fields.map((f) => [f.key, f]));
  return definition.face.groups
    .flatMap((group) => group.fields)
    .flatMap((key) => {
      const field = fields.get(key);
      if (!field || values[key] === undefined || (allowed !== null && !allowed.includes(key))) return [];
      return [{ key, label: field.label.zh, values: toldAs(field, values[key], format) }];
    });
}

/** Metadata by their names in the standard, of the fields the right allows. */
export function metadataOf(
  definition: LicenceDefinition,
  values: LicenceValues,
  allowed: readonly string[] | null,
): ShownMetadata[] {
  const items = Object.entries(definition.metadata).flatMap(([name, key]) => {
    const [value] = key !== undefined && (allowed === null || allowed.includes(key)) ? textsOf(values[key]) : [];
    return value === undefined ? [] : [{ name, value }];
  });
  return [{ name: 'ZZMC', value: definition.name.zh }, ...items];
}

/** True when the holder bears that name, however it is spelled; true where none was given. */
export const namesHolder = (definition: LicenceDefinition, values: LicenceValues, name: string | null): boolean =>
  name === null || folded(textsOf(values[definition.core.holderName])[0] ?? '') === folded(name);

/** True when every given field stands on the licence as it was given. */
export function fitsGiven(
  definition: LicenceDefinition,
  values: LicenceValues,
  given: Readonly<Record<string, string>>,
  today: string,
): boolean {
  const read = validateRow(definition, given, today).values;
  return Object.keys(given).every((key) => {
    const [claimed] = textsOf(read[key]);
    const [held] = textsOf(values[key]);
    return claimed !== undefined && held !== undefined && folded(claimed) === folded(held);
  });
}

/** valid, held by this holder, and every given field as it stands on the licence. */
export function isAsGiven(
  definition: LicenceDefinition,
  licence: Pick<Shown, 'state'>,
  values: LicenceValues,
  given: Readonly<Record<string, string>>,
  today: string,
): boolean {
  return fitsGiven(definition, values, given, today) && licence.state === 'valid';
}
