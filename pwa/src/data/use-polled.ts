import type { AnyVariables } from '@urql/core';
import { useEffect } from 'preact/hooks';
import type { Operation } from '../../data/operation.ts';
import { type DataState, useData } from '../../data/use-data.ts';

const AFTER_FAULT_MS = 15_000;

/** A query asked again every so often while its answer says that something goes on; seldom while it is refused. */
export function usePolled<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  goesOn: (data: Data) => boolean,
  everyMs: number,
): DataState<Data> {
  const state = useData(operation, variables);
  const { data, problem, isLoading, refresh } = state;
  const isMoving = data !== undefined && goesOn(data);
  useEffect(() => {
    if (!isMoving || isLoading) return;
    const timer = setTimeout(refresh, problem ? Math.max(everyMs, AFTER_FAULT_MS) : everyMs);
    return () => clearTimeout(timer);
  }, [isMoving, isLoading, everyMs, refresh, data, problem]);
  return state;
}
