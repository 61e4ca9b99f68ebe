import { type Exchange, type Operation, type OperationResult, stringifyVariables } from '@urql/core';
import { filter, fromPromise, map, merge, mergeMap, pipe, share } from 'wonka';
import { openStore, seal, unseal } from '../offline/store.ts';
import { isOperation } from './operation.ts';
import { problemOf } from './problem.ts';
import { account } from './session.ts';

/** Context of a query whose answer is kept on the device and served when the network is away. */
export const SNAPSHOT = { snapshot: true } as const;

/** Beside a result that came from the device. */
export interface SnapshotMark {
  /** When the server gave it, in ms since 1970. */
  takenAt: number;
}

/** The mark of a result that came from the device; null for one from the network. */
export const snapshotMark = (result: Pick<OperationResult, 'extensions'>): SnapshotMark | null =>
  (result.extensions?.snapshot as SnapshotMark | undefined) ?? null;

const isKept = (operation: Operation): boolean => operation.kind === 'query' && operation.context.snapshot === true;

function keyOf(operation: Operation): { holder: string; key: string } | null {
  const holder = account.peek()?.id;
  if (!holder || !isOperation(operation.query)) return null;
  return { holder, key: `${holder} ${operation.query.hash} ${stringifyVariables(operation.variables ?? {})}` };
}

async function read(operation: Operation): Promise<OperationResult | null> {
  const at = keyOf(operation);
  const held = at && (await (await openStore()).get('snapshots', at.key));
  const data = held ? await unseal<unknown>(held) : null;
  if (!held || data === null) return null;
  const mark: SnapshotMark = { takenAt: held.takenAt };
  return { operation, data, error: undefined, extensions: { snapshot: mark }, stale: false, hasNext: false };
}

async function write(result: OperationResult): Promise<void> {
  const at = keyOf(result.operation);
  if (!at) return;
  const value = { ...(await seal(result.data)), account: at.holder, takenAt: Date.now() };
  await (await openStore()).put('snapshots', value, at.key);
}

/** Keeps good answers; puts the kept one in place of an answer that did not come. */
async function settle(result: OperationResult): Promise<OperationResult> {
  if (!isKept(result.operation)) return result;
  if (!result.error && result.data) {
    await write(result);
    return result;
  }
  const code = result.error && problemOf(result.error).code;
  if (code !== 'OFFLINE' && code !== 'UNAVAILABLE') return result;
  return (await read(result.operation)) ?? result;
}

/**
 * Answers marked queries twice: at once from the device (as `stale`, with its age), then from the network. Without a
 * network the device's answer is the last word. Values are encrypted at rest and belong to one account.
 */
export const snapshotExchange: Exchange = ({ forward }) => {
  // Operations whose network answer is there already: the device must not overwrite it.
  const answered = new Set<number>();
  return (operations) => {
    const shared = pipe(operations, share);
    const fromDevice = pipe(
      shared,
      filter(isKept),
      mergeMap((operation) => {
        answered.delete(operation.key);
        return fromPromise(read(operation));
      }),
      filter((result): result is OperationResult => result !== null && !answered.has(result.operation.key)),
      map((result) => ({ ...result, stale: true })),
    );
    const fromNetwork = pipe(
      shared,
      forward,
      mergeMap((result) => fromPromise(settle(result))),
      map((result) => {
        answered.add(result.operation.key);
        return result;
      }),
    );
    return merge([fromDevice, fromNetwork]);
  };
};
