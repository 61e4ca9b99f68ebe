import { readFileSync } from 'node:fs';
import { newId } from '@miaoben/kernel';
import type { ReadyLine } from './product.ts';

export interface Answer<T> {
  status: number;
  data: T;
  errors: { message: string; extensions: Record<string, unknown> & { code: string } }[];
  /** subgraph fetches and SQL statements of the request */
  fetches: number;
  statements: number;
  text: string;
}

/** Sends one GraphQL request to the product's public address. */
export async function send<T = Record<string, unknown>>(
  product: Pick<ReadyLine, 'graphql'>,
  token: string | undefined,
  body: {
    query?: string;
    variables?: Record<string, unknown>;
    documentId?: string;
    extensions?: Record<string, unknown>;
  },
): Promise<Answer<T>> {
  const answer = await fetch(product.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const json = JSON.parse(text) as { data?: T; errors?: Answer<T>['errors'] };
  const timing = answer.headers.get('server-timing') ?? '';
  const count = (name: string) => Number(new RegExp(`${name};desc="(\\d+)"`).exec(timing)?.[1] ?? Number.NaN);
  return {
    status: answer.status,
    data: json.data as T,
    errors: json.errors ?? [],
    fetches: count('fetches'),
    statements: count('sql'),
    text,
  };
}

/** Hashes of the app's operations by name. */
const persisted = new Map(
  Object.entries(
    JSON.parse(readFileSync(new URL('../../schema/operations/persisted.json', import.meta.url), 'utf8')) as Record<
      string,
      string
    >,
  ).map(([hash, document]) => [/^(?:query|mutation) (\w+)/.exec(document)?.[1] ?? '', hash]),
);

/** The hash under which the gateway knows an operation of the app. */
export function persistedHash(name: string): string {
  const hash = persisted.get(name);
  if (!hash) throw new Error(`the app has no operation ${name}`);
  return hash;
}

/** Runs an operation of the app by its name, as the app does. */
export function operate<T = Record<string, unknown>>(
  product: Pick<ReadyLine, 'graphql'>,
  token: string | undefined,
  name: string,
  variables: Record<string, unknown> = {},
): Promise<Answer<T>> {
  return send<T>(product, token, {
    variables,
    extensions: { persistedQuery: { version: 1, sha256Hash: persistedHash(name) } },
  });
}

/** Signs a demo account in, by its role (the first of it) or its name. @returns its access token */
export async function signIn(product: ReadyLine, who: string): Promise<string> {
  const account = product.accounts.find((a) => a.role === who || a.account === who);
  if (!account) throw new Error(`there is no demo account for ${who}`);
  if (account.clientId) return partnerToken(product);
  const answer = await send<{ signIn: { accessToken: string } }>(product, undefined, {
    query: 'mutation($account:String!,$password:String!){signIn(account:$account,password:$password){accessToken}}',
    variables: { account: account.account, password: account.password },
  });
  if (!answer.data?.signIn) throw new Error(`${who} could not sign in: ${answer.text}`);
  return answer.data.signIn.accessToken;
}

/** A partner's token from the OAuth 2 token endpoint. */
export async function partnerToken(product: ReadyLine): Promise<string> {
  const partner = product.accounts.find((a) => a.role === 'partner')!;
  const answer = await fetch(product.token, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: partner.clientId!,
      client_secret: partner.clientSecret!,
    }),
  });
  const json = (await answer.json()) as { access_token?: string };
  if (!json.access_token) throw new Error(`no token: ${answer.status}`);
  return json.access_token;
}

export { newId };
