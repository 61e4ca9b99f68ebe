import { dayOf } from '@miaoben/schedule';
import { ExchangeError } from './errors.ts';

// FHIR R4 string: no control characters but tab and line ends, which no field here has a use for; 1 MB is far away.
const CONTROL = /\p{Cc}/u;
const MAX_TEXT = 200;

/** A text as FHIR takes it, without blanks around it. @throws ExchangeError `required`, `bad_text`. */
export function textOf(value: string, field: string): string {
  const text = value.trim();
  if (text === '') throw new ExchangeError('required', field);
  if (text.length > MAX_TEXT || CONTROL.test(text) || !text.isWellFormed()) throw new ExchangeError('bad_text', field);
  return text;
}

/** The same for a text that may be missing; an empty one counts as missing. */
export function optionalText(value: string | null, field: string): string | undefined {
  return value === null || value.trim() === '' ? undefined : textOf(value, field);
}

/** @throws ExchangeError `bad_date`. */
export function dateOf(value: string, field: string): string {
  if (Number.isNaN(dayOf(value))) throw new ExchangeError('bad_date', field);
  return value;
}

export function optionalDate(value: string | null, field: string): string | undefined {
  return value === null ? undefined : dateOf(value, field);
}

/** @throws ExchangeError `bad_code` when the value does not have the shape of its code system. */
export function codeOf(value: string, shape: RegExp, field: string): string {
  if (!shape.test(value)) throw new ExchangeError('bad_code', field);
  return value;
}

/** The object without its undefined members: FHIR knows no empty elements. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
