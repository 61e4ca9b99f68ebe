import type { AnyVariables } from '@urql/core';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { client } from './client.ts';
import type { Operation } from './operation.ts';
import { type Problem, problemOf } from './problem.ts';

interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A list read page by page. */
export interface Pages<Node> {
  /** undefined until the first page is there. */
  nodes: Node[] | undefined;
  problem: Problem | undefined;
  isLoading: boolean;
  hasMore: boolean;
  /** Reads the next page; after a problem, the same one again. */
  more: () => void;
  /** Puts a changed node in place of the one with the same `id`. */
  replace: (node: Node) => void;
}

/** Reads a keyset list: the first page at once, the others when asked for. Other variables start it anew. */
export function usePages<Data, Variables extends AnyVariables, Node>(
  operation: Operation<Data, Variables & { after?: string | null | undefined }>,
  variables: Variables,
  pageOf: (data: Data) => Page<Node>,
): Pages<Node> {
  const [state, setState] = useState<Omit<Pages<Node>, 'more' | 'replace'>>({
    nodes: undefined,
    problem: undefined,
    isLoading: true,
    hasMore: false,
  });
  const cursor = useRef<string | null>(null);
  const round = useRef(0);
  const key = JSON.stringify(variables);

  // `key` stands for the variables; `pageOf` never changes what it picks.
  const read = useCallback(async () => {
    const own = round.current;
    setState((old) => ({ ...old, isLoading: true, problem: undefined }));
    const result = await client.query(operation, { ...variables, after: cursor.current }).toPromise();
    if (own !== round.current) return;
    if (result.error || !result.data) {
      const problem: Problem = result.error ? problemOf(result.error) : { code: 'INTERNAL' };
      setState((old) => ({ ...old, isLoading: false, problem }));
      return;
    }
    const { nodes, pageInfo } = pageOf(result.data);
    cursor.current = pageInfo.endCursor;
    setState((old) => ({
      nodes: [...(old.nodes ?? []), ...nodes],
      problem: undefined,
      isLoading: false,
      hasMore: pageInfo.hasNextPage,
    }));
  }, [operation, key]);

  useEffect(() => {
    round.current += 1;
    cursor.current = null;
    setState({ nodes: undefined, problem: undefined, isLoading: true, hasMore: false });
    void read();
  }, [read]);

  const replace = (node: Node) =>
    setState((old) => ({ ...old, nodes: old.nodes?.map((held) => (idOf(held) === idOf(node) ? node : held)) }));
  return { ...state, more: () => void read(), replace };
}

const idOf = (node: unknown): unknown => (node as { id?: unknown }).id;
