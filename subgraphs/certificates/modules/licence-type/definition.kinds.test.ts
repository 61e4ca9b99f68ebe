import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { describe, expect, it } from 'vitest';
import { definitionOf } from './definition.test-kit.ts';
import type { LicenceDefinition } from './definition.ts';

const labels = (d: LicenceDefinition, keys: readonly string[]): string[] =>
  keys.map((key) => d.fields.find((f) => f.key === key)?.label.zh ?? key);

/** The rows of the order: fields of the face, filters of the list, columns of the managing body. */
const ROWS: [string, string, { face: string[]; filters: string[]; columns: string[] }][] = [
  [
    'J-26',
    'medical_institution_licence',
    {
      face: [
        '机构名称',
        '机构登记号',
        '地址',
        '法定代表人',
        '负责人',
        '诊疗科目',
        '发证机关',
        '批准日期',
        '有效期-开始',
        '有效期-截止',
      ],
      filters: ['机构名称', '机构登记号', '发证机关', '$validity'],
      columns: ['机构名称', '机构登记号'],
    },
  ],
  [
    'J-27',
    'physician_practice_certificate',
    {
      face: [
        '医师姓名',
        '性别',
        '身份证号',
        '执业类别',
        '执业范围',
        '执业地点',
        '发证机关名称',
        '证照有效期限（起）',
        '证照有效期限（止）',
        '核发日期',
        '证照状态',
        '注册日期',
        '变更记录',
      ],
      filters: ['医师姓名', '身份证号', '发证机关名称', '$validity'],
      columns: ['医师姓名', '$number', '执业地点', '发证机关名称', '$validity'],
    },
  ],
  [
    'J-28',
    'nurse_practice_certificate',
    {
      face: [
        '护士姓名',
        '性别',
        '身份证号',
        '执业地点',
        '执业类别',
        '发证机关名称',
        '证照有效期限（起）',
        '证照有效期限（止）',
        '核发日期',
        '证照状态',
        '注册日期',
        '继续教育记录',
      ],
      filters: ['护士姓名', '身份证号', '发证机关名称', '$validity'],
      columns: ['护士姓名', '$number', '执业地点', '发证机关名称', '$validity'],
    },
  ],
  [
    'J-29',
    'blood_donation_certificate',
    {
      face: [
        '持证人姓名',
        '性别',
        '身份证号',
        '出生日期',
        '联系方式',
        '血型',
        '献血时间',
        '献血量',
        '献血地点',
        '发证机关名称',
        '证照状态',
        '核发日期',
      ],
      filters: ['持证人姓名', '身份证号', '血型', '发证机关名称'],
      columns: ['持证人姓名', '$number', '发证机关名称', '献血时间'],
    },
  ],
  [
    'J-30',
    'blood_donation_honour_certificate',
    {
      face: [
        '持证人姓名',
        '性别',
        '身份证号',
        '荣誉等级',
        '献血累计总量',
        '荣誉认定依据',
        '认定日期',
        '发证机关名称',
        '核发日期',
        '证照有效期限（起）',
        '证照有效期限（止）',
        '证照状态',
      ],
      filters: ['持证人姓名', '身份证号', '荣誉等级'],
      columns: ['持证人姓名', '$number', '发证机关名称', '荣誉等级', '核发日期'],
    },
  ],
  [
    'J-31',
    'physician_qualification_certificate',
    {
      face: [
        '姓名',
        '性别',
        '出生日期',
        '身份证号',
        '所在机构',
        '毕业学校',
        '学历',
        '所学专业',
        '资格证书编码',
        '医师级别',
        '医师类别',
        '发证机关名称',
      ],
      filters: ['姓名', '医师级别', '医师类别', '身份证号', '资格证书编码'],
      columns: ['姓名', '$number', '医师级别', '医师类别', '发证机关名称', '发证日期'],
    },
  ],
  [
    'J-32',
    'village_doctor_certificate',
    {
      face: [
        '姓名',
        '性别',
        '身份证号',
        '执业地点',
        '执业范围',
        '发证机关名称',
        '证照有效期限（起）',
        '证照有效期限（止）',
        '核发日期',
        '证照状态',
        '注册日期',
        '培训记录',
      ],
      filters: ['姓名', '身份证号', '发证机关名称', '执业地点', '$validity'],
      columns: ['姓名', '$number', '执业地点', '发证机关名称', '$validity'],
    },
  ],
  [
    'J-33',
    'tcm_specialist_practice_certificate',
    {
      face: [
        '姓名',
        '性别',
        '身份证号',
        '执业地点',
        '专长领域',
        '专长认定编号',
        '发证机关名称',
        '证照有效期限（起）',
        '证照有效期限（止）',
        '核发日期',
        '证照状态',
        '注册日期',
      ],
      filters: ['姓名', '身份证号', '专长认定编号', '发证机关名称'],
      columns: ['姓名', '$number', '执业地点', '发证机关名称', '$validity'],
    },
  ],
  [
    'J-34',
    'tcm_specialist_qualification',
    {
      face: [
        '姓名',
        '性别',
        '资格证书编码',
        '类别',
        '专业',
        '中医药技术方法',
        '治疗病症范围',
        '签发机关',
        '签发人',
        '签发日期',
      ],
      filters: ['姓名', '资格证书编码', '专业', '签发机关'],
      columns: ['姓名', '$number', '签发机关', '签发日期'],
    },
  ],
  [
    'J-35',
    'tcm_clinic_filing_certificate',
    {
      face: [
        '诊所名称',
        '法定代表人',
        '备案地址',
        '诊疗范围',
        '诊所面积',
        '从业人员数量',
        '备案机关',
        '备案日期',
        '证照有效期限（起）',
        '证照有效期限（止）',
        '证照状态',
      ],
      filters: ['诊所名称', '备案机关'],
      columns: ['诊所名称', '$number', '备案机关', '$validity', '备案地址'],
    },
  ],
  [
    'J-36',
    'health_certificate',
    {
      face: [
        '人员头像',
        '人员姓名',
        '性别',
        '年龄',
        '婚否',
        '证件类型',
        '证件号码',
        '手机号码',
        '健康证名称',
        '健康证编码',
        '发证类别',
        '颁证单位',
        '体检机构',
        '有效期-开始',
        '有效期-截止',
      ],
      filters: ['人员姓名', '证件号码', '体检机构'],
      columns: ['人员姓名', '$number', '颁证单位', '$validity', '体检机构', '体检日期'],
    },
  ],
];

describe('the twelve definitions', () => {
  it.each(ROWS)('%s %s has the fields, filters and columns of its row, and a QR code', (_id, slug, row) => {
    const d = definitionOf(slug);
    expect(
      labels(
        d,
        d.face.groups.flatMap((g) => g.fields),
      ),
    ).toEqual(row.face);
    expect(labels(d, d.filters)).toEqual(row.filters);
    expect(labels(d, d.managementColumns)).toEqual(row.columns);
    expect(d.face.qr).toBe(true);
  });

  it('J-37 gives each type number, holder, issuer and where it has them validity and issue date', () => {
    for (const { slug } of licenceTypes()) {
      const { core, fields } = definitionOf(slug);
      for (const key of [core.number, core.holderName, core.issuerName]) {
        expect(fields.find((f) => f.key === key)?.required).toBe(true);
      }
      expect(core.issueDate).toBeDefined();
    }
    expect(licenceTypes()).toHaveLength(12);
  });
});
