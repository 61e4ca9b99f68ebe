import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faceOf } from '../licence/licence.face.ts';
import { differencesOf, upgradeSteps } from './definition.difference.ts';
import { readDefinition } from './definition.read.ts';
import type { LicenceDefinition } from './definition.ts';
import { upgradeRow } from './definition.upgrade.ts';
import { validateRow } from './definition.validate.ts';

const TODAY = '2026-11-28';
function definitionOf(slug: string): LicenceDefinition {
  const seed = licenceTypes().find((t) => t.slug === slug);
  const read = readDefinition(seed?.definition);
  if (!read.ok) throw new Error(JSON.stringify(read.findings));
  return read.definition;
}
const copy = (d: LicenceDefinition): LicenceDefinition => structuredClone(d);
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

describe('reading a definition', () => {
  it('J-37 refuses a member it does not know, with its path', () => {
    const d = { ...copy(definitionOf('health_certificate')), colour: 'red' };
    Object.assign(d.fields[3]!, { size: 1 });
    expect(readDefinition(d)).toEqual({
      ok: false,
      findings: [
        { code: 'unknown_member', path: 'fields.3.size' },
        { code: 'unknown_member', path: 'colour' },
      ],
    });
  });

  it('J-37 refuses names that lead nowhere and types that do not fit', () => {
    const d = copy(definitionOf('health_certificate'));
    d.filters.push('nobody');
    d.businessDate = 'holderName';
    d.primaryKey = ['mobile'];
    const code = d.fields.find((f) => f.type === 'code');
    if (code) code.codes = undefined;
    expect(readDefinition(d)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([
        { code: 'unknown_field', path: `filters.${d.filters.length - 1}` },
        { code: 'wrong_type', path: 'businessDate' },
        { code: 'not_required', path: 'primaryKey.0' },
        { code: 'missing_codes', path: 'fields.2.codes' },
      ]),
    });
  });

  it('J-37 never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readDefinition(value)));
  });
});

const ROW = {
  number: 'HL-1',
  holderName: '马秀英',
  sex: '女',
  idNumber: '630121198512120024',
  place: '大通县桥头镇卫生院',
  category: '临床护理',
  issuer: '大通县卫生健康局',
  validFrom: '2024-01-01',
  validTo: '2029/1/1',
  issueDate: '2024-01-01',
  licenceState: '有效',
  education: '2024年继续教育25学分；2025年继续教育27学分',
};

