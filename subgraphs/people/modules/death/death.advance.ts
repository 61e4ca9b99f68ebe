import { badInput, type Clock, type Em, forbidden, type Keyring, MiaobenError } from '@miaoben/kernel';
import { edgeOf } from '@miaoben/kernel/transitions';
import { readNote, readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import { endedFile, reopenedFile } from '../file-state/file-state.rules.ts';
import { voidStaleMove } from '../move/move.advance.ts';
import { rewriteFile } from '../person/person.change.ts';
import { openFile, type PersonRow } from '../person/person.repository.ts';
import { type Actor, addSteps } from '../progress/case-step.ts';
import type { DeathAction } from './death.enums.ts';
import { pushedNotice, reopenedNotice, returnedNotice } from './death.intake.ts';
import { type DeathRow, otherConfirmed, writeDeath } from './death.repository.ts';
import { DEATH_TABLE, type DeathParty, diedOnFault } from './death.rules.ts';

const wrongState = () => new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });

export interface DeathAct {
  action: `${DeathAction}`;
  parties: readonly DeathParty[];
  actor: Actor;
  reason?: string | null | undefined;
  /** the new unit in charge for `push`, checked by the caller */
  toUnit?: string | null;
}
interface Base {
  keyring: Keyring;
  clock: Clock;
}

/** The file of a claim: the unit manages it, and it stands. */
function claimedFile(person: PersonRow | undefined, report: DeathRow, today: string): PersonRow {
  if (!person) throw badInput('input.personId', 'required');
  if (person.managing_org_id !== report.unit || person.registration_state === 'cancelled') throw wrongState();
  const fault = diedOnFault(report.died_on, person.birth_date, today);
  if (fault) throw badInput('input.personId', fault);
  return person;
}

/** Closes the file, and ends a move of it that is under way. @returns its state before, and what consumers must know */
async function closeFile(em: Em, base: Base, person: PersonRow, report: DeathRow, actor: Actor) {
  claimedFile(person, report, base.clock.today());
  const file = openFile(base.keyring, person);
  const ctx = { keyring: base.keyring, claims: actor };
  // Who closed it first, by another report or by hand, has said how it ended.
  const closed =
    person.registration_state === 'dead'
      ? file
      : endedFile(file, { reason: 'death_report', on: base.clock.today(), diedOn: report.died_on });
  const { event } = await rewriteFile(em, ctx, person, file, closed);
  await voidStaleMove(em, base, { ...person, registration_state: 'dead' });
  // A second report of one death keeps what the first one found.
  const before = event
    ? person.registration_state
    : ((await otherConfirmed(em, person.id, report.id))?.state_before ?? null);
  return { before, event };
}

/** Opens the file again, unless another confirmed report says the same, or it was closed by hand. */
async function openFileAgain(em: Em, base: Base, person: PersonRow, report: DeathRow, actor: Actor) {
  if (person.registration_state !== 'dead' || (await otherConfirmed(em, person.id, report.id))) return undefined;
  const file = openFile(base.keyring, person);
  if (file.endReason !== null && file.endReason !== 'death_report') return undefined;
  const after = reopenedFile(file, report.state_before ?? 'active');
  return (await rewriteFile(em, { keyring: base.keyring, claims: actor }, person, file, after)).event;
}

/**
 * Takes one edge of the table: the file is closed when the death is confirmed and opens again when that is undone. Person and report are
 * locked.
 * @param person the file of the report, or the one it is claimed for
 * @throws FORBIDDEN when the act is not the party's; CONFLICT wrong_state when not now, or another unit manages the file;
 *   BAD_INPUT input.reason, input.personId (required, date_before_birth), input.toUnit (required)
 */
export async function advanceDeathReport(
  em: Em,
  base: Base,
  person: PersonRow | undefined,
  report: DeathRow,
  act: DeathAct,
): Promise<MiaobenEvent[]> {
  const edge = edgeOf(DEATH_TABLE, report.state, act.action, act.parties);
  if (edge === 'forbidden') throw forbidden();
  if (edge === 'wrong_state') throw wrongState();
  const reason = edge.needsReason ? readWords(act.reason, 'input.reason') : readNote(act.reason, 'input.reason');
  const next: DeathRow = { ...report, state: edge.to, version: report.version + 1 };
  const events: MiaobenEvent[] = [];
  if (act.action === 'claim') {
    const file = claimedFile(person, report, base.clock.today());
    next.person_id = file.id;
    next.division = file.residence;
  }
  if (act.action === 'push') {
    if (!act.toUnit) throw badInput('input.toUnit', 'required');
    next.unit = act.toUnit;
    events.push(pushedNotice(base, act.toUnit, 1));
  }
  if (act.action === 'give_back') events.push(returnedNotice(base, report));
  if (act.action === 'reopen' || act.action === 'undo')
    events.push(reopenedNotice(base, report, act.actor.organisation));
  if (act.action === 'confirm') {
    const { before, event } = await closeFile(em, base, person!, report, act.actor);
    next.state_before = before;
    if (event) events.push(event);
  }
  if (act.action === 'undo') {
    const event = await openFileAgain(em, base, person!, report, act.actor);
    next.state_before = null;
    if (event) events.push(event);
  }
  await writeDeath(em, next);
  await addSteps(em, base.keyring, [
    {
      caseId: report.id,
      number: next.version,
      at: base.clock.now(),
      action: act.action,
      from: report.state,
      to: next.state,
      actor: act.actor,
      reason,
    },
  ]);
  return events;
}
