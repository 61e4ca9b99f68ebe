import { badInput } from '@miaoben/kernel';

/** Longest path of a signature, in characters: some 40 strokes with their points. */
export const LONGEST_SIGNATURE = 12_000;

/**
 * Strokes of a signature as path data of SVG: absolute moves and lines in whole numbers, in a box of 600 by 200. Nothing else is taken, so
 * that it can be drawn without being read as anything but lines.
 */
const STROKES = /^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+$/;

/** @throws BAD_INPUT required, too_long or format */
export function readSignature(raw: string | null | undefined): string {
  const path = raw?.trim() ?? '';
  if (path === '') throw badInput('signature', 'required');
  if (path.length > LONGEST_SIGNATURE) throw badInput('signature', 'too_long', { max: LONGEST_SIGNATURE });
  if (!STROKES.test(path)) throw badInput('signature', 'format');
  return path;
}
