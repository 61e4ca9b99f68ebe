import type { Em, Subscription } from '@miaoben/kernel';
import type { CoverageChanged, DoseChanged, MiaobenEvent, PersonChanged, PersonMerged } from '@miaoben/schema';
import { masksOf } from '../coverage/coverage.ingest.ts';
import { addToCells, lockRecipients, oneAtATime, writeRecipients } from './recipient.repository.ts';
import { CellSums, count, type HeldDose, householdOf, lateDoses, type Recipient } from './recipient.rules.ts';

type Heard = PersonChanged | PersonMerged | DoseChanged | CoverageChanged;
type Rows = Map<string, Recipient>;

const isHeard = (e: MiaobenEvent): e is Heard =>
  e.type === 'person.changed' ||
  e.type === 'person.merged' ||
  e.type === 'dose.changed' ||
  e.type === 'coverage.changed';

/** The file that stands for another one, through any number of merges. */
function rootOf(rows: Rows, id: string): string {
  for (let at = id, steps = 0; steps < 20; steps += 1) {
    const next = rows.get(at)?.survivor_id;
    if (!next || !rows.has(next)) return at;
    at = next;
  }
  return id;
}

/** An event that is handled again must not bring an older state back. */
function takePerson(rows: Rows, e: PersonChanged): void {
  const row = rows.get(e.personId);
  if (!row || e.version < row.version) return;
  rows.set(e.personId, {
    ...row,
    birth_date: e.birthDate,
    township: e.divisionCode,
    sex: e.sex,
    state: e.registrationState,
    // An older event of the same version does not know it: what was told once stays.
    household:
      e.householdType === undefined && e.version === row.version ? row.household : householdOf(e.householdType),
    version: e.version,
  });
}

function takeCounted(rows: Rows, e: CoverageChanged): void {
  const row = rows.get(e.personId);
  if (!row || e.version < row.slots_version) return;
  const late = lateDoses(e.slots);
  rows.set(e.personId, { ...row, done: masksOf(e.slots).done.toString(), late, slots_version: e.version });
}

const originOf = (e: DoseChanged): string => e.originPersonId ?? e.personId;

/** A dose stands with whoever it was recorded for, or with the file that stands for that one. */
function takeDose(rows: Rows, e: DoseChanged): void {
  const holder = [...rows.values()].find((r) => e.doseId in r.doses);
  if (e.state === 'voided') {
    if (!holder) return;
    const { [e.doseId]: _, ...doses } = holder.doses;
    rows.set(holder.person_id, { ...holder, doses });
    return;
  }
  // What came late for a merged file goes back with it when the merge is undone.
  const origin = holder?.doses[e.doseId]?.[4] ?? originOf(e);
  const target = holder ?? rows.get(rootOf(rows, origin));
  if (!target) return;
  const dose: HeldDose = [e.date, e.vaccine, e.clinicId ?? '', e.lot ?? '', origin];
  rows.set(target.person_id, { ...target, doses: { ...target.doses, [e.doseId]: dose } });
}

function takeMerge(rows: Rows, e: PersonMerged): void {
  const row = rows.get(e.personId);
  if (!row || e.version <= row.link_version) return;
  rows.set(e.personId, { ...row, survivor_id: e.survivorId, link_version: e.version });
  const moved = new Map<string, Record<string, HeldDose>>([...rows.keys()].map((id) => [id, {}]));
  for (const { doses } of rows.values())
    for (const [id, dose] of Object.entries(doses)) {
      const home = moved.get(rootOf(rows, dose[4]));
      if (home) home[id] = dose;
    }
  for (const [id, doses] of moved) rows.set(id, { ...rows.get(id)!, doses });
}

function take(rows: Rows, event: Heard): void {
  if (event.type === 'person.changed') takePerson(rows, event);
  else if (event.type === 'person.merged') takeMerge(rows, event);
  else if (event.type === 'dose.changed') takeDose(rows, event);
  else takeCounted(rows, event);
}

/** Takes over a batch in the transaction of its cursor: what is known of each person, and what that changes in the cells. */
export async function takeVaccinations(events: readonly MiaobenEvent[], em: Em): Promise<void> {
  const heard = events.filter(isHeard);
  if (heard.length === 0) return;
  await oneAtATime(em);
  const ids = heard.flatMap((e) => [e.personId, ...joinedWith(e)]);
  const before = await lockRecipients(em, [...new Set(ids)]);
  const after: Rows = new Map();
  const groups = joinedGroups(before, heard);
  for (const [group, own] of Map.groupBy(heard, (e) => groups.get(e.personId))) {
    const rows: Rows = new Map((group ?? []).map((id) => [id, before.get(id)!]));
    for (const event of own) take(rows, event);
    for (const [id, row] of rows) after.set(id, row);
  }
  const changed = [...after.values()].filter((row) => row !== before.get(row.person_id));
  const sums = new CellSums();
  for (const row of changed) {
    count(before.get(row.person_id)!, sums, -1);
    count(row, sums, 1);
  }
  await writeRecipients(em, changed);
  await addToCells(em, sums.list());
}

/** The other file an event is about. */
function joinedWith(e: Heard): string[] {
  if (e.type === 'person.merged') return e.survivorId ? [e.survivorId] : [];
  return e.type === 'dose.changed' && e.originPersonId ? [e.originPersonId] : [];
}

/** Files joined by merges, of before or of this batch, are worked on together: by file the whole group it is in. */
function joinedGroups(rows: Rows, heard: readonly Heard[]): Map<string, string[]> {
  const links = [...rows.values()].flatMap((r) => (r.survivor_id ? [[r.person_id, r.survivor_id] as const] : []));
  for (const e of heard) for (const other of joinedWith(e)) links.push([e.personId, other]);
  const groups = new Map([...rows.keys()].map((id) => [id, [id]]));
  for (const [a, b] of links) {
    const [one, other] = [groups.get(a), groups.get(b)];
    if (!one || !other || one === other) continue;
    one.push(...other);
    for (const id of other) groups.set(id, one);
  }
  return groups;
}

/** What recipients are known from: files and merges of people, doses and what counts of them of vaccines. */
export const vaccinationSubscriptions: readonly Subscription[] = [
  { source: 'people', types: ['person.changed', 'person.merged'], handle: takeVaccinations },
  { source: 'vaccines', types: ['dose.changed', 'coverage.changed'], handle: takeVaccinations },
];
