import { residentIdCheckCharacter } from '@miaoben/identifiers';

/** A valid ID number of Datong county. */
export function idNumber(birthDate: string, serial: number, sex: 'F' | 'M'): string {
  const order = String(serial * 2 + (sex === 'M' ? 1 : 0)).padStart(3, '0');
  const first17 = `630121${birthDate.replaceAll('-', '')}${order}`;
  return first17 + residentIdCheckCharacter(first17);
}
