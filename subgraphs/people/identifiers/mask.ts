const characters = (text: string): string[] => Array.from(text);

/** 张*明, 张*, 买***布; Latin words keep their first letter (J*** S****). Counts characters, not UTF-16 units. */
export function maskName(name: string): string {
  if (/\p{Script=Latin}/u.test(name) && !/\p{Script=Han}/u.test(name)) {
    return name
      .split(' ')
      .map((word) => maskMiddle(word, 1, 0))
      .join(' ');
  }
  const chars = characters(name);
  if (chars.length <= 1) return chars.length === 0 ? '' : '*';
  if (chars.length === 2) return `${chars[0]}*`;
  return `${chars[0]}${'*'.repeat(chars.length - 2)}${chars[chars.length - 1]}`;
}

function maskMiddle(text: string, head: number, tail: number): string {
  const chars = characters(text);
  const hidden = chars.length - head - tail;
  if (hidden < 1) return '*'.repeat(chars.length);
  return chars.slice(0, head).join('') + '*'.repeat(hidden) + (tail === 0 ? '' : chars.slice(-tail).join(''));
}

/** 138****1234; a landline keeps its area code's start and its last two digits. */
export function maskPhone(phone: string): string {
  return /^1\d{10}$/u.test(phone) ? maskMiddle(phone, 3, 4) : maskMiddle(phone, 3, 2);
}

/** 6301**********1234 for 18-character numbers; shorter documents keep less. */
export function maskDocumentNumber(number: string): string {
  const length = characters(number).length;
  if (length >= 15) return maskMiddle(number, 4, 4);
  return length >= 8 ? maskMiddle(number, 2, 2) : maskMiddle(number, 1, 1);
}
