export default {
  guardian: '监护人',
  vaccinator: '接种人员',
  inspector: '卫生监督',
  employer: '用人单位',
  school_checker: '学校查验员',
  cdc: '疾控人员',
  partner: '合作单位',
  system_admin: '系统管理员',
  security_admin: '安全管理员',
  audit_admin: '审计管理员',
} as const;
