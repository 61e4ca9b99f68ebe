/**
 * Advance of each character in em, as 宋体 sets it: Latin letters, digits and half-width forms half an em, everything
 * else a whole one. Positions are written into the file, so a reader's own font moves nothing.
 */
export function advances(text: string): number[] {
  return [...text].map((char) => (isHalfWidth(char.codePointAt(0)!) ? 0.5 : 1));
}

/** Width of a line in the unit of `size`. */
export function textWidth(text: string, size: number): number {
  return advances(text).reduce((sum, advance) => sum + advance * size, 0);
}

function isHalfWidth(code: number): boolean {
  // U+00B7, the dot of minority names, is drawn a full em wide in Chinese fonts.
  return code < 0x250 ? code !== 0xb7 : code >= 0xff61 && code <= 0xffdc;
}
