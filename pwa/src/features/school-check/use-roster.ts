import type { OperationResult, OperationResultSource } from '@urql/core';
import { useEffect, useState } from 'preact/hooks';
import { pipe, take, toPromise } from 'wonka';
import { client } from '../../data/client.ts';
import { SchoolCheck, SchoolCheckRows, type SchoolCheckRowsQuery } from '../../data/generated/school.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { SNAPSHOT, snapshotMark } from '../../data/snapshot-exchange.ts';
import { prefetch } from '../../data/use-data.ts';
import type { Pupil } from './roster.ts';

/** All pupils of a check. */
export interface Roster {
  pupils: Pupil[] | undefined;
  problem: Problem | undefined;
  /** Set while the pupils come from the device: when the server gave them (ms since 1970). */
  takenAt: number | undefined;
}

type Read = { ok: true; pupils: Pupil[]; takenAt: number | undefined } | { ok: false; problem: Problem };

/**
 * Reads the pages one after the other; each is kept on the device (encrypted).
 * @param source `device`: what is held there where something is held, without waiting for the network
 */
async function readPages(id: string, source: 'device' | 'network'): Promise<Read> {
  const pupils: Pupil[] = [];
  let after: string | null = null;
  let takenAt: number | undefined;
  for (;;) {
    const asked: OperationResultSource<OperationResult<SchoolCheckRowsQuery>> = client.query(
      SchoolCheckRows,
      { id, after },
      SNAPSHOT,
    );
    const result: OperationResult<SchoolCheckRowsQuery> = await (source === 'device'
      ? pipe(asked, take(1), toPromise)
      : asked.toPromise());
    if (result.error) return { ok: false, problem: problemOf(result.error) };
    const rows = result.data?.schoolCheck?.rows;
    if (!rows) return { ok: false, problem: { code: 'NOT_FOUND' } };
    pupils.push(...rows.nodes);
    takenAt ??= snapshotMark(result)?.takenAt;
    if (!rows.pageInfo.hasNextPage) return { ok: true, pupils, takenAt };
    after = rows.pageInfo.endCursor;
  }
}

/** Puts a check on the device whole, for a gate without a network. What is there already stays when the network is away. */
export async function keepCheck(id: string): Promise<void> {
  await Promise.all([prefetch(SchoolCheck, { id }), readPages(id, 'network')]);
}

/** The pupils of a check: at once from the device, then from the server; without a network the device's stand. Another `turn` reads again. */
export function useRoster(id: string | null, turn = 0): Roster {
  const [roster, setRoster] = useState<Roster>({ pupils: undefined, problem: undefined, takenAt: undefined });
  useEffect(() => {
    if (!id) return;
    let isOver = false;
    if (turn === 0) setRoster({ pupils: undefined, problem: undefined, takenAt: undefined });
    const show = (read: Read) => {
      if (isOver) return;
      if (read.ok) setRoster({ pupils: read.pupils, problem: undefined, takenAt: read.takenAt });
      else setRoster((old) => ({ ...old, problem: read.problem }));
    };
    void readPages(id, 'device').then(async (held) => {
      show(held);
      const isFromDevice = held.ok && held.takenAt !== undefined;
      if (isFromDevice && !isOver) show(await readPages(id, 'network'));
    });
    return () => {
      isOver = true;
    };
  }, [id, turn]);
  return roster;
}
