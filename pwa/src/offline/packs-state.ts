import type { Sealed } from './store.ts';

export const PARTS = ['persons', 'doses'] as const;
export type Part = (typeof PARTS)[number];

/** One page as it came, sealed under the vault's key. */
export interface PackPage {
  rows: Sealed;
}

/** How far one part is. The cursor continues after a lost link or a closed tab. */
export interface PartState {
  pages: number;
  rows: number;
  total: number;
  cursor: string | null;
  finished: boolean;
}

/** One loading of the pack, from its first page on. */
export interface Generation {
  /** Prefix of its pages' keys; begins with the account. */
  id: string;
  division: string;
  divisionName: string;
  startedAt: number;
  /** When the server read the first page (ms since 1970): what was recorded later may be missing. */
  takenAt: number | null;
  parts: Record<Part, PartState>;
  /** Schedule document in use when the pack was made; null: the app's own. Absent in packs of earlier versions. */
  scheduleId?: string | null;
  /** Code lists, sealed: vaccines, products, lots on hand, townships, settings. */
  codes: Sealed | null;
}

/** `current` is complete and in use; `loading` replaces it when its last page and the code lists are there. */
export interface PackState {
  account: string;
  current: Generation | null;
  loading: Generation | null;
}

/** A broken-off loading older than this begins anew: its first pages have aged. */
export const RESUME_MS = 6 * 3_600_000;
/** A pack older than this is loaded again by itself when there is a network. */
export const REFRESH_MS = 12 * 3_600_000;

/** A part before its first page. */
const nothing = (): PartState => ({ pages: 0, rows: 0, total: 0, cursor: null, finished: false });

export function newGeneration(
  account: string,
  division: { code: string; name: string },
  now: number,
  unique: string,
): Generation {
  return {
    id: `${account}/${unique}`,
    division: division.code,
    divisionName: division.name,
    startedAt: now,
    takenAt: null,
    parts: { persons: nothing(), doses: nothing() },
    codes: null,
  };
}

/** Whether a broken-off loading is worth continuing. */
export const canResume = (loading: Generation | null, division: string, now: number): loading is Generation =>
  loading !== null && loading.division === division && now - loading.startedAt < RESUME_MS;

/** The part to go on with; null when all are through. */
export const nextPart = (generation: Generation): Part | null =>
  PARTS.find((part) => !generation.parts[part].finished) ?? null;

/** The state after one more page. */
export function withPage(
  generation: Generation,
  part: Part,
  page: { rows: number; cursor: string | null; complete: boolean; total: number; takenAt: string },
): Generation {
  const before = generation.parts[part];
  return {
    ...generation,
    takenAt: generation.takenAt ?? Date.parse(page.takenAt),
    parts: {
      ...generation.parts,
      [part]: {
        pages: before.pages + 1,
        rows: before.rows + page.rows,
        total: page.total,
        cursor: page.cursor,
        finished: page.complete,
      },
    },
  };
}

/** Share of a loading that is there, 0 to 1. */
export function progressOf({ parts }: Generation): number {
  const shares = PARTS.map((part) => {
    const { rows, total, finished } = parts[part];
    return finished ? 1 : total === 0 ? 0 : Math.min(1, rows / total);
  });
  return shares.reduce((sum, share) => sum + share, 0) / PARTS.length;
}

export const pagesOf = (generation: string): IDBKeyRange => IDBKeyRange.bound([generation], [generation, []]);
export const pagesOfAccount = (account: string): IDBKeyRange =>
  IDBKeyRange.bound([`${account}/`], [`${account}/\uffff`, []]);
