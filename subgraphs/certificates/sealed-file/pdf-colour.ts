import { SealedFileError } from './errors.ts';

/** Parts from 0 to 1 of `#rrggbb`. @throws SealedFileError `argument` for anything else. */
export function rgbOf(hex = '#000000'): { red: number; green: number; blue: number } {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new SealedFileError('argument', 'colour');
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return { red: red!, green: green!, blue: blue! };
}
