import type { OperationResult } from '@urql/core';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { RoundPupils, type RoundPupilsQuery, type RoundPupilsQueryVariables } from '../../data/generated/school.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import type { RoundPupil } from './round.ts';

/** All pupils of a class (or of the school), page by page; `refresh` reads them again. */
export function useRoundPupils(roundId: string, classId: string | null) {
  const [pupils, setPupils] = useState<RoundPupil[]>();
  const [problem, setProblem] = useState<Problem>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    void readAll({ roundId, filter: { classId } }).then((read) => {
      if (isOver) return;
      setProblem(read.problem);
      if (read.pupils) setPupils(read.pupils);
    });
    return () => {
      isOver = true;
    };
  }, [roundId, classId, turn]);
  const refresh = useCallback(() => setTurn((n) => n + 1), []);
  return { pupils, problem, refresh };
}

async function readAll(
  variables: RoundPupilsQueryVariables,
): Promise<{ pupils?: RoundPupil[]; problem: Problem | undefined }> {
  const pupils: RoundPupil[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, error }: OperationResult<RoundPupilsQuery> = await client
      .query(RoundPupils, { ...variables, after })
      .toPromise();
    if (error || !data) return { problem: error ? problemOf(error) : { code: 'INTERNAL' } };
    pupils.push(...data.schoolPupils.nodes);
    if (!data.schoolPupils.pageInfo.hasNextPage) return { pupils, problem: undefined };
    after = data.schoolPupils.pageInfo.endCursor;
  }
}
