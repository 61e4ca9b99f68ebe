import { badInput } from '@miaoben/kernel';

const MAX_REASON = 200;

/** Words of who decides. @throws BAD_INPUT reason: required, too_long */
export function checkedReason(reason: string): string {
  const words = reason.trim();
  if (words === '') throw badInput('reason', 'required');
  if (Array.from(words).length > MAX_REASON) throw badInput('reason', 'too_long', { max: MAX_REASON });
  return words;
}
