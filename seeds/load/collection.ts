import { seedCollection } from '@miaoben/certificates/bulk';
import type { Demo } from '../demo/demo.ts';
import { certificate } from '../demo/health-certificates.ts';
import { COUNTY_CDC, DEMO_COUNTY } from '../demo/organisations.ts';
import { emOf, type Targets } from './targets.ts';

const SOURCE = '大通县健康体检系统';
const TAKEN = 60;

/** A partner with rights for two types, one batch of health certificates taken, one refused with findings of each kind. */
export async function loadCollection({ certificates, keyring }: Targets, demo: Demo, today: string): Promise<void> {
  if (!certificates) return;
  const partner = demo.accounts.find((a) => a.role === 'partner');
  const security = demo.accounts.find((a) => a.role === 'security_admin');
  const organisation = demo.organisations.find((o) => o.code === COUNTY_CDC);
  if (!partner || !security || !organisation) throw new Error('the demo has no partner of the county');
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => certificate(from + i));
  await seedCollection(emOf(certificates), keyring, {
    type: 'health_certificate',
    shown: [
      { type: 'health_certificate', purposes: ['从业人员核验', '餐饮服务许可'] },
      { type: 'vaccination_certificate', purposes: ['入学报名'] },
    ],
    partner: { accountId: partner.id, organisationId: organisation.id },
    grantedBy: security.id,
    division: DEMO_COUNTY,
    today,
    batches: [
      { title: '健康证 上半年存量', source: SOURCE, rows: range(0, TAKEN) },
      {
        title: '健康证 本月增量',
        source: SOURCE,
        rows: [
          ...range(TAKEN, TAKEN + 5),
          certificate(70, { 健康证编码: '' }),
          certificate(71, { 体检日期: '2026/3/8' }),
          certificate(72, { 颁证单位: '' }),
          certificate(73, { 手机号码: '12345' }),
          certificate(74),
          certificate(74, { 健康证编码: 'QH2026X' }),
        ],
      },
    ],
  });
}
