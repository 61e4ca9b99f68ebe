import { readPersonCode } from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';

/**
 * Barcode of the paper booklet (接种证, CODE128): county of the file's first residence, year it was made, running number.
 * It never reads as an ID number: digits 11 and 12 would be the month and are above 12, since numbers start at 50,000,000.
 */
export const barcodeOf = (residence: string, year: string, number: string | number): string =>
  `${residence.slice(0, 6)}${year}${String(number).padStart(8, '0')}`;

/**
 * The barcode in what was scanned or typed: bare, or inside the code of a person (接种码, H-01); null when there is none.
 * @throws BAD_INPUT check_digit for a code of a person that was misread
 */
export function barcodeIn(text: string, field: string): string | null {
  const code = readPersonCode(text);
  if (code === null) return /^\d{18}$/.test(text) ? text : null;
  if (code.barcode === null) throw badInput(field, 'check_digit');
  return code.barcode;
}
