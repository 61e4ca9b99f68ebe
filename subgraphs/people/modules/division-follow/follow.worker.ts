import {
  audit,
  type BackgroundWork,
  type Em,
  publish,
  type Services,
  type Subscription,
  stepFailed,
} from '@miaoben/kernel';
import { alone } from '@miaoben/kernel/alone';
import { type DivisionColumn, followRows } from '@miaoben/kernel/division-rows';
import { followSettings } from '@miaoben/kernel/division-settings';
import { inRounds } from '@miaoben/kernel/rounds';
import type { DivisionsChanged, MiaobenEvent } from '@miaoben/schema';
import { rewriteFile } from '../person/person.change.ts';
import { lockPerson, openFile } from '../person/person.repository.ts';
import {
  addFollowed,
  beginFollow,
  changeTownships,
  endFollow,
  type FollowedFile,
  type FollowRow,
  filesIn,
  nextFollow,
  noteFollow,
  placeCases,
  placeHouseholds,
  settleFollowed,
  writtenFiles,
} from './follow.repository.ts';
import { followed, type Places, returned, samePlaces } from './follow.rules.ts';

type Base = Pick<Services, 'orm' | 'keyring' | 'clock' | 'consumer'>;
const BATCH = 200;
const LOCK = 'division-follow';
/** Reports of deaths and newborns stand in a division of their own, whether or not they have a file. */
const COLUMNS: readonly DivisionColumn[] = [
  { table: 'death_report', column: 'division', unit: 't.unit' },
  { table: 'newborn', column: 'division' },
];

export const divisionSubscription = ({ clock }: Pick<Services, 'clock'>): Subscription => ({
  source: 'identity',
  types: ['divisions.changed'],
  async handle(events, em) {
    for (const event of events as DivisionsChanged[]) {
      await changeTownships(em, event);
      await followSettings(em, 'people_setting', event);
      await followRows(em, COLUMNS, event);
      await beginFollow(em, event, clock.now());
    }
  },
});

/** Rewrites one file with what `change` makes of its places. @returns undefined when nothing changes */
async function rewrite(
  em: Em,
  base: Base,
  { event, order_id }: FollowRow,
  id: string,
  change: (file: ReturnType<typeof openFile>) => Places,
): Promise<{ row: FollowedFile; events: MiaobenEvent[] } | undefined> {
  const { keyring } = base;
  const person = await lockPerson(em, id, { reach: { kind: 'all' }, organisation: undefined });
  if (!person) return undefined;
  const file = openFile(keyring, person);
  const after = change(file);
  if (samePlaces(file, after)) return undefined;
  const claims = { account: event.by, role: event.role };
  const { event: told, changed } = await rewriteFile(em, { keyring, claims }, person, file, { ...file, ...after });
  const operation = event.isUndone ? 'Mutation.undoDivisionOrder' : 'Mutation.changeDivisions';
  await audit(em, claims, operation, id, { order: order_id, changed });
  const before = { residence: file.residence, registeredDivision: file.registeredDivision };
  return { row: { person_id: id, before, after }, events: told ? [told] : [] };
}

/** The next files go where their divisions went. @returns false when none is left */
async function forth(em: Em, base: Base, follow: FollowRow): Promise<boolean> {
  const { successions } = follow.event;
  const ids = await filesIn(
    em,
    successions.map((one) => one.from),
    follow.last_person,
    BATCH,
  );
  const last = ids.at(-1);
  if (last === undefined) return false;
  const rows: FollowedFile[] = [];
  const events: MiaobenEvent[] = [];
  // In the order of their ids, as whoever else locks several files does.
  for (const id of ids) {
    const done = await rewrite(em, base, follow, id, (file) => followed(file, successions));
    if (!done) continue;
    rows.push(done.row);
    events.push(...done.events);
  }
  await addFollowed(em, follow.order_id, rows);
  await publish(em, events);
  await noteFollow(em, follow.order_id, last, { written: rows.length });
  return true;
}

/** The next files come back; one that went elsewhere since stays. @returns false when none is left */
async function back(em: Em, base: Base, follow: FollowRow): Promise<boolean> {
  const { order_id } = follow;
  const rows = await writtenFiles(em, order_id, BATCH);
  if (rows.length === 0) return straysBack(em, base, follow);
  const events: MiaobenEvent[] = [];
  const restored: string[] = [];
  for (const { person_id, before, after } of rows) {
    const done = await rewrite(em, base, follow, person_id, (file) => (samePlaces(file, after) ? before : file));
    if (!done) continue;
    restored.push(person_id);
    events.push(...done.events);
  }
  const kept = rows.map((row) => row.person_id).filter((id) => !restored.includes(id));
  await settleFollowed(em, order_id, 'restored', restored);
  await settleFollowed(em, order_id, 'kept', kept);
  await publish(em, events);
  await noteFollow(em, order_id, null, { restored: restored.length, kept: kept.length });
  return true;
}

/** What came meanwhile to a division that ends cannot stay there. @returns false when nothing is left */
async function straysBack(em: Em, base: Base, follow: FollowRow): Promise<boolean> {
  const { removed, successions } = follow.event;
  const ids = await filesIn(em, removed, follow.last_person, BATCH);
  const last = ids.at(-1);
  if (last === undefined) return false;
  const events: MiaobenEvent[] = [];
  for (const id of ids) {
    const done = await rewrite(em, base, follow, id, (file) => returned(file, successions, removed));
    events.push(...(done?.events ?? []));
  }
  await publish(em, events);
  await noteFollow(em, follow.order_id, last, {});
  return true;
}

/** One step of the oldest work. @returns false when none waits, or another process is at it */
export async function followStep(base: Base): Promise<boolean> {
  let did = false;
  await alone(base.orm.em.fork() as Em, LOCK, async () => {
    did = await base.orm.em.fork().transactional(async (inner) => {
      const em = inner as Em;
      const follow = await nextFollow(em);
      if (!follow) return false;
      if (await (follow.state === 'running' ? forth(em, base, follow) : back(em, base, follow))) return true;
      const codes = follow.event.successions.flatMap(({ from, to }) => [from, to]);
      await placeCases(em, [...new Set(codes)]);
      await placeHouseholds(em, follow);
      await endFollow(em, follow.order_id, follow.state === 'running' ? 'done' : 'undone', base.clock.now());
      return true;
    });
  });
  return did;
}

export const watchDivisions = (services: Services): BackgroundWork =>
  inRounds(
    () => followStep(services),
    async (error) => {
      stepFailed(services.log, error, {}, 'files could not follow a change of divisions');
    },
  );
