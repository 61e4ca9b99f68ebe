import { seedIdentity } from '@miaoben/identity/bulk';
import { start } from '@miaoben/identity/server';
import { type Em, newId, type SubgraphConfig } from '@miaoben/kernel';
import { startRealNameCounterpart } from '../../gateway/start/counterparts/real-name.ts';
import { startSmsCounterpart } from '../../gateway/start/counterparts/sms.ts';
import { type GraphAnswer, startStack } from './stack.ts';

export const PASSWORD = 'Miaoben-2026!';
const id = (n: number) => `0190a000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;

export const CLINIC = id(1);
export const SCHOOL = id(2);
export const ELSEWHERE = id(3);
export const ACCOUNTS = {
  guardian: id(11),
  vaccinator: id(12),
  colleague: id(13),
  stranger: id(14),
  system_admin: id(15),
  security_admin: id(16),
  audit_admin: id(17),
  partner: id(18),
  county_admin: id(19),
} as const;
export const GUARDIAN = { name: '祁秀兰', phone: '13997110001', documentNumber: '63012119900307452X' };

/** Identity alone, with a small directory, one account a role, and the local counterparts. */
export async function startIdentityWorld(adminUrl: string, overrides: Partial<SubgraphConfig> = {}) {
  const sms = await startSmsCounterpart(0);
  const realName = await startRealNameCounterpart(0);
  const stack = await startStack(adminUrl, { identity: start }, '2026-11-21', {
    smsUrl: sms.url,
    realNameUrl: realName.url,
    ...overrides,
  });
  const { orm, keyring } = stack.services.identity;
  const em = () => orm.em.fork() as Em;
  const seed = () =>
    seedIdentity(em(), keyring, {
      divisions: [
        { code: '63', name: '青海省', level: 'province', parentCode: null },
        { code: '6301', name: '西宁市', level: 'prefecture', parentCode: '63' },
        { code: '630121', name: '大通回族土族自治县', level: 'county', parentCode: '6301' },
        { code: '630121100', name: '桥头镇', level: 'township', parentCode: '630121' },
        { code: '630121101', name: '城关镇', level: 'township', parentCode: '630121' },
        { code: '630122', name: '湟中县', level: 'county', parentCode: '6301' },
      ],
      organisations: [
        {
          id: CLINIC,
          code: '630121100001',
          name: '桥头镇卫生院',
          kind: 'clinic',
          divisionCode: '630121100',
          phone: '09712722120',
        },
        { id: SCHOOL, code: '630121101002', name: '城关镇小学', kind: 'school', divisionCode: '630121101' },
        { id: ELSEWHERE, code: '630122000001', name: '湟中县疾控中心', kind: 'cdc', divisionCode: '630122' },
      ],
      accounts: [
        {
          ...{
            id: ACCOUNTS.guardian,
            login: 'guardian',
            password: PASSWORD,
            displayName: GUARDIAN.name,
            role: 'guardian',
          },
          guardian: { ...GUARDIAN, documentType: 'RESIDENT_ID', realNameVerified: true },
        },
        staff('vaccinator', 'vaccinator', '祁生莲', CLINIC, ['630121']),
        staff('colleague', 'vaccinator', '马志强', CLINIC, ['630121']),
        staff('stranger', 'vaccinator', '李玉芳', ELSEWHERE, ['630122']),
        staff('system_admin', 'system_admin', '系统管理员', CLINIC, ['63']),
        staff('security_admin', 'security_admin', '安全管理员', CLINIC, ['63']),
        staff('audit_admin', 'audit_admin', '审计管理员', CLINIC, ['63']),
        { ...staff('partner', 'partner', '大通县健康信息平台', CLINIC, ['630121']), purpose: 'school_entry' },
        staff('county_admin', 'security_admin', '县安全员', ELSEWHERE, ['630122']),
      ],
      demo: true,
    });
  await seed();

  return {
    stack,
    seed,
    em,
    keyring,
    realNameUrl: realName.url,
    /** Sends a document to identity with what a browser would send: token, cookie, address. */
    async call<T = Record<string, never>>(
      document: string,
      variables: Record<string, unknown> = {},
      from: { token?: string; cookie?: string; address?: string } = {},
    ): Promise<GraphAnswer<T> & { cookie: string; setCookie: string }> {
      const answer = await fetch(`${stack.peers.identity}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-miaoben-router': stack.routerSecret,
          ...(from.token && { authorization: `Bearer ${from.token}` }),
          ...(from.cookie && { cookie: from.cookie }),
          ...(from.address && { 'x-forwarded-for': from.address }),
        },
        body: JSON.stringify({ query: document, variables }),
      });
      const body = (await answer.json()) as { data?: T; errors?: GraphAnswer['errors'] };
      const setCookie = answer.headers.get('set-cookie') ?? '';
      return {
        status: answer.status,
        data: body.data as T,
        errors: body.errors ?? [],
        statements: Number(answer.headers.get('x-miaoben-sql')),
        setCookie,
        cookie: setCookie.split(';', 1)[0]!,
      };
    },
    /** The newest code sent to a phone. */
    async codeSentTo(phone: string): Promise<string> {
      const inbox = (await (await fetch(`${sms.url}/inbox?to=${phone}`)).json()) as { text: string }[];
      return /\d{6}/.exec(inbox[0]?.text ?? '')?.[0] ?? '';
    },
    commandId: newId,
    async stop() {
      await stack.stop();
      await sms.stop();
      await realName.stop();
    },
  };
}
export type IdentityWorld = Awaited<ReturnType<typeof startIdentityWorld>>;

function staff(
  login: keyof typeof ACCOUNTS,
  role: 'vaccinator' | 'partner' | 'system_admin' | 'security_admin' | 'audit_admin',
  displayName: string,
  organisationId: string,
  divisions: string[],
) {
  return { id: ACCOUNTS[login], login, password: PASSWORD, displayName, role, organisationId, divisions };
}
