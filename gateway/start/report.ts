import { DEMO_ACCOUNTS } from '@miaoben/seeds/demo/county';
import type { Settings } from './settings.ts';

interface Addresses {
  url: string;
  smsUrl: string;
  realNameUrl: string;
  licencePlatformUrl: string;
  provincesUrl: string;
  healthRecordsUrl: string;
  maternalUrl: string;
  seconds: number;
}

/** Says that the product is ready: addresses and demo accounts, as text or as one line of JSON. */
export function report(settings: Settings, at: Addresses): void {
  const accounts = settings.demo
    ? DEMO_ACCOUNTS.map(({ role, login, password }) =>
        role === 'partner' ? { role, clientId: login, clientSecret: password } : { role, account: login, password },
      )
    : [];
  const pwa = `${at.url}/`;
  const graphql = `${at.url}/graphql`;
  const token = `${at.url}/oauth/token`;
  if (settings.json) {
    process.stdout.write(
      `${JSON.stringify({ ready: true, seconds: at.seconds, pwa, graphql, token, sms: at.smsUrl, realName: at.realNameUrl, licencePlatform: at.licencePlatformUrl, provinces: at.provincesUrl, healthRecords: at.healthRecordsUrl, maternal: at.maternalUrl, accounts })}\n`,
    );
    return;
  }
  const lines = [
    '',
    `Miaoben is ready after ${at.seconds} s.`,
    '',
    `  App             ${pwa}`,
    `  GraphQL         ${graphql}`,
    `  Partner tokens  ${token}`,
    `  SMS (local counterpart, read the codes here)      ${at.smsUrl}/`,
    `  Real-name check (local counterpart, its rules)    ${at.realNameUrl}/`,
    `  Licence platform (local counterpart, what it took) ${at.licencePlatformUrl}/`,
    `  Other provinces (local counterpart, answer here)   ${at.provincesUrl}/`,
    `  Health records (local counterpart, made up)        ${at.healthRecordsUrl}/`,
    `  Maternal-child system (local counterpart, newborns) ${at.maternalUrl}/`,
    '',
    ...accounts.map(
      (a) =>
        `  ${a.role.padEnd(15)} ${'account' in a ? `${a.account}  ${a.password}` : `${a.clientId}  ${a.clientSecret}`}`,
    ),
    '',
    'Ctrl-C stops it; the data stay.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
