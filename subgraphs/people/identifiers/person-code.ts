import { checkCharacter } from './check-character.ts';
import { normaliseText } from './text.ts';

/** Tells a scanner that this is a person's code: trace codes are 20 digits, certificates and access codes begin with V. */
const PREFIX = 'JZ';
const ATTEMPT = /^JZ\d/u;
const FORM = /^JZ(\d{18})([\dX])$/u;

/**
 * The code of a person (接种码, H-01): the number of the file that the booklet carries as bars, between a prefix and a check character.
 *
 * It is static on purpose. It must be readable from paper for eighteen years, on a tablet without a network, and from a phone that was
 * never on line today; a code that changes can be none of these. It needs no secrecy either: it holds no name and no document number and
 * opens nothing. Whoever scans it reads the file only if their scope holds it, and the reading is audited. What may be shown to
 * strangers is the business of the access code (`VT1:`), which changes and expires.
 */
export const personCode = (barcode: string): string => `${PREFIX}${barcode}${checkCharacter(barcode)}`;

/** In groups, for eyes: JZ 630121 2026 5000 0017 X. */
export const spacedPersonCode = (barcode: string): string =>
  personCode(barcode).replace(/^(JZ)(\d{6})(\d{4})(\d{4})(\d{4})(.)$/u, '$1 $2 $3 $4 $5 $6');

/** What was scanned or typed, when it means to be a code of a person: its barcode, or null for one that was misread. */
export interface ReadPersonCode {
  readonly barcode: string | null;
}

/** Reads a code as scanned or typed (spaces, dashes, lower case, 全角); null for what is no code of a person at all. */
export function readPersonCode(raw: string): ReadPersonCode | null {
  const text = normaliseText(raw).text.replace(/[\s-]/gu, '').toUpperCase();
  if (!ATTEMPT.test(text)) return null;
  const [, barcode, check] = FORM.exec(text) ?? [];
  return { barcode: barcode !== undefined && checkCharacter(barcode) === check ? barcode : null };
}
