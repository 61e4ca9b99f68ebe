/** Why a certificate was revoked without a person's words. */
export const AUTOMATIC_REASONS = [
  'replaced',
  'record_changed',
  'person_changed',
  'file_closed',
  'person_merged',
  'lot_recalled',
  'key_compromised',
] as const;
export type AutomaticReason = (typeof AUTOMATIC_REASONS)[number];

/** All of them: `holder` cancelled it (注销), the `issuer` voided it with words (作废). */
export type RevocationReason = AutomaticReason | 'holder' | 'issuer';

/** Why a certificate took the place of another: what ended that one, or that its file, closed by mistake, stands again. */
export type ReissueReason = AutomaticReason | 'file_reopened';

/** As a guardian is told in a message. */
export const REASON_WORDS: Record<RevocationReason | ReissueReason, string> = {
  replaced: '已换发新证',
  record_changed: '接种记录有变化',
  person_changed: '档案信息已更正',
  file_closed: '档案已注销',
  file_reopened: '档案已恢复',
  person_merged: '档案已合并',
  lot_recalled: '所用疫苗批号被召回',
  key_compromised: '签发密钥已停用',
  holder: '持证人申请注销',
  issuer: '签发单位作废',
};
