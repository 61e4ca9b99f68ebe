import { type Em, newId } from '@miaoben/kernel';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Caller, type Stack, startStack } from '../../../../tests/support/stack.ts';
import { start } from '../../server.ts';
import { LicenceDefinitionSchema } from '../licence-type/definition.ts';
import { takeLicenceTypes } from '../licence-type/licence-type.release.ts';

const TODAY = '2026-11-28';
const issuer: Caller = { role: 'cdc', account: newId(), divisions: ['63'], organisation: newId() };
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What the requirement says of a kind of licence: each field in the words of the face, with a value. */
interface Kind {
  readonly id: string;
  readonly slug: string;
  readonly face: Readonly<Record<string, string>>;
  /** what the form asks besides: the number, which the head of the face says, and days */
  readonly head?: Readonly<Record<string, string>>;
  /** columns of a list that are filters, by key, with the value to search and one that finds nothing */
  readonly filters: Readonly<Record<string, readonly [finds: string, misses: string]>>;
  readonly management: readonly string[];
}

const WOMAN = { 姓名: '马秀英', 性别: '女', 身份证号: '630121198512120024' };
const BY_WOMAN = { holderName: ['马秀英', '马秀兰'], idNumber: [WOMAN.身份证号, '630121199003071230'] } as const;
const BY_ISSUER = { issuer: ['大通县卫生', '互助县'] } as const;
const BY_VALIDITY = { $validity: ['valid', 'expired'] } as const;
const VALIDITY = { '证照有效期限（起）': '2024-01-01', '证照有效期限（止）': '2029-01-01' };
const ISSUED = { 发证机关名称: '大通县卫生健康局', 核发日期: '2024-01-01', 证照状态: '有效' };
const named = (label: string) => ({ [label]: WOMAN.姓名, 性别: WOMAN.性别, 身份证号: WOMAN.身份证号 });

