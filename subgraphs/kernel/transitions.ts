/** One edge of a state machine: who may do what in which state, and where it leads. */
export interface Transition<State extends string, Action extends string, Party extends string> {
  readonly from: State;
  readonly action: Action;
  readonly by: readonly Party[];
  readonly to: State;
  /** the words why are part of the act */
  readonly needsReason?: true;
}
export type Table<State extends string, Action extends string, Party extends string> = readonly Transition<
  State,
  Action,
  Party
>[];

/**
 * The edge an act takes.
 * @param parties what the one who acts is to this case
 * @returns `forbidden` when none of the parties may ever do so, `wrong_state` when not now
 */
export function edgeOf<S extends string, A extends string, P extends string>(
  table: Table<S, A, P>,
  from: S,
  action: A,
  parties: readonly P[],
): Transition<S, A, P> | 'forbidden' | 'wrong_state' {
  const own = table.filter((t) => t.action === action && t.by.some((p) => parties.includes(p)));
  if (own.length === 0) return 'forbidden';
  return own.find((t) => t.from === from) ?? 'wrong_state';
}

/** What the parties may do now. */
export const actionsOf = <S extends string, A extends string, P extends string>(
  table: Table<S, A, P>,
  from: S,
  parties: readonly P[],
): A[] => table.filter((t) => t.from === from && t.by.some((p) => parties.includes(p))).map((t) => t.action);

/** The table as a Mermaid drawing, as the README shows it. */
export function mermaidOf<S extends string, A extends string, P extends string>(
  table: Table<S, A, P>,
  first: readonly S[],
): string {
  return [
    'stateDiagram-v2',
    ...first.map((state) => `  [*] --> ${state}`),
    ...table.map(({ from, action, by, to }) => `  ${from} --> ${to}: ${action} (${by.join(', ')})`),
  ].join('\n');
}
