import { afterEach, describe, expect, it, vi } from 'vitest';
import { configFromEnv } from './config.ts';

const whole: Record<string, string> = {
  PORT: '4101',
  MIAOBEN_DATABASE_URL: 'postgres://app@db/people',
  MIAOBEN_MIGRATOR_URL: 'postgres://migrator@db/people',
  MIAOBEN_ROUTER_SECRET: 'a router secret of a deployment',
  MIAOBEN_SERVICE_SECRET: 'a service secret of a deployment',
  MIAOBEN_KEYRING: '{"data":{},"blind":""}',
  MIAOBEN_FILES: '/srv/files',
  MIAOBEN_PUBLIC_URL: 'https://miaoben.example',
  MIAOBEN_URL_IDENTITY: 'http://identity:1',
  MIAOBEN_URL_PEOPLE: 'http://people:1',
  MIAOBEN_URL_VACCINES: 'http://vaccines:1',
  MIAOBEN_URL_CERTIFICATES: 'http://certificates:1',
  MIAOBEN_URL_STATISTICS: 'http://statistics:1',
};
const set = (environment: Record<string, string | undefined>) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
};
afterEach(() => vi.unstubAllEnvs());

describe('the environment of a subgraph process', () => {
  it('is read once, with the usual values for what is not said', () => {
    set({ ...whole, HOST: undefined, MIAOBEN_TODAY: undefined, MIAOBEN_LOG_LEVEL: undefined });
    expect(configFromEnv('people')).toEqual({
      name: 'people',
      host: '127.0.0.1',
      port: 4101,
      databaseUrl: 'postgres://app@db/people',
      migratorUrl: 'postgres://migrator@db/people',
      routerSecret: whole.MIAOBEN_ROUTER_SECRET,
      serviceSecret: whole.MIAOBEN_SERVICE_SECRET,
      keyring: whole.MIAOBEN_KEYRING,
      peers: {
        identity: 'http://identity:1',
        people: 'http://people:1',
        vaccines: 'http://vaccines:1',
        certificates: 'http://certificates:1',
        statistics: 'http://statistics:1',
      },
      filesDir: '/srv/files',
      publicUrl: 'https://miaoben.example',
      today: undefined,
      logLevel: 'info',
      smsUrl: '',
      realNameUrl: '',
      licencePlatformUrl: '',
      provincesUrl: '',
      healthRecordsUrl: '',
      maternalUrl: '',
    });
  });

  it('names each variable that is missing or wrong, and repeats no value', () => {
    set({
      ...whole,
      PORT: 'four',
      MIAOBEN_DATABASE_URL: undefined,
      MIAOBEN_ROUTER_SECRET: 'short-secret',
      MIAOBEN_TODAY: 'soon',
    });
    let said = '';
    try {
      configFromEnv('people');
    } catch (error) {
      said = (error as Error).message;
    }
    for (const name of ['PORT', 'MIAOBEN_DATABASE_URL', 'MIAOBEN_ROUTER_SECRET', 'MIAOBEN_TODAY'])
      expect(said).toContain(name);
    expect(said).not.toMatch(/short-secret|four|soon|postgres:/);
    expect(said.split('\n')).toHaveLength(5);
  });
});