const KINDS: readonly Kind[] = [
  {
    id: 'J-26',
    slug: 'medical_institution_licence',
    face: {
      地址: '桥头镇人民路 8 号',
      法定代表人: '马国良',
      机构名称: '桥头镇卫生院',
      发证机关: '大通县卫生健康局',
      批准日期: '2024-01-01',
      负责人: '李秀兰',
      机构登记号: 'PDY63012100001',
      诊疗科目: '预防保健科、儿科',
      '有效期-开始': '2024-01-01',
      '有效期-截止': '2029-01-01',
    },
    filters: {
      institutionName: ['桥头', '长宁'],
      registrationNumber: ['PDY63012100001', 'PDY63012100002'],
      ...BY_ISSUER,
      ...BY_VALIDITY,
    },
    management: ['institutionName', 'registrationNumber'],
  },
  {
    id: 'J-27',
    slug: 'physician_practice_certificate',
    head: { 证照编号: 'YS0001' },
    face: {
      ...named('医师姓名'),
      执业类别: '临床',
      执业范围: '内科专业',
      执业地点: '桥头镇卫生院',
      ...ISSUED,
      ...VALIDITY,
      注册日期: '2024-01-02',
      变更记录: '2025-03-01 变更执业地点',
    },
    filters: { ...BY_WOMAN, ...BY_ISSUER, ...BY_VALIDITY },
    management: ['holderName', '$number', 'place', 'issuer', '$validity'],
  },
  {
    id: 'J-28',
    slug: 'nurse_practice_certificate',
    head: { 证照编号: 'HS0001' },
    face: {
      ...named('护士姓名'),
      执业地点: '桥头镇卫生院',
      执业类别: '临床护理',
      ...ISSUED,
      ...VALIDITY,
      注册日期: '2024-01-02',
      继续教育记录: '2025年25学分',
    },
    filters: { ...BY_WOMAN, ...BY_ISSUER, ...BY_VALIDITY },
    management: ['holderName', '$number', 'place', 'issuer', '$validity'],
  },
  {
    id: 'J-29',
    slug: 'blood_donation_certificate',
    head: { 证照编号: 'XX0001' },
    face: {
      ...named('持证人姓名'),
      出生日期: '1985-12-12',
      联系方式: '13897000001',
      ...ISSUED,
      献血时间: '2023-12-20',
      献血量: '400 mL',
      献血地点: '西宁市中心血站',
      血型: 'A型',
    },
    filters: { ...BY_WOMAN, bloodType: ['A型', 'B型'], ...BY_ISSUER },
    management: ['holderName', '$number', 'issuer', 'donationTime'],
  },
  {
    id: 'J-30',
    slug: 'blood_donation_honour_certificate',
    head: { 证照编号: 'RY0001' },
    face: {
      ...named('持证人姓名'),
      荣誉等级: '金奖',
      ...ISSUED,
      ...VALIDITY,
      献血累计总量: '8000 mL',
      荣誉认定依据: '全国无偿献血表彰奖励办法',
      认定日期: '2023-12-30',
    },
    filters: { ...BY_WOMAN, level: ['金奖', '银奖'] },
    management: ['holderName', '$number', 'issuer', 'level', 'issueDate'],
  },
  {
    id: 'J-31',
    slug: 'physician_qualification_certificate',
    head: { 发证日期: '2024-01-01' },
    face: {
      ...named('姓名'),
      出生日期: '1985-12-12',
      医师级别: '执业医师',
      医师类别: '临床',
      资格证书编码: '201063110630121198512120024',
      所在机构: '大通县人民医院',
      发证机关名称: '大通县卫生健康局',
      毕业学校: '青海大学',
      学历: '本科',
      所学专业: '临床医学',
    },
    filters: {
      ...BY_WOMAN,
      level: ['执业医师', '执业助理医师'],
      category: ['临床', '口腔'],
      qualificationCode: ['201063110630121198512120024', '201063110630121198512120025'],
    },
    management: ['holderName', '$number', 'level', 'category', 'issuer', 'issueDate'],
  },
  {
    id: 'J-32',
    slug: 'village_doctor_certificate',
    head: { 证照编号: 'XC0001' },
    face: {
      ...named('姓名'),
      执业地点: '桥头镇毛家寨村卫生室',
      执业范围: '全科',
      ...ISSUED,
      ...VALIDITY,
      培训记录: '2025年岗位培训合格',
      注册日期: '2024-01-02',
    },
    filters: { ...BY_WOMAN, ...BY_ISSUER, place: ['桥头镇', '长宁镇'], ...BY_VALIDITY },
    management: ['holderName', '$number', 'place', 'issuer', '$validity'],
  },
  {
    id: 'J-33',
    slug: 'tcm_specialist_practice_certificate',
    head: { 证照编号: 'ZC0001' },
    face: {
      ...named('姓名'),
      执业地点: '大通县中医院',
      专长领域: '骨伤',
      ...ISSUED,
      ...VALIDITY,
      专长认定编号: 'RD2023001',
      注册日期: '2024-01-02',
    },
    filters: { ...BY_WOMAN, recognitionNumber: ['RD2023001', 'RD2023002'], ...BY_ISSUER },
    management: ['holderName', '$number', 'place', 'issuer', '$validity'],
  },
  {
    id: 'J-34',
    slug: 'tcm_specialist_qualification',
    face: {
      姓名: WOMAN.姓名,
      性别: WOMAN.性别,
      资格证书编码: 'ZG2023001',
      签发日期: '2024-01-01',
      类别: '师承',
      专业: '骨伤',
      中医药技术方法: '手法复位',
      治疗病症范围: '骨折、脱位',
      签发机关: '大通县卫生健康局',
      签发人: '李青',
    },
    filters: {
      holderName: BY_WOMAN.holderName,
      qualificationCode: ['ZG2023001', 'ZG2023002'],
      major: ['骨伤', '针灸'],
      ...BY_ISSUER,
    },
    management: ['holderName', '$number', 'issuer', 'issueDate'],
  },
  {
    id: 'J-35',
    slug: 'tcm_clinic_filing_certificate',
    head: { 证照编号: 'BA0001' },
    face: {
      诊所名称: '毛家寨中医诊所',
      法定代表人: '马国良',
      备案地址: '桥头镇毛家寨村 3 号',
      诊疗范围: '中医科',
      备案机关: '大通县卫生健康局',
      ...VALIDITY,
      备案日期: '2024-01-01',
      证照状态: '有效',
      诊所面积: '80 m²',
      从业人员数量: '3 人',
    },
    filters: { clinicName: ['毛家寨', '新添堡'], ...BY_ISSUER },
    management: ['clinicName', '$number', 'issuer', '$validity', 'address'],
  },
  {
    id: 'J-36',
    slug: 'health_certificate',
    head: { 体检日期: '2026-02-27' },
    face: {
      人员姓名: WOMAN.姓名,
      人员头像: PIXEL,
      证件类型: '居民身份证',
      证件号码: WOMAN.身份证号,
      性别: WOMAN.性别,
      年龄: '40 岁',
      婚否: '已婚',
      手机号码: '13897000001',
      发证类别: '食品',
      健康证名称: '从业人员健康证明',
      健康证编码: 'JK0001',
      颁证单位: '大通县疾病预防控制中心',
      体检机构: '大通县人民医院',
      '有效期-开始': '2026-03-01',
      '有效期-截止': '2027-02-28',
    },
    filters: {
      holderName: BY_WOMAN.holderName,
      documentNumber: BY_WOMAN.idNumber,
      examiningBody: ['大通县人民', '大通县中医'],
    },
    management: ['holderName', '$number', 'issuer', '$validity', 'examiningBody', 'examinationDate'],
  },
];

