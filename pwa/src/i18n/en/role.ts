import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/role.ts';

export default {
  guardian: 'Guardian',
  vaccinator: 'Vaccinator',
  inspector: 'Health inspector',
  employer: 'Employer',
  school_checker: 'School checker',
  cdc: 'CDC staff',
  partner: 'Partner',
  system_admin: 'System administrator',
  security_admin: 'Security administrator',
  audit_admin: 'Audit administrator',
} satisfies Translation<typeof zh>;
