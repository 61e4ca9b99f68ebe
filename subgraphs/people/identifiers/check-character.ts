const CHECK_CHARACTERS = '10X98765432';

/**
 * Check character of digits by ISO 7064 MOD 11-2, the one of ID numbers (GB 11643). The modulus is a prime above ten and each place
 * weighs twice the next: any one wrong character and any two swapped neighbours are noticed.
 */
export function checkCharacter(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) sum = ((sum + digits.charCodeAt(i) - 48) * 2) % 11;
  return CHECK_CHARACTERS.charAt(sum);
}
