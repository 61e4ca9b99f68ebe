import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  type Em,
  newId,
  newKeyring,
  query,
  type RunningSubgraph,
  type SubgraphConfig,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
} from '@miaoben/kernel';
import { createServiceTokens } from '@miaoben/kernel/claims';
import { type Role, SUBGRAPHS, type SubgraphName } from '@miaoben/schema';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ensureDatabases, openAdministrator } from '../../gateway/start/databases.ts';
import { freePort } from '../../gateway/start/postgres.ts';

export interface Caller {
  role: Role;
  account?: string;
  organisation?: string;
  divisions?: string[];
  purpose?: string;
  /** blocks of files hidden from the account */
  hidden?: readonly string[];
  /** life of the token from now, '10m' by default */
  expiresIn?: string;
  /** when the password was entered again, seconds since 1970 */
  confirmedAt?: number;
}
export interface GraphAnswer<T = Record<string, never>> {
  status: number;
  data: T;
  errors: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; field?: string; row?: number; reason?: string };
  }[];
  /** SQL statements the request caused in the subgraph */
  statements: number;
}
type Start = (config: SubgraphConfig) => Promise<RunningSubgraph>;

interface Asked {
  variables: Record<string, unknown>;
}
/** Stands in for identity where that is not started: it has the keys, and says what a test lets it say to other subgraphs. */
interface IdentityStandIn {
  answer: (variables: Record<string, unknown>) => unknown;
}

/**
 * Some subgraphs on databases of their own, real HTTP and tokens of a key made for the test; the identity subgraph is replaced
 * by that key's JWKS unless it is started itself: then the key is put among its own.
 */
export async function startStack(
  adminUrl: string,
  starts: Partial<Record<SubgraphName, Start>>,
  today?: string,
  /** what differs from the usual, e.g. addresses of outside services */
  overrides: Partial<SubgraphConfig> = {},
) {
  const prefix = `t${randomBytes(5).toString('hex')}`;
  const logins = await ensureDatabases(adminUrl, prefix, 'test', { copying: true });
  const filesDir = await mkdtemp(join(tmpdir(), 'miaoben-files-'));
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const identityStandIn: IdentityStandIn = { answer: () => undefined };
  const keys: Server = createServer(async (request, response) => {
    const asked = request.method === 'POST' ? (JSON.parse(await text(request)) as Asked) : undefined;
    const said = asked ? { data: identityStandIn.answer(asked.variables) } : { keys: [jwk] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  const ports = Object.fromEntries(await Promise.all(SUBGRAPHS.map(async (n) => [n, await freePort()] as const)));
  const peers = Object.fromEntries(SUBGRAPHS.map((n) => [n, `http://127.0.0.1:${ports[n]}`])) as Record<
    SubgraphName,
    string
  >;
  if (!starts.identity) peers.identity = `http://127.0.0.1:${(keys.address() as AddressInfo).port}`;
  const keyring = JSON.stringify(newKeyring());
  const secrets = { routerSecret: randomBytes(16).toString('hex'), serviceSecret: randomBytes(16).toString('hex') };

  const running: RunningSubgraph[] = [];
  const configOf = (name: SubgraphName): SubgraphConfig => ({
    name,
    host: '127.0.0.1',
    port: ports[name]!,
    ...logins[name],
    ...secrets,
    keyring,
    peers,
    filesDir,
    publicUrl: 'http://127.0.0.1',
    today,
    logLevel: process.env.MIAOBEN_LOG_LEVEL ?? 'error',
    smsUrl: '',
    realNameUrl: '',
    licencePlatformUrl: '',
    provincesUrl: '',
    healthRecordsUrl: '',
    maternalUrl: '',
    ...overrides,
  });
  const services = {} as Record<SubgraphName, RunningSubgraph['services']>;
  for (const [name, start] of Object.entries(starts) as [SubgraphName, Start][]) {
    const subgraph = await start(configOf(name));
    running.push(subgraph);
    services[name] = subgraph.services;
    if (name === 'identity') {
      await query(
        subgraph.services.orm.em.fork() as Em,
        `insert into signing_key (kid, state, public_jwk, published_at, retired_at, accepted_until)
         values ('test', 'retired', $1, now(), now(), 'infinity')`,
        [JSON.stringify(jwk)],
      );
    }
  }

  const token = (caller: Caller): Promise<string> =>
    new SignJWT({
      role: caller.role,
      org: caller.organisation,
      div: caller.divisions ?? [],
      purpose: caller.purpose,
      hid: caller.hidden,
      auth_time: caller.confirmedAt,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'test' })
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(caller.account ?? `account-of-${caller.role}`)
      .setIssuedAt()
      .setExpirationTime(caller.expiresIn ?? '10m')
      .sign(privateKey);

  return {
    configOf,
    services,
    peers,
    identityStandIn,
    newId,
    token,
    routerSecret: secrets.routerSecret,
    /** what a subgraph shows another one in `x-miaoben-service` */
    serviceToken: (self: SubgraphName, purpose: string) =>
      createServiceTokens(secrets.serviceSecret, self).issue(purpose),
    /** Sends a document straight to a subgraph as the gateway would. */
    async graph<T = Record<string, never>>(
      name: SubgraphName,
      caller: Caller | undefined,
      query: string,
      variables: Record<string, unknown> = {},
    ): Promise<GraphAnswer<T>> {
      const answer = await fetch(`${peers[name]}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-miaoben-router': secrets.routerSecret,
          ...(caller && { authorization: `Bearer ${await token(caller)}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      const body = (await answer.json()) as { data?: T; errors?: GraphAnswer['errors'] };
      return {
        status: answer.status,
        data: body.data as T,
        errors: body.errors ?? [],
        statements: Number(answer.headers.get('x-miaoben-sql')),
      };
    },
    /** Uploads or fetches at an address a subgraph handed out. */
    async file(name: SubgraphName, path: string, body?: Uint8Array): Promise<Response> {
      return fetch(`${peers[name]}${path}`, {
        method: body ? 'PUT' : 'GET',
        headers: { 'x-miaoben-router': secrets.routerSecret },
        ...(body && { body: body as BodyInit }),
      });
    },
    async stop(): Promise<void> {
      for (const subgraph of running.reverse()) await subgraph.stop();
      await new Promise<void>((resolve) => keys.close(() => resolve()));
      const admin = await openAdministrator(adminUrl);
      for (const name of SUBGRAPHS) {
        await admin.query(`drop database if exists "${prefix}_${name}" with (force)`);
        for (const kind of ['migrator', 'app']) await admin.query(`drop role if exists "${prefix}_${name}_${kind}"`);
      }
      await admin.end();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}
export type Stack = Awaited<ReturnType<typeof startStack>>;
