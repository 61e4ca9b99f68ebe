import type { AnyVariables } from '@urql/core';
import { useEffect, useRef } from 'preact/hooks';
import type { Operation } from './operation.ts';
import { type DataState, useData } from './use-data.ts';

const LONGEST_MS = 30_000;

/** Milliseconds to the next question: twice as long after each one in a row that was not answered, up to half a minute. */
export const pauseAfter = (everyMs: number, unanswered: number): number =>
  Math.min(everyMs * 2 ** unanswered, Math.max(everyMs, LONGEST_MS));

/** Acts after the pause; where nobody sees the page then, once somebody does. @returns what calls it off */
export function onceSeen(act: () => void, pauseMs: number): () => void {
  const look = () => {
    if (document.hidden) return document.addEventListener('visibilitychange', look, { once: true });
    act();
  };
  const timer = setTimeout(look, pauseMs);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
}

/**
 * A query asked again every so often while its answer says that something goes on: less and less often while the server does not answer,
 * and not while the page is hidden.
 * @param options `keep`: as of `useData`; an answer from the device is none of the server's
 */
export function usePolled<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  goesOn: (data: Data) => boolean,
  everyMs: number,
  options: { keep?: boolean } = {},
): DataState<Data> {
  const state = useData(operation, variables, options);
  const { data, problem, isLoading, takenAt, refresh } = state;
  const unanswered = useRef(0);
  const isMoving = data !== undefined && goesOn(data);
  useEffect(() => {
    if (!isMoving || isLoading) return;
    unanswered.current = problem || takenAt !== undefined ? unanswered.current + 1 : 0;
    return onceSeen(refresh, pauseAfter(everyMs, unanswered.current));
  }, [isMoving, isLoading, everyMs, refresh, data, problem, takenAt]);
  return state;
}
