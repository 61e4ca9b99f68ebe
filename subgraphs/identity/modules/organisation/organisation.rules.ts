/** Characters of a unified social credit code (统一社会信用代码, GB 32100-2015): digits and capitals without I, O, S, V, Z. */
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_FORM = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;

/** The check character over the first 17: weights 3^i modulo 31. */
function creditCheckCharacter(code: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += CREDIT_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** What is wrong with a unified social credit code in capitals; null when it is right. */
export function creditCodeFault(code: string): 'format' | 'check_digit' | null {
  if (!CREDIT_FORM.test(code)) return 'format';
  return creditCheckCharacter(code) === code[17] ? null : 'check_digit';
}
