import type { Refusal } from './journal.ts';
import {
  canResume,
  canUpdate,
  type Generation,
  newGeneration,
  nextPart,
  PARTS,
  type PackState,
  type PageFacts,
  type Part,
  resumedAt,
  withChanges,
  withPage,
} from './pack.ts';

/** A page as the server sends it. */
export interface PackPageAnswer extends Omit<PageFacts, 'rows'> {
  rows: readonly string[];
  gone: readonly string[];
}
export type PackAnswer<P extends Refusal, T> = { ok: true; data: T } | { ok: false; problem: P };

/** Where the pack lies. Each call is one transaction. */
export interface PackStore<Codes> {
  read(): Promise<PackState<Codes>>;
  /** Keeps a state; pages of the generation named in `drop` go. */
  keep(state: PackState<Codes>, drop?: string): Promise<void>;
  /** Keeps one page (its rows, and the ids that are gone) and the state that counts it. */
  keepPage(
    state: PackState<Codes>,
    at: { generation: string; part: Part; page: number },
    rows: readonly string[],
    gone: readonly string[],
  ): Promise<void>;
}

/** What loading needs of the world. */
export interface PullPorts<Codes, P extends Refusal> {
  readonly account: string;
  readonly division: { code: string; name: string };
  readonly store: PackStore<Codes>;
  page(
    part: Part,
    ask: { division: string; after: string | null; since: string | null },
  ): Promise<PackAnswer<P, PackPageAnswer>>;
  /** Code lists, ready to be kept. */
  codes(): Promise<PackAnswer<P, { codes: Codes; scheduleId: string | null }>>;
  now(): number;
  newId(): string;
  progress?(generation: Generation<Codes>): void;
}

/**
 * Brings the pack of a division up to date: its changes where a whole load is there, else the whole, going on where an earlier try broke
 * off. The pack in use stays in use until the new one is complete; the mark that it is, is written last.
 */
export async function pull<Codes, P extends Refusal>(
  ports: PullPorts<Codes, P>,
): Promise<PackAnswer<P, 'whole' | 'changes'>> {
  const state = await ports.store.read();
  if (canUpdate(state.current, ports.division.code)) {
    const answer = await update(ports, state, state.current);
    // A position the server does not know any more (another account, keys made anew): begin from the beginning.
    if (answer.ok || answer.problem.code !== 'BAD_INPUT') return answer;
  }
  return whole(ports, state);
}

async function whole<Codes, P extends Refusal>(
  ports: PullPorts<Codes, P>,
  state: PackState<Codes>,
): Promise<PackAnswer<P, 'whole'>> {
  const { account, division, store, now } = ports;
  const begun = canResume(state.loading, division.code, now()) ? state.loading : null;
  let generation = begun ?? newGeneration<Codes>(account, division, now(), ports.newId());
  if (!begun) await store.keep({ ...state, loading: generation }, state.loading?.id);
  for (let part = nextPart(generation); part; part = nextPart(generation)) {
    ports.progress?.(generation);
    const { cursor, pages } = generation.parts[part];
    const answer = await ports.page(part, { division: division.code, after: cursor, since: null });
    if (!answer.ok) return answer;
    const { rows, gone, ...facts } = answer.data;
    generation = withPage(generation, part, { ...facts, rows: rows.length });
    // Page and cursor in one transaction: a closed tab continues exactly behind the last page that is there.
    await store.keepPage(
      { ...state, loading: generation },
      { generation: generation.id, part, page: pages },
      rows,
      gone,
    );
  }
  const codes = await ports.codes();
  if (!codes.ok) return codes;
  const complete = { account, current: { ...generation, ...codes.data }, loading: null };
  await store.keep(complete, state.current?.id);
  // A load that was broken off hours ago is complete as of then: what changed since comes at once, not at the next contact.
  if (begun) {
    const news = await update(ports, complete, complete.current);
    if (!news.ok) return news;
  }
  return { ok: true, data: 'whole' };
}

async function update<Codes, P extends Refusal>(
  ports: PullPorts<Codes, P>,
  state: PackState<Codes>,
  current: Generation<Codes>,
): Promise<PackAnswer<P, 'changes'>> {
  const { store } = ports;
  let generation = current;
  for (const part of PARTS) {
    // Changes broken off earlier are complete as of then: what came since is asked for at once, not at the next contact.
    let isResumed = resumedAt(generation.parts[part]) !== null;
    for (let isMore = true; isMore; ) {
      const { pages, position } = generation.parts[part];
      const after = resumedAt(generation.parts[part]);
      const answer = await ports.page(part, { division: current.division, after, since: position ?? null });
      if (!answer.ok) return answer;
      const { rows, gone, ...facts } = answer.data;
      generation = withChanges(generation, part, { ...facts, rows: rows.length + gone.length });
      const next = { ...state, current: generation };
      if (rows.length + gone.length === 0) await store.keep(next);
      else await store.keepPage(next, { generation: generation.id, part, page: pages }, rows, gone);
      isMore = !facts.complete || isResumed;
      if (facts.complete) isResumed = false;
    }
  }
  const codes = await ports.codes();
  if (!codes.ok) return codes;
  await store.keep({ ...state, current: { ...generation, ...codes.data } });
  return { ok: true, data: 'changes' };
}
