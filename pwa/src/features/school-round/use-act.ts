import type { AnyVariables } from '@urql/core';
import { useState } from 'preact/hooks';
import { newId } from '../../data/new-id.ts';
import type { Operation } from '../../data/operation.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';

/** Runs mutations of a screen one at a time; what went wrong stays until the next one. */
export function useAct() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const act = async <Data, Variables extends AnyVariables>(
    operation: Operation<Data, Variables>,
    variables: Omit<Variables, 'commandId'>,
  ): Promise<Data | undefined> => {
    if (isBusy) return undefined;
    setBusy(true);
    setProblem(undefined);
    const answer = await mutate(operation, { commandId: newId(), ...variables } as unknown as Variables);
    setBusy(false);
    if (answer.ok) return answer.data;
    setProblem(answer.problem);
    return undefined;
  };
  return { act, isBusy, problem };
}
