import type { AnyVariables } from '@urql/core';
import { useEffect } from 'preact/hooks';
import type { Operation } from '../../data/operation.ts';
import { type DataState, useData } from '../../data/use-data.ts';

/** A query asked again every so often while its answer says that something goes on. */
export function usePolled<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  goesOn: (data: Data) => boolean,
  everyMs: number,
): DataState<Data> {
  const state = useData(operation, variables);
  const { data, isLoading, refresh } = state;
  const isMoving = data !== undefined && goesOn(data);
  useEffect(() => {
    if (!isMoving || isLoading) return;
    const timer = setTimeout(refresh, everyMs);
    return () => clearTimeout(timer);
  }, [isMoving, isLoading, everyMs, refresh, data]);
  return state;
}
