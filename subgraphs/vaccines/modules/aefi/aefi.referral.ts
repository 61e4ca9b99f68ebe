import { badInput, type Em, query } from '@miaoben/kernel';
import type { AefiRow } from './aefi.repository.ts';

const PROVINCE_DIGITS = 2;
const COUNTY_DIGITS = 6;

/**
 * What keeps a case from going from one desk to another. It goes to disease control of a county (6 digits), a city (4) or the
 * province (2) itself, of the same province; to where it lies there is nothing to refer.
 */
export function referralFault(from: string, to: string): 'format' | 'out_of_range' | 'no_match' | null {
  if (!/^(?:\d{2}|\d{4}|\d{6})$/u.test(to)) return 'format';
  if (to.slice(0, PROVINCE_DIGITS) !== from.slice(0, PROVINCE_DIGITS)) return 'out_of_range';
  return to === from.slice(0, COUNTY_DIGITS) ? 'no_match' : null;
}

/**
 * Refers a case to the disease control of another county, or up to the city or the province: the unit or the residence is there, or
 * the case is beyond the desk. Each desk it came by keeps sight of it. The number, the state
 * and the limits stay; signals go on counting it where the person lived.
 * @throws BAD_INPUT input.desk: required; format; out_of_range, another province; no_match, it lies there; unknown_code, no file is there
 */
export async function refer(em: Em, row: AefiRow, to: string | null | undefined): Promise<void> {
  if (!to) throw badInput('input.desk', 'required');
  const fault = referralFault(row.desk, to);
  if (fault) throw badInput('input.desk', fault);
  const [file] = await query(em, 'select 1 from subject where division >= $1 and division < $2 limit 1', [
    to,
    `${to}:`,
  ]);
  if (!file) throw badInput('input.desk', 'unknown_code');
  row.came_by = [...row.came_by, row.desk];
  row.referred_by = row.desk;
  row.desk = to;
}
