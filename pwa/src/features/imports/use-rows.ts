import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ImportRowState } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { type ImportKind, KINDS, type KindName, type Row } from './kinds.ts';

/** Rows of an import in one state, page by page; a reload fetches as many as were shown. */
export function useRows(kind: KindName, id: string, state: ImportRowState | null) {
  const [page, setPage] = useState<{ rows: readonly Row[]; after: string | null; hasMore: boolean }>({
    rows: [],
    after: null,
    hasMore: false,
  });
  const [isLoading, setLoading] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let isStale = false;
    setLoading(true);
    setProblem(null);
    void (async () => {
      const wanted = Math.max(1, round === 0 ? 1 : Math.ceil(page.rows.length / 50));
      const rows: Row[] = [];
      let after: string | null = null;
      let hasMore = true;
      for (let n = 0; n < wanted && hasMore; n += 1) {
        const answer: Awaited<ReturnType<ImportKind['rows']>> = await KINDS[kind].rows(id, state, after);
        if (isStale) return;
        if (!answer.ok || !answer.data) {
          setProblem(answer.ok ? { code: 'NOT_FOUND' } : answer.problem);
          setLoading(false);
          return;
        }
        rows.push(...answer.data.nodes);
        after = answer.data.pageInfo.endCursor ?? null;
        hasMore = answer.data.pageInfo.hasNextPage;
      }
      setPage({ rows, after, hasMore });
      setLoading(false);
    })();
    return () => {
      isStale = true;
    };
    // `page` is what was shown before, not a reason to load.
  }, [kind, id, state, round]);

  const more = useCallback(() => {
    setLoading(true);
    void KINDS[kind].rows(id, state, page.after).then((answer) => {
      setLoading(false);
      if (!answer.ok || !answer.data) return setProblem(answer.ok ? { code: 'NOT_FOUND' } : answer.problem);
      const { nodes, pageInfo } = answer.data;
      setPage((old) => ({
        rows: [...old.rows, ...nodes],
        after: pageInfo.endCursor ?? null,
        hasMore: pageInfo.hasNextPage,
      }));
    });
  }, [kind, id, state, page.after]);

  return { ...page, isLoading, problem, more, reload: useCallback(() => setRound((n) => n + 1), []) };
}
