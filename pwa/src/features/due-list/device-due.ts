import type { DueItem } from '../../offline/judge-due.ts';
import { judgeAll } from '../../offline/judge-host.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { dosesInPack, factsInPack, type PackData } from '../../offline/packs-data.ts';
import { historyOf, subjectOf } from '../../offline/packs-engine.ts';
import type { PackPerson } from '../../offline/packs-rows.ts';
import { heldSchedule } from '../../offline/schedule-held.ts';
import { dosesOnDevice, packPersonOf } from '../record/device.ts';
import { factsOnDevice, notYetIn, ownEntriesOf } from '../record/own-entries.ts';

/** Files that are called for nothing: the person is elsewhere, dead, or the file was closed. */
const NOT_CALLED = new Set(['moved_out', 'dead', 'cancelled']);

/** What was judged of a pack on a day by a document: per child its doses, and by which entries of the journal. */
interface Judged {
  key: string;
  marks: Map<string, string>;
  items: Map<string, DueItem[]>;
}

let kept: Judged | undefined;

/**
 * The due and overdue doses of a pack, by the day each could first be given. Judged once per pack, day and document;
 * afterwards only the children whom an entry of the journal concerns are judged anew.
 * @returns null when `signal` ended it
 */
export async function dueOnDevice(
  held: PackData,
  journal: readonly PlainEntry[],
  day: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<DueItem[] | null> {
  const { documentId } = await heldSchedule();
  const key = `${held.generation.id} ${documentId} ${day}`;
  const judged: Judged = kept?.key === key ? kept : { key, marks: new Map(), items: new Map() };

  const entries = notYetIn(journal, held.generation.takenAt ?? 0);
  const byPerson = new Map<string, PlainEntry[]>();
  for (const entry of entries) byPerson.set(entry.person, [...(byPerson.get(entry.person) ?? []), entry]);
  const files = filesOf(held, entries);
  const markOf = (id: string): string => (byPerson.get(id) ?? []).map(({ commandId }) => commandId).join();
  const isCurrent = (id: string): boolean => judged.marks.get(id) === markOf(id);
  const changed = files.filter(({ id }) => !isCurrent(id));
  const found = await judgeAll(
    changed.length,
    (index) => {
      // `judgeAll` asks for the children that are there.
      const person = changed[index]!;
      const own = ownEntriesOf(byPerson.get(person.id) ?? [], person.id);
      return {
        id: person.id,
        subject: subjectOf(person, factsOnDevice(factsInPack(held, person.id), own.facts)),
        history: historyOf(dosesOnDevice(dosesInPack(held, person.id), own.doses)),
      };
    },
    day,
    (done) => onProgress(changed.length === 0 ? 1 : done / changed.length),
    signal,
  );
  if (!found) return null;
  for (const { id } of changed) {
    judged.marks.set(id, markOf(id));
    judged.items.delete(id);
  }
  for (const item of found) {
    const items = judged.items.get(item.person);
    if (items) items.push(item);
    else judged.items.set(item.person, [item]);
  }
  kept = judged;
  return [...judged.items.values()]
    .flat()
    .sort((a, b) => (a.recommended < b.recommended ? -1 : a.recommended > b.recommended ? 1 : 0));
}

/** Every child to call: those of the pack and those filed here. */
function filesOf(held: PackData, entries: readonly PlainEntry[]): PackPerson[] {
  const own = entries.flatMap((entry) => (entry.kind === 'createPerson' ? [packPersonOf(entry)] : []));
  return [...held.persons.values(), ...own.filter(({ id }) => !held.persons.has(id))].filter(
    ({ registrationState }) => !NOT_CALLED.has(registrationState),
  );
}
