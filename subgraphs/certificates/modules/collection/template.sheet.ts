import type { OutputSheet } from '@miaoben/kernel/sheets/writer';
import type { DefinitionField, LicenceDefinition } from '../licence-type/definition.ts';
import { FLAG, headerOf } from './source.ts';

const TYPES: Record<DefinitionField['type'], string> = {
  text: '文本',
  date: '日期，YYYY-MM-DD',
  number: '数字',
  code: '代码或名称',
  document: '证件号码，按证件类型校验',
  credit_code: '统一社会信用代码',
  phone: '电话',
  image: 'JPEG或PNG的Base64',
  list: '多项，用；分隔',
};

/** The empty table of a type: one sheet to fill, one that explains its columns. */
export function templateSheetsOf({ fields, primaryKey, businessDate }: LicenceDefinition): OutputSheet[] {
  const header = (values: string[]) => values.map((value) => ({ value, style: 'header' as const }));
  const note = (f: DefinitionField) =>
    [
      TYPES[f.type],
      f.maxLength === undefined ? '' : `不超过${f.maxLength}个字符`,
      primaryKey.includes(f.key) ? '主键' : '',
      f.key === businessDate ? '业务日期' : '',
    ]
      .filter((part) => part !== '')
      .join('；');
  return [
    {
      name: '证照数据',
      columns: [
        ...fields.map((f) => ({ width: 18, ...(f.codes && { choices: f.codes.map((c) => c.zh) }) })),
        { width: 10, choices: ['1', '0'] },
      ],
      rows: [header([...fields.map((f) => (f.required ? `${f.label.zh}*` : f.label.zh)), headerOf(FLAG)])],
    },
    {
      name: '填写说明',
      columns: [{ width: 20 }, { width: 8 }, { width: 44 }, { width: 60 }],
      rows: [
        header(['列', '必填', '说明', '可填内容']),
        ...fields.map((f) => [
          f.label.zh,
          f.required ? '是' : '否',
          note(f),
          (f.codes ?? []).map((c) => `${c.code} ${c.zh}`).join('、'),
        ]),
        [headerOf(FLAG), '否', '1有效（不填即为1），0无效：以0代替删除', '1、0'],
      ],
    },
  ];
}
