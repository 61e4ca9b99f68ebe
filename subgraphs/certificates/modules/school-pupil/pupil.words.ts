import type { CaughtUpDose, NoticeType } from './school-pupil.type.ts';

/** Contraindicated and not yet due read alike: a school learns of no contraindication. */
export const VERDICT_WORDS: Readonly<Record<string, string>> = {
  complete: '已完成',
  missing_doses: '需补种',
  no_file: '无档案',
  postponed: '暂缓或未到龄',
  not_yet_due: '暂缓或未到龄',
  candidate: '待核对',
};
export const CHECK_TYPE_WORDS: Readonly<Record<string, string>> = {
  entry: '入学',
  transfer: '转学',
  inserted: '插班',
  recheck: '补查',
};
export const SEX_WORDS: Readonly<Record<string, string>> = { F: '女', M: '男' };
export const NOTICE_WORDS: Readonly<Record<`${NoticeType}`, string>> = {
  catch_up: '补种通知单',
  reissue: '补证通知单',
};

/** Whether the certificate was seen (有无接种证); empty while nobody looked. */
export const seenWord = (isSeen: boolean | null): string => (isSeen === null ? '' : isSeen ? '有' : '无');
export const dosesText = (doses: readonly Pick<CaughtUpDose, 'seriesName' | 'dose'>[]): string =>
  doses.map((d) => `${d.seriesName}第${d.dose}剂`).join('、');
