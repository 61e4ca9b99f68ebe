import { type Em, publish, query, type Services } from '@miaoben/kernel';
import type { PersonMerged } from '@miaoben/schema';
import { findHolders } from '../holder/holder.repository.ts';
import { followPersons } from './pupil-follow.ts';
import { type PupilChange, SELF, writePupils } from './pupil-write.ts';
import type { PupilRow } from './school-pupil.repository.ts';

/** Rows of open rounds that stand for the file, or stood for it before it was merged, locked. */
async function rowsOf(em: Em, { personId, survivorId }: PersonMerged): Promise<PupilRow[]> {
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p join school_round r on r.id = p.round_id
     where ${survivorId === null ? '$1 = any(p.merged_from)' : 'p.person_id = $1'} and p.state <> 'moved' and r.state = 'open'
     order by p.id for update of p`,
    [personId],
  );
}

/** The row under the file that stands for its pupil now; what was merged after the parted file leads elsewhere. */
function movedRow(row: PupilRow, { personId, survivorId }: PersonMerged): PupilRow {
  if (survivorId !== null) return { ...row, person_id: survivorId, merged_from: [...row.merged_from, personId] };
  return { ...row, person_id: personId, merged_from: row.merged_from.slice(0, row.merged_from.indexOf(personId)) };
}

/**
 * Lets the rows of pupils follow a merge of files and its undoing, and judges them by the record of the file they stand for now. In the
 * transaction of the event.
 * @throws UNAVAILABLE when vaccines does not answer: the events are taken again later
 */
export async function followMerges(
  em: Em,
  services: Pick<Services, 'peers' | 'keyring' | 'clock'>,
  events: readonly PersonMerged[],
): Promise<void> {
  const touched: string[] = [];
  for (const event of events) {
    const moved = (await rowsOf(em, event)).map((row) => movedRow(row, event));
    if (moved.length === 0) continue;
    const standing = event.survivorId ?? event.personId;
    const [holder] = await findHolders(em, [standing], { kind: 'all' });
    const step = event.survivorId === null ? 'file_parted' : 'file_merged';
    const changes = moved.map(
      (row): PupilChange => ({
        row: { ...row, clinic_id: holder?.managing_org_id ?? row.clinic_id },
        steps: [{ step }],
      }),
    );
    await publish(em, (await writePupils(em, services.clock.now(), SELF, changes)).events);
    touched.push(standing);
  }
  // vaccines may not have heard of the merge yet; it tells when the doses have moved.
  await followPersons(em, services, touched);
}
