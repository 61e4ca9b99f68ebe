import { uuidV7From } from '@miaoben/identifiers';
import { hashText } from '../province/rng.ts';
import type { GeneratorClinic } from '../province/types.ts';

/** 大通回族土族自治县 of Xining: a real county; its clinics, schools and people here are made up. */
export const DEMO_COUNTY = '630121';

export type DemoOrganisationKind = 'clinic' | 'school' | 'cdc' | 'supervision' | 'education' | 'employer';

export interface DemoOrganisation {
  readonly id: string;
  readonly kind: DemoOrganisationKind;
  /** Clinics and CDCs: 12-digit unit code; schools: 10-digit school code; 监督所: 12 digits. */
  readonly code: string;
  readonly name: string;
  /** Division it belongs to: 2, 6 or 9 digits. */
  readonly division: string;
  /** Clinics only: code of the dictionary `institutionKind`. */
  readonly clinicKind: 'routine' | 'obstetric' | null;
  /** Clinics only: townships it manages. */
  readonly serves: readonly string[];
  /** Schools only: code of the dictionary `schoolType`. */
  readonly schoolType: '2' | '3' | null;
  /** Code of the organisation above it. */
  readonly parentCode: string | null;
}

/** Ids must be the same on every machine; their time part is the start of 2020. */
export function stableId(text: string): string {
  return uuidV7From(Date.UTC(2020, 0, 1), hashText(`a${text}`), hashText(`b${text}`), hashText(`c${text}`));
}

function organisation(
  kind: DemoOrganisationKind,
  code: string,
  name: string,
  division: string,
  parentCode: string | null,
  rest: Partial<Pick<DemoOrganisation, 'clinicKind' | 'serves' | 'schoolType'>> = {},
): DemoOrganisation {
  return {
    id: stableId(code),
    kind,
    code,
    name,
    division,
    parentCode,
    clinicKind: null,
    serves: [],
    schoolType: null,
    ...rest,
  };
}

export const PROVINCE_CDC = '630000000001';
export const COUNTY_CDC = '630121000001';
export const DEMO_CLINICS = {
  qiaotou: '630121100001',
  maternal: '630121100002',
  obstetric: '630121100003',
  chengguan: '630121101001',
  tar: '630121102001',
  changning: '630121105001',
  xinzhuang: '630121108001',
  shuobei: '630121210001',
} as const;
export const DEMO_SCHOOLS = { kindergarten: '3163012101', primary: '3163012102', central: '3163012103' } as const;
export const SUPERVISION = '630121000002';
export const EDUCATION = '630121000003';
/** A canteen: its code is that of the register of companies (统一社会信用代码). */
export const EMPLOYER = '91630121MA75D3KX1Q';

const townships = (...suffixes: string[]): readonly string[] => suffixes.map((suffix) => DEMO_COUNTY + suffix);

function clinic(
  code: string,
  name: string,
  serves: readonly string[],
  clinicKind: 'routine' | 'obstetric' = 'routine',
): DemoOrganisation {
  return organisation('clinic', code, name, code.slice(0, 9), COUNTY_CDC, { clinicKind, serves });
}

/** Organisations of the demo, parents before children. */
export function demoOrganisations(): readonly DemoOrganisation[] {
  return [
    organisation('cdc', PROVINCE_CDC, '青海省疾病预防控制中心', '63', null),
    organisation('cdc', COUNTY_CDC, '大通回族土族自治县疾病预防控制中心', DEMO_COUNTY, PROVINCE_CDC),
    organisation('supervision', SUPERVISION, '大通回族土族自治县卫生监督所', DEMO_COUNTY, null),
    organisation('education', EDUCATION, '大通回族土族自治县教育局', DEMO_COUNTY, null),
    organisation('employer', EMPLOYER, '大通县桥头镇团结餐饮服务有限公司', DEMO_COUNTY, null),
    clinic(DEMO_CLINICS.qiaotou, '大通县桥头镇中心卫生院', townships('100')),
    clinic(DEMO_CLINICS.maternal, '大通县妇幼保健院', townships('100', '207')),
    clinic(DEMO_CLINICS.obstetric, '大通县人民医院产科', [], 'obstetric'),
    clinic(DEMO_CLINICS.chengguan, '大通县城关镇中心卫生院', townships('101', '202', '107')),
    clinic(DEMO_CLINICS.tar, '大通县塔尔镇中心卫生院', townships('102', '201', '200')),
    clinic(DEMO_CLINICS.changning, '大通县长宁镇中心卫生院', townships('104', '105', '106', '204')),
    clinic(DEMO_CLINICS.xinzhuang, '大通县新庄镇卫生院', townships('108', '203', '205')),
    clinic(DEMO_CLINICS.shuobei, '大通县朔北藏族乡卫生院', townships('103', '206', '208', '209', '210')),
    organisation('school', DEMO_SCHOOLS.kindergarten, '大通县桥头镇中心幼儿园', '630121100', null, { schoolType: '2' }),
    organisation('school', DEMO_SCHOOLS.primary, '大通县桥头镇第三小学', '630121100', null, { schoolType: '3' }),
    organisation('school', DEMO_SCHOOLS.central, '大通县朔北藏族乡中心学校', '630121210', null, { schoolType: '3' }),
  ];
}

/** The clinics as the generator takes them. */
export function demoClinics(): readonly GeneratorClinic[] {
  return demoOrganisations()
    .filter((o) => o.kind === 'clinic')
    .map(({ code, division, serves }) => ({ code, division, serves }));
}

export function demoClinic(code: string): GeneratorClinic {
  const found = demoClinics().find((c) => c.code === code);
  if (found === undefined) throw new Error(`no demo clinic ${code}`);
  return found;
}
