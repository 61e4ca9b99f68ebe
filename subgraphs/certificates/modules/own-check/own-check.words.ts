import type { EntryKind } from './own-check.type.ts';

/** Contraindicated and not yet due read alike: a school learns of no contraindication. */
export const RESULT_WORDS: Readonly<Record<1 | 2 | 4 | 5, string>> = {
  1: '已完成',
  2: '需补种',
  4: '暂缓或未到龄',
  5: '暂缓或未到龄',
};
export const KIND_WORDS: Readonly<Record<EntryKind, string>> = {
  nursery: '入托',
  kindergarten: '入园',
  primary_school: '入学',
  transfer: '转学或插班',
};
export const STATE_WORDS: Readonly<Record<string, string>> = { valid: '有效', revoked: '已失效', expired: '已过期' };
