import { badInput } from '@miaoben/kernel';

/** Code of a division down to the village: 2, 4, 6, 9 or 12 digits. @throws BAD_INPUT format */
export function readDivision(code: string): string {
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code)) throw badInput('division', 'format');
  return code;
}
