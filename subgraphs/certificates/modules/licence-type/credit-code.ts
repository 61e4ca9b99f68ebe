const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = /^[0-9A-HJ-NP-RTUWXY]{18}$/;

/** Reads a unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last one ISO 7064-like MOD 31. */
export function creditCode(
  raw: string,
): { readonly ok: true; readonly code: string } | { readonly ok: false; readonly reason: 'format' | 'check_digit' } {
  const code = raw.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  if (!FORM.test(code)) return { ok: false, reason: 'format' };
  return code.endsWith(checkCharacter(code.slice(0, 17))) ? { ok: true, code } : { ok: false, reason: 'check_digit' };
}

/** Check character of the first 17: weights are powers of 3 modulo 31. */
function checkCharacter(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CHARACTERS[(31 - (sum % 31)) % 31]!;
}
