/**
 * Barcode of the paper booklet (接种证, CODE128): county of the file's first residence, year it was made, running number.
 * It never reads as an ID number: digits 11 and 12 would be the month and are above 12, since numbers start at 50,000,000.
 */
export const barcodeOf = (residence: string, year: string, number: string | number): string =>
  `${residence.slice(0, 6)}${year}${String(number).padStart(8, '0')}`;

export const looksLikeBarcode = (text: string): boolean => /^\d{18}$/.test(text);