describe('the kinds of licences', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { certificates: start }, TODAY);
    await takeLicenceTypes(stack.services.certificates.orm.em.fork() as Em, licenceTypes());
  }, 60_000);
  afterAll(() => stack.stop());

  async function told<T>(document: string, variables: Record<string, unknown>): Promise<T> {
    const answer = await stack.graph<T>('certificates', issuer, document, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  }
  const definitionOf = (slug: string) => {
    const type = licenceTypes().find((one) => one.slug === slug);
    if (!type) throw new Error(`no type ${slug}`);
    return LicenceDefinitionSchema.parse(type.definition);
  };
  const found = (type: string, field: string, value: string) =>
    told<{ licences: { nodes: { id: string; columns: { key: string; value: string }[] }[] } }>(
      'query ($t: String!, $f: [LicenceFilterInput!]!) { licences(type: $t, filters: $f) { nodes { id columns { key value } } } }',
      { t: type, f: [{ field, value }] },
    ).then((d) => d.licences.nodes);

  it.each(KINDS.map((kind) => [`${kind.id} J-44`, kind] as const))(
    '%s is made from data that are there, shows each field on its face with a code, is filtered and managed by its columns',
    async (_ids, kind) => {
      const definition = definitionOf(kind.slug);
      const fields = new Map(definition.fields.map((field) => [field.label.zh, field]));
      const said = Object.entries({ ...kind.head, ...kind.face });
      const row = Object.fromEntries(
        said.map(([label, text]) => {
          const field = fields.get(label);
          return [field?.key ?? label, field?.unit ? text.replace(` ${field.unit}`, '') : text];
        }),
      );
      const { generateLicences } = await told<{ generateLicences: { licences: string[]; findings: object[] } }>(
        'mutation ($c: ID!, $t: String!, $r: [String!]!) { generateLicences(commandId: $c, type: $t, rows: $r) { licences findings { field code } } }',
        { c: newId(), t: kind.slug, r: [JSON.stringify(row)] },
      );
      expect(generateLicences.findings).toEqual([]);
      const [id] = generateLicences.licences;

      const { licence } = await told<{
        licence: { number: string; identifier: string; face: { fields: { label: string; value: string }[] }[] };
      }>('query ($id: ID!) { licence(id: $id) { number identifier face { fields { label value } } } }', { id });
      const face = licence.face.flatMap((group) => group.fields.map((field) => [field.label, field.value]));
      expect(Object.fromEntries(face)).toEqual(kind.face);
      if (kind.head?.证照编号) expect(licence.number).toBe(kind.head.证照编号);
      expect([definition.face.qr, licence.identifier.startsWith('1.2.156.3005.2.')]).toEqual([true, true]);

      expect([...definition.filters].sort()).toEqual(Object.keys(kind.filters).sort());
      for (const [field, [finds, misses]] of Object.entries(kind.filters)) {
        expect([field, (await found(kind.slug, field, finds)).map((one) => one.id)]).toEqual([field, [id]]);
        expect([field, await found(kind.slug, field, misses)]).toEqual([field, []]);
      }
      expect(definition.managementColumns).toEqual(kind.management);
      const [listed] = await found(kind.slug, '$number', licence.number);
      expect(listed?.columns.map(({ key }) => key)).toEqual(kind.management.filter((key) => !key.startsWith('$')));
    },
  );
});
