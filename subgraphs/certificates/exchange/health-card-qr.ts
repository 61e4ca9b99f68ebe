// Numeric QR text of SMART Health Cards: each character of the JWS as two digits, its code less 45.
const PREFIX = 'shc:/';
const OFFSET = 45;

/** Longest JWS that one QR code holds (version 22; the framework allows no chunks any more). */
export const MAX_QR_JWS = 1195;

/** Text of the QR code: `shc:/` in a byte segment, the digits in a numeric one. */
export function qrText(jws: string): string {
  let digits = '';
  for (let i = 0; i < jws.length; i++) digits += String(jws.charCodeAt(i) - OFFSET).padStart(2, '0');
  return PREFIX + digits;
}

export type QrRead =
  | { readonly ok: true; readonly jws: string }
  | { readonly ok: false; readonly reason: 'too_long' | 'not_a_card' | 'chunked' };

/** The JWS of a scanned text, strictly: digits in pairs, no blanks, one code. */
export function readQrText(text: string): QrRead {
  if (text.length > PREFIX.length + 2 * MAX_QR_JWS) return { ok: false, reason: 'too_long' };
  if (/^shc:\/\d{1,2}\/\d{1,2}\/\d+$/.test(text)) return { ok: false, reason: 'chunked' };
  const digits = /^shc:\/((?:\d\d)+)$/.exec(text)?.[1];
  if (digits === undefined) return { ok: false, reason: 'not_a_card' };
  let jws = '';
  for (let i = 0; i < digits.length; i += 2) jws += String.fromCharCode(Number(digits.slice(i, i + 2)) + OFFSET);
  return { ok: true, jws };
}
