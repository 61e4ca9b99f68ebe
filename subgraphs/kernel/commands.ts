import type { MiaobenEvent, SubgraphName } from '@miaoben/schema';
import { audit } from './audit.ts';
import type { Ctx } from './context.ts';
import { type Em, query } from './db.ts';
import { badInput, MiaobenError } from './errors.ts';
import { isUuidV7 } from './ids.ts';
import { publish } from './outbox.ts';

/** What a service hands back from inside the transaction of a command. */
export interface CommandResult<T> {
  /** JSON-serialisable; stored and given again on a replay */
  outcome: T;
  events?: MiaobenEvent[];
  /** opaque id of what was changed, for the audit line; never personal data */
  subject?: string;
  detail?: Record<string, unknown>;
}

/**
 * Thrown by the work of a command that misses something of another subgraph which may be on its way: the transaction ends, what the
 * source has published is taken over, and the work is done once more. Waiting for it inside would hold a connection of the pool that
 * the taking over needs, and ten such commands at a time would wait for each other.
 */
export class NotHeardOf extends Error {
  readonly source: SubgraphName;
  constructor(source: SubgraphName) {
    super(`something of ${source} is not known here yet`);
    this.source = source;
  }
}

/** What the work of a command is told. */
interface Attempt {
  /** true at the second attempt after `NotHeardOf`: what is missing now is missing for good */
  caughtUp: boolean;
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, v: unknown) =>
    v && typeof v === 'object' && !Array.isArray(v) && !(v instanceof Date)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  ) ?? 'null';

/**
 * Runs a mutation once per `commandId` (design section 6): change, events, audit line and outcome in one transaction;
 * a replay by the same account with the same input returns the stored outcome without doing anything.
 * @throws BAD_INPUT when the id is no UUIDv7; COMMAND_REUSED when it was used for another operation, account or input
 */
export async function runCommand<T>(
  ctx: Ctx,
  operation: string,
  commandId: string,
  input: unknown,
  work: (em: Em, attempt: Attempt) => Promise<CommandResult<T>>,
): Promise<T> {
  if (!isUuidV7(commandId)) throw badInput('commandId', 'format');
  // Keyed: what a person typed (a phone number, a reason) could be guessed from a plain hash.
  const hash = ctx.keyring.blind('command', canonical(input));
  const command = { operation, commandId, hash };
  try {
    return await attemptCommand(ctx, command, (em) => work(em, { caughtUp: false }));
  } catch (error) {
    if (!(error instanceof NotHeardOf)) throw error;
    await ctx.consumer.drain(error.source);
    return attemptCommand(ctx, command, (em) => work(em, { caughtUp: true }));
  }
}

async function attemptCommand<T>(
  ctx: Ctx,
  { operation, commandId, hash }: { operation: string; commandId: string; hash: string },
  work: (em: Em) => Promise<CommandResult<T>>,
): Promise<T> {
  return ctx.em.fork().transactional(async (inner) => {
    const em = inner as Em;
    // Two copies of one command at the same time: the second waits here and then finds the outcome.
    await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 7))', [commandId]);
    const [stored] = await query<{ operation: string; account_id: string; input_hash: string; outcome: T }>(
      em,
      'select operation, account_id, input_hash, outcome from command where id = $1',
      [commandId],
    );
    if (stored) {
      if (stored.operation !== operation || stored.account_id !== ctx.claims.account || stored.input_hash !== hash) {
        throw new MiaobenError('COMMAND_REUSED', { field: 'commandId' });
      }
      return stored.outcome;
    }
    const result = await work(em);
    await em.flush();
    await publish(em, result.events ?? []);
    await audit(em, ctx.claims, operation, result.subject, result.detail);
    await query(
      em,
      'insert into command (id, operation, account_id, input_hash, outcome) values ($1, $2, $3, $4, $5)',
      [commandId, operation, ctx.claims.account, hash, JSON.stringify(result.outcome ?? null)],
    );
    return result.outcome;
  });
}
