import { isOpen } from '@miaoben/sync';
import type { AnyVariables } from '@urql/core';
import { useEffect, useRef } from 'preact/hooks';
import type { Operation } from '../../data/operation.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { journal } from '../../offline/outbox-store.ts';

/** A kept answer of the server beside the journal, for lists that show both: asked again each time something was sent. */
export function useJournaled<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): {
  data: Data | undefined;
  /** when the server gave the answer (ms since 1970) */
  answeredAt: number;
  entries: readonly PlainEntry[];
  isLoading: boolean;
  problem: Problem | undefined;
  refresh: () => void;
} {
  const { data, takenAt, isLoading, problem, refresh } = useData(operation, variables, { keep: true });
  const answered = useRef({ data, at: 0 });
  if (answered.current.data !== data) answered.current = { data, at: Date.now() };
  const entries = journal.value;
  // What was sent meanwhile is the server's to tell.
  const waiting = entries.filter(isOpen).length;
  const before = useRef(waiting);
  useEffect(() => {
    if (waiting < before.current) refresh();
    before.current = waiting;
  }, [waiting, refresh]);
  return { data, answeredAt: takenAt ?? answered.current.at, entries, isLoading, problem, refresh };
}
