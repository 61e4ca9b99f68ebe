import type { GeneratedGuardian } from '../province/types.ts';
import {
  COUNTY_CDC,
  DEMO_CLINICS,
  DEMO_COUNTY,
  DEMO_SCHOOLS,
  EDUCATION,
  EMPLOYER,
  PROVINCE_CDC,
  SUPERVISION,
  stableId,
} from './organisations.ts';

export const DEMO_ROLES = [
  'guardian',
  'vaccinator',
  'inspector',
  'school_checker',
  'cdc',
  'partner',
  'employer',
  'system_admin',
  'security_admin',
  'audit_admin',
] as const;

export type DemoRole = (typeof DEMO_ROLES)[number];

export interface DemoAccount {
  readonly id: string;
  readonly role: DemoRole;
  /** Account name; for the partner its client id. */
  readonly login: string;
  /** For the partner its client secret. */
  readonly password: string;
  readonly displayName: string;
  /** Code of the organisation the account works for; null for guardians. */
  readonly organisationCode: string | null;
  /** Root of the subtree of divisions it may see; null where the scope is not a division. */
  readonly divisionScope: string | null;
  /** The master account of its unit. */
  readonly unitMaster?: true;
}

/** A guardian's account with what the real-name check compares. */
export interface DemoGuardianIdentity {
  readonly login: string;
  readonly name: string;
  readonly documentNumber: string;
  readonly phone: string;
}

export const GUARDIAN_LOGIN = 'demo.guardian';
/** Mother of the story `guardian_family`. */
export const GUARDIAN_NAME = '祁秀兰';

function account(
  role: DemoRole,
  login: string,
  suffix: string,
  displayName: string,
  organisationCode: string | null,
  divisionScope: string | null,
): DemoAccount {
  return {
    id: stableId(login),
    role,
    login,
    password: `Miaoben-2026!${suffix}`,
    displayName,
    organisationCode,
    divisionScope,
  };
}

/** One account a role, a second vaccinator at another clinic, a third who works under the first, a fourth at the obstetric ward, the education department of the county, an employer, and two of the CDC of the province, for what one proposes another approves. Known passwords: for demonstration data only. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  account('guardian', GUARDIAN_LOGIN, 'gua', GUARDIAN_NAME, null, null),
  { ...account('vaccinator', 'demo.vaccinator', 'vac', '祁生莲', DEMO_CLINICS.qiaotou, DEMO_COUNTY), unitMaster: true },
  account('vaccinator', 'demo.vaccinator2', 'vac2', '马志强', DEMO_CLINICS.changning, DEMO_COUNTY),
  account('vaccinator', 'demo.nurse', 'nur', '韩玉梅', DEMO_CLINICS.qiaotou, DEMO_COUNTY),
  account('vaccinator', 'demo.midwife', 'mid', '马玉兰', DEMO_CLINICS.obstetric, DEMO_COUNTY),
  account('inspector', 'demo.inspector', 'ins', '张国栋', SUPERVISION, DEMO_COUNTY),
  account('school_checker', 'demo.school', 'sch', '李玉芳', DEMO_SCHOOLS.primary, null),
  account('school_checker', 'demo.education', 'edu', '马晓梅', EDUCATION, DEMO_COUNTY),
  account('cdc', 'demo.cdc', 'cdc', '拉毛措', COUNTY_CDC, DEMO_COUNTY),
  account('cdc', 'demo.province', 'pro', '才让多杰', PROVINCE_CDC, '63'),
  account('cdc', 'demo.province2', 'pro2', '李永寿', PROVINCE_CDC, '63'),
  account('partner', 'demo-partner', 'partner-client', '大通县健康信息平台', COUNTY_CDC, DEMO_COUNTY),
  account('employer', 'demo.employer', 'emp', '冶文海', EMPLOYER, null),
  account('system_admin', 'demo.system', 'sys', '系统管理员', PROVINCE_CDC, '63'),
  account('security_admin', 'demo.security', 'sec', '安全管理员', PROVINCE_CDC, '63'),
  account('audit_admin', 'demo.audit', 'aud', '审计管理员', PROVINCE_CDC, '63'),
];

export function guardianIdentity({ name, documentNumber, phone }: GeneratedGuardian): DemoGuardianIdentity {
  return { login: GUARDIAN_LOGIN, name, documentNumber, phone };
}
