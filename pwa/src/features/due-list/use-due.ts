import { useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { ClinicDueList, type ClinicDueListQuery } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { problemOf } from '../../data/problem.ts';
import { currentDay } from '../../offline/day.ts';
import { journal } from '../../offline/outbox-store.ts';
import { dosesInPack, type PackData, pack } from '../../offline/packs-data.ts';
import { type DueRow, dueInPack } from '../../offline/packs-due.ts';
import { doseEntriesOf, dosesOnDevice, notYetIn, packPersonOf } from '../record/device.ts';

export type DueStatus = DueRow['status'];

export interface DueState {
  rows: readonly DueRow[];
  /** More on the server. */
  hasMore: boolean;
  isLoading: boolean;
  problem: Problem | null;
  /** Computed on this device; when its pack was made (ms since 1970). */
  takenAt: number | null;
  more: () => void;
}

type Node = ClinicDueListQuery['dueList']['nodes'][number];

const rowOf = ({ person, ...item }: Node): DueRow => ({
  person: {
    id: person.id,
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    township: person.residence.name,
    guardian: person.guardians[0]?.name ?? '',
    phone: person.guardians[0]?.phone ?? '',
  },
  series: item.series,
  seriesName: item.seriesName,
  dose: item.dose,
  status: item.status === 'overdue' ? 'overdue' : 'due',
  recommended: item.recommended,
  overdueFrom: item.overdueFrom ?? null,
});

/** What this device knows of each child, its own unsent doses and files included. */
function filesOnDevice(held: PackData) {
  const takenAt = held.generation.takenAt ?? 0;
  const entries = notYetIn(journal.peek(), takenAt);
  const own = entries.flatMap((entry) => (entry.kind === 'createPerson' ? [packPersonOf(entry)] : []));
  return [...held.persons.values(), ...own.filter(({ id }) => !held.persons.has(id))].map((person) => ({
    person,
    doses: dosesOnDevice(dosesInPack(held, person.id), doseEntriesOf(entries, person.id)),
  }));
}

/** The catch-up register of an area: the server's pages, or computed here from the pack when it is out of reach. */
export function useDue(division: string, status: DueStatus, series: string): DueState {
  const [state, setState] = useState<Omit<DueState, 'more'> & { after: string | null }>({
    rows: [],
    hasMore: false,
    isLoading: true,
    problem: null,
    takenAt: null,
    after: null,
  });
  const [wanted, setWanted] = useState<{ key: string; after: string | null }>({ key: '', after: null });
  const held = pack.value;
  const key = `${division} ${status} ${series}`;
  const after = wanted.key === key ? wanted.after : null;

  useEffect(() => {
    if (division === '') return;
    let isStale = false;
    setState((old) => ({
      ...old,
      isLoading: true,
      problem: null,
      ...(after === null && { rows: [], hasMore: false }),
    }));
    void (async () => {
      const variables = { division, status, series: series || null, after };
      const result = await client.query(ClinicDueList, variables).toPromise();
      if (isStale) return;
      if (result.data) {
        const { nodes, pageInfo } = (result.data as ClinicDueListQuery).dueList;
        setState((old) => ({
          rows: after === null ? nodes.map(rowOf) : [...old.rows, ...nodes.map(rowOf)],
          hasMore: pageInfo.hasNextPage,
          after: pageInfo.endCursor ?? null,
          isLoading: false,
          problem: null,
          takenAt: null,
        }));
        return;
      }
      const problem: Problem = result.error ? problemOf(result.error) : { code: 'INTERNAL' };
      const isAway = problem.code === 'OFFLINE' || problem.code === 'UNAVAILABLE';
      const { generation } = held ?? {};
      // A pack answers for its own area and what lies below it.
      if (!isAway || !held || !generation || !division.startsWith(generation.division)) {
        setState((old) => ({ ...old, isLoading: false, problem }));
        return;
      }
      const townships = new Map(held.codes.townships.map(({ code, name }) => [code, name]));
      const files = filesOnDevice(held).filter(({ person }) => person.residence.startsWith(division));
      const rows = await dueInPack(
        files,
        (code) => townships.get(code) ?? '',
        currentDay(),
        () => isStale,
      );
      if (!rows) return;
      const shown = rows.filter((row) => row.status === status && (series === '' || row.series === series));
      setState({
        rows: shown,
        hasMore: false,
        after: null,
        isLoading: false,
        problem: null,
        takenAt: generation.takenAt,
      });
    })();
    return () => {
      isStale = true;
    };
  }, [division, status, series, after, held]);

  return { ...state, more: () => setWanted({ key, after: state.after }) };
}
