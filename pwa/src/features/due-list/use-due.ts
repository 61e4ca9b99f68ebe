import { useEffect, useMemo, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { ClinicDueList, type ClinicDueListQuery } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { problemOf } from '../../data/problem.ts';
import { locale } from '../../i18n/locale.ts';
import { journal } from '../../offline/outbox-store.ts';
import { type PackData, pack } from '../../offline/packs-data.ts';
import type { PackPerson } from '../../offline/packs-rows.ts';
import { packPersonOf } from '../record/device.ts';
import { personEntryOf } from '../record/own-entries.ts';
import { type DueRow, rowOfServer, rowOnDevice } from './due-row.ts';
import { useDeviceDue } from './use-device-due.ts';

export type DueStatus = DueRow['status'];

/** Rows shown at a time: thousands at once would hold a tablet up. */
const STEP = 100;

export interface DueState {
  rows: readonly DueRow[];
  hasMore: boolean;
  isLoading: boolean;
  /** Share of the children judged here, while that goes on. */
  progress: number | null;
  problem: Problem | null;
  /** Judged on this device; when its pack was made (ms since 1970). */
  takenAt: number | null;
  more: () => void;
  /** Shows every row there is on this device, e.g. to print them. */
  showAll: () => void;
}

interface ServerDue {
  rows: readonly DueRow[];
  after: string | null;
  hasMore: boolean;
  isLoading: boolean;
  problem: Problem | null;
}
const ASKING: ServerDue = { rows: [], after: null, hasMore: false, isLoading: true, problem: null };

const isAway = (problem: Problem | null): boolean => problem?.code === 'OFFLINE' || problem?.code === 'UNAVAILABLE';

/** The register of an area, page by page. */
function useServerDue(division: string, status: DueStatus, series: string) {
  const [state, setState] = useState(ASKING);
  const key = `${division} ${status} ${series}`;
  const [wanted, setWanted] = useState<{ key: string; after: string | null }>({ key: '', after: null });
  const after = wanted.key === key ? wanted.after : null;
  useEffect(() => {
    if (division === '') return;
    let isStale = false;
    setState((old) => (after === null ? ASKING : { ...old, isLoading: true, problem: null }));
    const variables = { division, status, series: series || null, after };
    void client
      .query(ClinicDueList, variables)
      .toPromise()
      .then((result) => {
        if (isStale) return;
        if (!result.data) {
          const problem: Problem = result.error ? problemOf(result.error) : { code: 'INTERNAL' };
          setState((old) => ({ ...old, isLoading: false, problem }));
          return;
        }
        const { nodes, pageInfo } = (result.data as ClinicDueListQuery).dueList;
        setState((old) => ({
          rows: after === null ? nodes.map(rowOfServer) : [...old.rows, ...nodes.map(rowOfServer)],
          hasMore: pageInfo.hasNextPage,
          after: pageInfo.endCursor ?? null,
          isLoading: false,
          problem: null,
        }));
      });
    return () => {
      isStale = true;
    };
  }, [division, status, series, after]);
  return { ...state, more: () => setWanted({ key, after: state.after }) };
}

/** A child of the pack, or one filed here and not on the server yet. */
function personOf(held: PackData, id: string): PackPerson | null {
  const filed = held.persons.get(id);
  if (filed) return filed;
  const entry = personEntryOf(journal.peek(), id);
  return entry ? packPersonOf(entry) : null;
}

/** The catch-up register of an area: the server's pages, or judged here from the pack when it is out of reach. */
export function useDue(division: string, status: DueStatus, series: string): DueState {
  const server = useServerDue(division, status, series);
  const held = pack.value;
  // A pack answers for its own area and what lies below it.
  const canJudge = held !== null && division !== '' && division.startsWith(held.generation.division);
  const isJudged = isAway(server.problem) && canJudge;
  const device = useDeviceDue(isJudged);
  const [limit, setLimit] = useState(STEP);
  useEffect(() => setLimit(STEP), [division, status, series]);
  const language = locale.value;
  const found = useMemo(() => {
    if (!isJudged || !held || !device.items) return null;
    const townships = new Map(held.codes.townships.map(({ code, name }) => [code, name]));
    return device.items.flatMap((item) => {
      if (item.status !== status || (series !== '' && item.series !== series)) return [];
      const person = personOf(held, item.person);
      if (!person?.residence.startsWith(division)) return [];
      const told = held.notGiven.get(person.id) ?? [];
      return [rowOnDevice(item, person, townships.get(person.residence) ?? '', told)];
    });
  }, [isJudged, held, device.items, division, status, series, language]);
  if (!isJudged) return { ...server, progress: null, takenAt: null, showAll: () => {} };
  return {
    rows: found?.slice(0, limit) ?? [],
    hasMore: (found?.length ?? 0) > limit,
    isLoading: found === null && !device.hasFailed,
    progress: device.progress,
    problem: device.hasFailed ? { code: 'INTERNAL' } : null,
    takenAt: held?.generation.takenAt ?? null,
    more: () => setLimit(limit + STEP),
    showAll: () => setLimit(Number.POSITIVE_INFINITY),
  };
}
