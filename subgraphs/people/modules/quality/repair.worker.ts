import { audit, type Em, publish, type Services } from '@miaoben/kernel';
import type { MiaobenEvent, Role } from '@miaoben/schema';
import { voidStaleMove } from '../move/move.advance.ts';
import { rewriteFile } from '../person/person.change.ts';
import { lockPerson, openFile } from '../person/person.repository.ts';
import { listFindings } from './finding.repository.ts';
import { checkedFiles } from './quality.check.ts';
import { ruleOf } from './quality.rules.ts';
import {
  addRows,
  moveRepair,
  nextRepair,
  type RepairedFile,
  type RepairRow,
  rowsIn,
  settleRows,
} from './repair.repository.ts';
import { type Change, proposed, standsAs } from './repair.rules.ts';

type Base = Pick<Services, 'orm' | 'keyring' | 'clock'>;
const BATCH = 200;
export const CHANGE_SEALED = 'quality_repair_row.change';

/** Looks at the next files of a batch and writes down what is proposed for each. */
async function prepare(em: Em, base: Base, repair: RepairRow): Promise<void> {
  const rule = ruleOf(repair.rule);
  const { last_person, clinic, desk } = repair;
  const key = last_person === null ? undefined : [repair.rule, last_person];
  const found = rule
    ? await listFindings(em, desk, { rules: [rule.id], clinic }, { first: BATCH, limit: BATCH, key })
    : [];
  const last = found.at(-1);
  if (!rule || !last) return moveRepair(em, repair.id, 'ready');
  const checked = await checkedFiles(
    em,
    base,
    found.map((f) => f.person_id),
  );
  const rows = checked.map((one): RepairedFile => {
    const outcome = proposed(rule, one);
    const person_id = one.file.id;
    if (typeof outcome === 'string') return { person_id, state: 'refused', reason: outcome, change_sealed: null };
    return {
      person_id,
      state: 'ready',
      reason: null,
      change_sealed: base.keyring.seal(JSON.stringify(outcome), CHANGE_SEALED),
    };
  });
  await addRows(em, repair.id, last.person_id, rows);
}

/** Sets the fields of one file to one side of its change, if they still stand as the other. @returns false when they do not */
async function set(
  em: Em,
  base: Base,
  repair: RepairRow,
  row: RepairedFile,
  direction: 'forth' | 'back',
): Promise<{ done: boolean; events: MiaobenEvent[] }> {
  const { keyring } = base;
  const person = await lockPerson(em, row.person_id, { reach: { kind: 'all' }, organisation: undefined });
  if (!person || row.change_sealed === null) return { done: false, events: [] };
  const { before, after } = JSON.parse(keyring.open(row.change_sealed, CHANGE_SEALED)) as Change;
  const [from, to] = direction === 'forth' ? [before, after] : [after, before];
  const file = openFile(keyring, person);
  if (!standsAs(file, from)) return { done: false, events: [] };
  const claims = { account: repair.by_account, role: repair.by_role as Role };
  const { event, changed } = await rewriteFile(em, { keyring, claims }, person, file, { ...file, ...to });
  const events: MiaobenEvent[] = event ? [event] : [];
  if (to.registrationState === 'dead') {
    await voidStaleMove(em, base, { ...person, registration_state: 'dead' });
  }
  await audit(em, claims, direction === 'forth' ? 'Mutation.runRepair' : 'Mutation.undoRepair', person.id, {
    repair: repair.id,
    changed,
  });
  return { done: true, events };
}

async function carry(em: Em, base: Base, repair: RepairRow, direction: 'forth' | 'back'): Promise<void> {
  const [from, done, left] =
    direction === 'forth' ? (['ready', 'written', 'skipped'] as const) : (['written', 'restored', 'kept'] as const);
  const rows = await rowsIn(em, repair.id, from, { key: undefined, limit: BATCH });
  if (rows.length === 0) return moveRepair(em, repair.id, direction === 'forth' ? 'done' : 'undone');
  const settled: Pick<RepairedFile, 'person_id' | 'state' | 'reason'>[] = [];
  const events: MiaobenEvent[] = [];
  // In the order of their ids, as whoever else locks several files does.
  for (const row of rows) {
    const outcome = await set(em, base, repair, row, direction);
    events.push(...outcome.events);
    settled.push({
      person_id: row.person_id,
      state: outcome.done ? done : left,
      reason: outcome.done ? null : 'changed',
    });
  }
  await publish(em, events);
  await settleRows(em, repair.id, settled);
}

/** Takes the oldest batch one step further: proposals, writing or putting back. @returns false when none waits */
export async function repairStep(em: Em, base: Base): Promise<boolean> {
  const repair = await nextRepair(em);
  if (!repair) return false;
  if (repair.state === 'preparing') await prepare(em, base, repair);
  else await carry(em, base, repair, repair.state === 'running' ? 'forth' : 'back');
  return true;
}