describe('validating a row', () => {
  const d = definitionOf('nurse_practice_certificate');
  const check = (change: Record<string, unknown>) => validateRow(d, { ...ROW, ...change }, TODAY).findings;

  it('J-47 gives dates, codes and lists their one spelling', () => {
    const { values, findings } = validateRow(d, ROW, TODAY);
    expect(findings).toEqual([]);
    expect(values).toMatchObject({
      validTo: '2029-01-01',
      sex: '2',
      licenceState: '1',
      education: ['2024年继续教育25学分', '2025年继续教育27学分'],
    });
  });

  it('J-47 reads a unified social credit code by its rule', () => {
    const label = { zh: '统一社会信用代码', en: 'Credit code' };
    const fields = [{ key: 'code', label, type: 'credit_code' as const, required: true, personal: false }];
    const read = (code: string) => validateRow({ ...d, fields, rules: [] }, { code }, TODAY);
    expect(read(' 91350100m000100y43 ')).toMatchObject({ values: { code: '91350100M000100Y43' }, findings: [] });
    expect(read('91350100M000100Y44').findings).toEqual([{ field: 'code', code: 'check_digit' }]);
    expect(read('91350100M000100I43').findings).toEqual([{ field: 'code', code: 'format' }]);
    expect(read('350100M000100Y43').findings).toEqual([{ field: 'code', code: 'format' }]);
  });

  it('J-46 J-47 names the field and what is wrong with it', () => {
    expect(check({ place: '' })).toEqual([{ field: 'place', code: 'required' }]);
    expect(check({ idNumber: '630121198512120020' })).toEqual([{ field: 'idNumber', code: 'check_digit' }]);
    expect(check({ sex: '男' })).toEqual([{ field: 'sex', code: 'sex_differs_from_id' }]);
    expect(check({ validTo: '2023-01-01' })).toEqual([{ field: 'validTo', code: 'date_order' }]);
    expect(check({ validTo: '20/3/1' })).toEqual([{ field: 'validTo', code: 'format' }]);
    expect(check({ issueDate: '2027-01-01' })).toEqual([{ field: 'issueDate', code: 'date_in_future' }]);
    expect(check({ category: '护'.repeat(51) })).toEqual([{ field: 'category', code: 'too_long' }]);
    expect(check({ licenceState: '作废' })).toEqual([{ field: 'licenceState', code: 'unknown_code' }]);
    expect(check({ holderName: '马\u202e秀英' })).toEqual([{ field: 'holderName', code: 'suspicious_characters' }]);
    expect(check({ nobody: 1 })).toEqual([{ field: 'nobody', code: 'unknown_field' }]);
  });

  it('J-43 reads its own spelling again without a change', () => {
    const { values } = validateRow(d, ROW, TODAY);
    expect(validateRow(d, { ...values }, TODAY)).toEqual({ values, findings: [] });
  });

  it('masks what is personal unless the reader may see it', () => {
    const { values } = validateRow(d, ROW, TODAY);
    const shown = (full: boolean) =>
      Object.fromEntries(
        faceOf(d, values, full)
          .flatMap((g) => g.fields)
          .map((f) => [f.key, f.value]),
      );
    expect(shown(false)).toMatchObject({ holderName: '马*英', idNumber: '6301**********0024', licenceState: '有效' });
    expect(shown(true)).toMatchObject({ holderName: '马秀英', idNumber: '630121198512120024' });
  });
});

