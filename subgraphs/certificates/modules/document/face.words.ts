import type { CertificateRecord } from './document.record.ts';

/** Words on the face of the certificate; the file is Chinese whatever the reader's language. */
export const SEX = { F: '女', M: '男', U: '未说明' } as const;

export const SITES: Readonly<Record<string, string>> = {
  left_upper_arm: '左上臂',
  right_upper_arm: '右上臂',
  left_thigh: '左大腿',
  right_thigh: '右大腿',
  oral: '口服',
  other: '其他',
};

export const RELATIONS: Readonly<Record<string, string>> = { mother: '母亲', father: '父亲', other: '监护人' };

export const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  RESIDENT_ID: '居民身份证',
  resident_id: '居民身份证',
  BIRTH_CERTIFICATE: '出生医学证明',
};

/** The answer of the entry check in words (查验结论). No reason is given for a contraindication. */
export function verdictWords({ result, missing }: Pick<CertificateRecord, 'result' | 'missing'>): string {
  switch (result) {
    case 1:
      return '已按免疫程序完成应种剂次';
    case 2:
      return `需补种：${missing.map((m) => `${m.vaccine}${m.doses}剂`).join('、')}`;
    case 4:
      return '暂缓接种或不宜接种，由接种单位安排';
    case 5:
      return '按免疫程序接种中，暂无到期未种剂次';
  }
}
