/** The parts of a pack, in the order in which they are loaded: records without their person would be shown to nobody. */
export const PARTS = ['persons', 'doses'] as const;
export type Part = (typeof PARTS)[number];

/** How far one part is. The cursor continues after a lost link or a closed tab. */
export interface PartState {
  pages: number;
  rows: number;
  total: number;
  cursor: string | null;
  finished: boolean;
  /** Where the changes after this load begin. Absent in packs of earlier versions: those are loaded whole once more. */
  position?: string | null;
  /** The position under way while changes are loaded: it takes the place of `position` with their last page. */
  next?: string | null;
}

/** One loading of the pack, from its first page on. */
export interface Generation<Codes = unknown> {
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
  /** Code lists as the device keeps them: vaccines, products, lots on hand, townships, settings. */
  codes: Codes | null;
}

/** `current` is complete and in use; `loading` replaces it when its last page and the code lists are there. */
export interface PackState<Codes = unknown> {
  account: string;
  current: Generation<Codes> | null;
  loading: Generation<Codes> | null;
}

/** A broken-off loading older than this begins anew: its first pages have aged. */
export const RESUME_MS = 6 * 3_600_000;
/** A pack older than this is loaded again by itself when there is a network. */
export const REFRESH_MS = 12 * 3_600_000;

/** A part before its first page. */
const nothing = (): PartState => ({ pages: 0, rows: 0, total: 0, cursor: null, finished: false });

export function newGeneration<Codes>(
  account: string,
  division: { code: string; name: string },
  now: number,
  unique: string,
): Generation<Codes> {
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
export const canResume = <G extends Generation>(loading: G | null, division: string, now: number): loading is G =>
  loading !== null && loading.division === division && now - loading.startedAt < RESUME_MS;

/** The part to go on with; null when all are through. */
export const nextPart = (generation: Generation): Part | null =>
  PARTS.find((part) => !generation.parts[part].finished) ?? null;

/** What a page of a load says besides its rows. */
export interface PageFacts {
  /** rows on this page */
  rows: number;
  cursor: string | null;
  complete: boolean;
  total: number;
  takenAt: string;
  position: string;
}

/** The state after one more page of the whole pack. */
export function withPage<G extends Generation>(generation: G, part: Part, page: PageFacts): G {
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
        // Of the whole load: the changes after it have cursors of their own.
        cursor: page.complete ? null : page.cursor,
        finished: page.complete,
        // Of the first page: what changed while the others came is told with the next changes.
        position: before.position ?? page.position,
      },
    },
  };
}

/** Changes are pages too; from so many on, opening them costs more than a whole load saves. */
const MOST_PAGES = 120;

/** Whether only the changes since the last load need to be fetched. */
export const canUpdate = <G extends Generation>(current: G | null, division: string): current is G =>
  current !== null &&
  current.division === division &&
  PARTS.every((part) => current.parts[part].finished && current.parts[part].position != null) &&
  PARTS.reduce((sum, part) => sum + current.parts[part].pages, 0) < MOST_PAGES;

/** Where broken-off changes go on; null: they begin. Packs of earlier versions still hold the last cursor of their whole load. */
export const resumedAt = ({ next, cursor }: PartState): string | null => (next == null ? null : cursor);

/**
 * The state after one more page of changes. Position and page are written together, so that a closed tab asks again for exactly what is
 * not there yet; changes that come twice do no harm, each carries the whole row.
 */
export function withChanges<G extends Generation>(generation: G, part: Part, page: PageFacts): G {
  const before = generation.parts[part];
  const next = before.next ?? page.position;
  return {
    ...generation,
    takenAt: page.complete ? Date.parse(page.takenAt) : generation.takenAt,
    parts: {
      ...generation.parts,
      [part]: {
        ...before,
        // A page without rows is not kept.
        pages: before.pages + (page.rows > 0 ? 1 : 0),
        cursor: page.complete ? null : page.cursor,
        position: page.complete ? next : before.position,
        next: page.complete ? null : next,
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
