import {
  type Ctx,
  type Em,
  migrate,
  openDatabase,
  query,
  type Services,
  type SubgraphConfig,
  startSubgraph,
} from '@miaoben/kernel';
import { ANONYMOUS, type Claims } from '@miaoben/kernel/claims';
import { scopeFor } from '@miaoben/kernel/policy';
import type { MiaobenEvent, SubgraphName } from '@miaoben/schema';
import { Arg, Ctx as FromContext, ID, Query, Resolver } from 'type-graphql';
import { type Stack, startStack } from './stack.ts';

/** One question, so that there is a schema; it runs one statement and gives back who asked. */
@Resolver()
class ProbeResolver {
  @Query(() => String, { nullable: true })
  async person(@Arg('id', () => ID) id: string, @FromContext() ctx: Ctx): Promise<string> {
    if (id === 'fault') throw new Error(`column "name" of 张伟 in /srv/secret.ts:1`);
    await query(ctx.em, 'select 1');
    return `${ctx.claims.role}:${ctx.cookie('refresh') ?? ''}`;
  }
}

/** A subgraph of nothing but the kernel. */
export const startBare = (name: SubgraphName) => (config: SubgraphConfig) =>
  startSubgraph(
    {
      name,
      schema: { resolvers: [ProbeResolver], references: {} },
      database: { entities: [], migrations: [] },
      masks: {},
      loaders: () => undefined,
    },
    config,
  );

/** Two bare subgraphs: people as a source of events, vaccines as a reader of them. */
export const startBareStack = (adminUrl: string): Promise<Stack> =>
  startStack(adminUrl, { people: startBare('people'), vaccines: startBare('vaccines') });

/** A database with the kernel's tables that no server works on. @returns application's and owner's logins */
export async function openQuietDatabase(stack: Stack, name: SubgraphName) {
  const { databaseUrl, migratorUrl } = stack.configOf(name);
  const definition = { entities: [], migrations: [] };
  await migrate(migratorUrl, definition, new URL(databaseUrl).username);
  const [application, owner] = await Promise.all([
    openDatabase(databaseUrl, definition),
    openDatabase(migratorUrl, definition),
  ]);
  return {
    em: () => application.em.fork() as Em,
    ownerEm: () => owner.em.fork() as Em,
    async close(): Promise<void> {
      await application.close();
      await owner.close();
    },
  };
}

/** Context of a request as the server makes it, for a service called directly. */
export function contextOf(services: Services, caller: Partial<Claims> = {}): Ctx {
  const claims: Claims = { ...ANONYMOUS, account: 'nurse', role: 'vaccinator', ...caller };
  return {
    ...services,
    claims,
    em: services.orm.em.fork() as Em,
    requestId: 'request',
    loaders: undefined,
    setCookies: [],
    cookie: () => undefined,
    clientAddress: undefined,
    userAgent: undefined,
    scopeOf: (operation) => scopeFor(services.name, operation, claims),
  };
}

/** A binding of the n-th child, told apart by `bound`. */
export const bindingEvent = (n: number | string, bound = true): MiaobenEvent => ({
  type: 'binding.changed',
  accountId: 'parent',
  personId: `child-${n}`,
  bound,
});
