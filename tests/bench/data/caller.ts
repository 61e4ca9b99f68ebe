import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AccountSeed, seedIdentity } from '@miaoben/identity/bulk';
import { type Em, openDatabase } from '@miaoben/kernel';
import { Pool } from 'undici';
import type { World } from './world.ts';

export const PASSWORD = 'Bench-2026!asks';

/** The documents of the app by operation name: staff may send no others. */
const DOCUMENTS: ReadonlyMap<string, string> = (() => {
  const file = fileURLToPath(new URL('../../../schema/operations/persisted.json', import.meta.url));
  const persisted = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(persisted).map(([hash, text]) => [/^(?:query|mutation) (\w+)/m.exec(text)?.[1] ?? '', hash]),
  );
})();

/** Runs an operation of the app and gives its data back. @throws when the answer holds an error */
export type Call = <T>(operation: string, variables: Record<string, unknown>) => Promise<T>;

export interface Callers {
  /** a vaccinator whose area is one county */
  nurse: Call;
  /** the province's centre for disease control */
  cdc: Call;
  close(): Promise<void>;
}

/** Makes the accounts, signs them in and lets them ask through the gateway. */
export async function openCallers(world: World, gateway: string, county: string): Promise<Callers> {
  const account = (n: number, role: 'vaccinator' | 'cdc', divisions: string[]): AccountSeed => ({
    id: `01900000-0000-7000-8000-00000000000${n}`,
    login: `bench.${role}`,
    password: PASSWORD,
    displayName: '李梅',
    role,
    divisions,
  });
  const identity = await openDatabase(world.logins.identity.databaseUrl, { entities: [], migrations: [] }, 1);
  await seedIdentity(identity.em.fork() as Em, world.keyring, {
    accounts: [account(1, 'vaccinator', [county]), account(2, 'cdc', ['63'])],
  });
  await identity.close();

  const pool = new Pool(gateway, { connections: 8 });
  const post = async (body: unknown, token?: string): Promise<unknown> => {
    const answer = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    const { data, errors } = (await answer.body.json()) as { data?: unknown; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const caller = async (role: string): Promise<Call> => {
    const { signIn } = (await post({
      query: 'mutation($account:String!,$password:String!){signIn(account:$account,password:$password){accessToken}}',
      variables: { account: `bench.${role}`, password: PASSWORD },
    })) as { signIn: { accessToken: string } };
    return async <T>(operation: string, variables: Record<string, unknown>) => {
      const documentId = DOCUMENTS.get(operation);
      if (!documentId) throw new Error(`the app has no operation ${operation}`);
      return (await post({ documentId, variables }, signIn.accessToken)) as T;
    };
  };
  return { nurse: await caller('vaccinator'), cdc: await caller('cdc'), close: () => pool.close() };
}