describe('the upgrade of stored licences', () => {
  const before = definitionOf('nurse_practice_certificate');
  const { values } = validateRow(before, ROW, TODAY);

  it('J-40 marks the differences and makes the script: add, rename, drop to archive, narrow, code list', () => {
    const after = copy(before);
    const place = after.fields.find((f) => f.key === 'place')!;
    place.maxLength = 8;
    after.fields = after.fields.filter((f) => f.key !== 'education');
    after.face.groups = after.face.groups.slice(0, 2);
    after.fields.push({
      key: 'region',
      label: { zh: '执业地区', en: 'Region' },
      type: 'text',
      required: true,
      personal: false,
      maxLength: 20,
    });
    const category = after.fields.find((f) => f.key === 'category')!;
    category.key = 'kind';
    after.face.groups[1]!.fields = after.face.groups[1]!.fields.map((k) => (k === 'category' ? 'kind' : k));
    const state = after.fields.find((f) => f.key === 'licenceState')!;
    state.codes = [{ code: 'A', zh: '有效', en: 'Valid' }, ...state.codes!.slice(1)];
    after.applications = [{ kind: 'change', fields: ['place', 'kind'], sets: { licenceState: 'A' } }];
    expect(readDefinition(after).ok).toBe(true);
    const hints = {
      renamed: { category: 'kind' },
      defaults: { region: '青海' },
      codes: { licenceState: { '1': 'A' } },
    };
    expect(differencesOf(before, after, hints).map((d) => `${d.what} ${d.field ?? ''}`.trim())).toEqual([
      'field_removed education',
      'field_length place',
      'field_renamed kind',
      'field_codes licenceState',
      'field_added region',
      'face',
      'applications',
    ]);
    const steps = upgradeSteps(before, after, hints);
    expect(steps.map((s) => s.step)).toEqual(['archive', 'length', 'rename', 'codes', 'add', 'reindex']);
    const carried = upgradeRow(after, steps, values, {}, TODAY);
    expect(carried.findings).toEqual([{ field: 'place', code: 'too_long' }]);
    place.maxLength = 200;
    const fits = upgradeRow(after, upgradeSteps(before, after, hints), values, {}, TODAY);
    expect(fits.findings).toEqual([]);
    expect(fits.values).toMatchObject({ kind: '临床护理', region: '青海', licenceState: 'A' });
    expect(fits.archived).toEqual({ education: values.education });
  });

  it('J-39 tells changes of holder, core, face, rules and metadata in words, before and after', () => {
    const after = copy(before);
    after.holder = 'organisation';
    const [first] = after.face.groups;
    first!.fields = [...first!.fields].reverse();
    after.face.qr = !before.face.qr;
    // The database keeps members in an order of its own.
    after.rules = [{ later: 'validTo', earlier: 'issueDate', kind: 'date_order' }];
    after.metadata = { ZZHM: 'number', CZZT: 'holderName' };
    after.core = { ...before.core, validFrom: 'issueDate' };
    after.applications = [
      { kind: 'extension', fields: ['place'], daysBefore: 30, sets: { licenceState: '1' }, record: 'education' },
    ];
    expect(readDefinition(after).ok).toBe(true);
    const told = new Map(differencesOf(before, after).map((d) => [d.what, d]));
    expect([...told.keys()]).toEqual(['holder', 'core', 'face', 'rules', 'metadata', 'applications']);
    expect(told.get('applications')?.after).toBe(
      '延续或复核 执业地点(place)，到期前 30 日起，证照状态(licenceState) 记为 1，记入 继续教育记录(education)',
    );
    expect(told.get('rules')?.after).toBe('日期先后 核发日期(issueDate) → 证照有效期限（止）(validTo)');
    expect(told.get('rules')?.before).toMatch(/与身份证号一致 [^；]+\(idNumber\) → 性别\(sex\)/);
    expect(told.get('metadata')?.after).toMatch(/^CZZT .+\(holderName\)；ZZHM .+\(number\)$/);
    expect(told.get('core')?.after).toContain('validFrom 核发日期(issueDate)');
    const [was, is] = [told.get('face')?.before ?? '', told.get('face')?.after ?? ''];
    expect(is.split('；')).toHaveLength(before.face.groups.length + 1);
    expect(was).not.toBe(is);
    for (const words of [was, is]) expect(words).not.toMatch(/[{}"]/);

    // A new label changes none of them, though they are told by it.
    const renamed = copy(before);
    renamed.fields.find((f) => f.key === 'issueDate')!.label.zh = '颁发日期';
    expect(differencesOf(before, renamed).map((d) => d.what)).toEqual(['field_label']);
  });

  it('J-40 loses nothing: what is carried over and what is archived is all there was, or the row is reported', () => {
    const change = fc.record({
      drop: fc.subarray(['education', 'registrationDate']),
      rename: fc.subarray(['category', 'place']),
      length: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(
        change,
        fc.string({ unit: fc.constantFrom('护', '理', '急', '诊'), minLength: 1, maxLength: 40 }),
        ({ drop, rename, length }, text) => {
          const after = copy(before);
          after.fields = after.fields.filter((f) => !drop.includes(f.key as 'education'));
          const renamed: Record<string, string> = {};
          for (const f of after.fields) {
            if (f.key === 'scope') continue;
            if (f.key === 'category') f.maxLength = length;
            if (rename.includes(f.key as 'place')) {
              renamed[f.key] = `${f.key}Now`;
              f.key = `${f.key}Now`;
            }
          }
          const row = { ...values, category: text };
          const {
            values: now,
            archived,
            findings,
          } = upgradeRow(after, upgradeSteps(before, after, { renamed }), row, {}, TODAY);
          if (Array.from(text).length > length) {
            expect(findings).toEqual([{ field: renamed.category ?? 'category', code: 'too_long' }]);
            return;
          }
          expect(findings).toEqual([]);
          const back = Object.fromEntries(
            Object.entries(now).map(([key, value]) => [
              Object.entries(renamed).find(([, to]) => to === key)?.[0] ?? key,
              value,
            ]),
          );
          expect({ ...back, ...archived }).toEqual(row);
        },
      ),
    );
  });
});
