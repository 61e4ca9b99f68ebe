import type { AnyVariables } from '@urql/core';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { pipe, subscribe } from 'wonka';
import { client } from './client.ts';
import type { Operation } from './operation.ts';
import { type Answer } from './post.ts';
import { type Problem, problemOf } from './problem.ts';
import { SNAPSHOT, snapshotMark } from './snapshot-exchange.ts';

/** State of a query on a screen. */
export interface DataState<Data> {
  data: Data | undefined;
  /** Why there is no newer answer; `data` may still hold an older one. */
  problem: Problem | undefined;
  isLoading: boolean;
  /** Set while `data` comes from the device: when the server gave it (ms since 1970). */
  takenAt: number | undefined;
  /** Asks again. */
  refresh: () => void;
}

/**
 * Runs a query while the screen stands. With `keep` its answer is stored on the device (encrypted), shown at once next
 * time, and served without a network.
 */
export function useData<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  { keep = false, pause = false }: { keep?: boolean; pause?: boolean } = {},
): DataState<Data> {
  const [state, setState] = useState<Omit<DataState<Data>, 'refresh'>>({
    data: undefined,
    problem: undefined,
    isLoading: !pause,
    takenAt: undefined,
  });
  const [round, setRound] = useState(0);
  const key = `${operation.hash} ${JSON.stringify(variables)}`;
  const shown = useRef('');

  // `key` stands for operation and variables; `round` asks again.
  useEffect(() => {
    if (pause) return;
    const isSame = shown.current === key;
    shown.current = key;
    setState((old) => ({
      data: isSame ? old.data : undefined,
      takenAt: isSame ? old.takenAt : undefined,
      problem: undefined,
      isLoading: true,
    }));
    let isAnswered = false;
    const { unsubscribe } = pipe(
      client.query(operation, variables, keep ? SNAPSHOT : {}),
      subscribe((result) => {
        // urql gives the answer out again, as stale, when another part of the screen asks the same: no reason to load anew. A screen that
        // took that part away while it loads would put it back with the answer, and so ask for ever.
        if (isAnswered && result.stale) return;
        isAnswered = !result.stale;
        setState((old) => ({
          data: (result.data as Data | undefined) ?? old.data,
          problem: result.error ? problemOf(result.error) : undefined,
          isLoading: result.stale,
          takenAt: result.data ? snapshotMark(result)?.takenAt : old.takenAt,
        }));
      }),
    );
    return unsubscribe;
  }, [key, keep, pause, round]);

  return { ...state, refresh: useCallback(() => setRound((n) => n + 1), []) };
}

/** Fetches a kept query ahead of need, so that its screen opens without a network. */
export async function prefetch<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<void> {
  await client.query(operation, variables, SNAPSHOT).toPromise();
}

/** Runs a mutation once. Never throws. `variables.commandId` makes a repeat harmless. */
export async function mutate<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const result = await client.mutation(operation, variables).toPromise();
  if (result.error) return { ok: false, problem: problemOf(result.error) };
  return { ok: true, data: result.data as Data };
}
