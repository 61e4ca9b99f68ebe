import { type Clock, type Em, type Keyring, newId, query } from '@miaoben/kernel';
import type { PupilChecked } from '@miaoben/schema';
import { ensureClasses } from '../school-round/school-round.repository.ts';
import { sealPupilIdentity } from './pupil-identity.ts';
import { type IntakeEntry, knownRow, listedAgain, newRow, pupilKey } from './pupil-intake.rules.ts';
import { type Actor, type PupilChange, writePupils } from './pupil-write.ts';
import { lockByKeys, type PupilRow } from './school-pupil.repository.ts';

/** Where pupils are taken in, by whom, and on which day they were judged. */
export interface Intake {
  readonly round: { readonly id: string };
  readonly school: { readonly id: string; readonly division: string };
  /** class of all of them; null: each entry names its own */
  readonly classId: string | null;
  readonly checkId: string | null;
  readonly checkDate: string;
  readonly actor: Actor;
}
export interface TakenPupil {
  readonly row: PupilRow;
  /** as it stood before; null for a new one */
  readonly before: PupilRow | null;
}

/**
 * Takes pupils into a round: each has one row there, new or brought up to date. A handful of statements for any number.
 * @returns the rows in the order of the entries, and the events to publish in the same transaction
 */
export async function takePupils(
  em: Em,
  { keyring, clock }: { keyring: Keyring; clock: Clock },
  intake: Intake,
  entries: readonly IntakeEntry[],
): Promise<{ taken: TakenPupil[]; events: PupilChecked[] }> {
  const { round, school, actor } = intake;
  const classIds = await classIdsOf(em, intake, entries);
  const keys = entries.map((e) => pupilKey(e, e.identity.sex));
  const rows = await lockByKeys(em, round.id, school.id, keys, [...new Set(entries.map((e) => e.nameBlind))]);
  const at = clock.now();
  const taken = new Map<string, { change: PupilChange; before: PupilRow | null }>();
  const order: string[] = [];
  for (const entry of entries) {
    const written = {
      class_id: classIds(entry),
      sealed: sealPupilIdentity(keyring, entry.identity),
      checker: actor.account,
      checked_on: intake.checkDate,
      check_id: intake.checkId,
    };
    const old = knownRow(entry, rows);
    const { row, steps } = old
      ? listedAgain(old, entry, written, clock.today())
      : newRow(
          {
            id: newId(),
            round_id: round.id,
            school_id: school.id,
            division: school.division,
            created_at: at.toISOString(),
            ...written,
          },
          entry,
        );
    taken.set(row.id, { change: { row, steps }, before: old ?? null });
    order.push(row.id);
  }
  const saved = await writePupils(
    em,
    at,
    actor,
    [...taken.values()].map((t) => t.change),
  );
  const byId = new Map(saved.rows.map((row) => [row.id, row]));
  return {
    taken: order.flatMap((id) => {
      const row = byId.get(id);
      return row ? [{ row, before: taken.get(id)?.before ?? null }] : [];
    }),
    events: saved.events,
  };
}

/** The class of each entry; those that are named and not there are made. */
async function classIdsOf(
  em: Em,
  { round, school, classId }: Intake,
  entries: readonly IntakeEntry[],
): Promise<(entry: IntakeEntry) => string | null> {
  if (classId !== null) return () => classId;
  const nameOf = (e: Pick<IntakeEntry, 'grade' | 'className'>) => `${e.grade}\0${e.className}`;
  const named = new Map(entries.filter((e) => e.grade !== '' || e.className !== '').map((e) => [nameOf(e), e]));
  const classes = await ensureClasses(
    em,
    { roundId: round.id, schoolId: school.id },
    [...named.values()].map((e) => ({ id: newId(), grade: e.grade, name: e.className })),
  );
  const ids = new Map(classes.map((c) => [nameOf({ grade: c.grade, className: c.name }), c.id]));
  return (entry) => ids.get(nameOf(entry)) ?? null;
}

/** Keys and names of the round's rows of a school, of those asked for: who is on the list already. */
export async function knownPupils(
  em: Em,
  roundId: string,
  schoolId: string,
  keys: readonly string[],
): Promise<Set<string>> {
  const rows = await query<{ pupil_key: string }>(
    em,
    'select pupil_key from school_pupil where round_id = $1 and school_id = $2 and pupil_key = any($3::text[])',
    [roundId, schoolId, keys],
  );
  return new Set(rows.map((r) => r.pupil_key));
}
