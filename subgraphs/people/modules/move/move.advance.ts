import { badInput, type Clock, type Em, forbidden, type Keyring, MiaobenError } from '@miaoben/kernel';
import { edgeOf } from '@miaoben/kernel/transitions';
import { readNote, readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import { rewriteFile } from '../person/person.change.ts';
import type { PersonFile } from '../person/person.file.ts';
import { openFile, type PersonRow } from '../person/person.repository.ts';
import { type Actor, addSteps, PLATFORM } from '../progress/case-step.ts';
import type { MoveAction } from './move.enums.ts';
import { type MoveRow, openMove, writeMove } from './move.repository.ts';
import { MOVE_TABLES, type MoveParty } from './move.rules.ts';
import { MOVE_SEALED, openOr } from './move.shape.ts';

/** What receiving changes in a file, and what giving it back restores. */
type Before = Pick<PersonFile, 'residence' | 'residenceAddress' | 'registrationState' | 'managingOrgId'>;

const wrongState = () => new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });

/** Files nobody can take over: the person is dead, or the file was cancelled. */
export const isClosed = (person: Pick<PersonRow, 'registration_state'>): boolean =>
  person.registration_state === 'dead' || person.registration_state === 'cancelled';

/** An open move whose file was closed, or went to another unit by another way. */
export const isStale = (person: PersonRow, move: Pick<MoveRow, 'from_unit'>): boolean =>
  isClosed(person) || person.managing_org_id !== move.from_unit;

function fileAfter(move: MoveRow, file: PersonFile, address: string | null): PersonFile {
  if (move.direction === 'abroad') return { ...file, registrationState: 'moved_out' };
  return {
    ...file,
    managingOrgId: move.to_unit!,
    residence: move.to_division,
    residenceAddress: address ?? (move.to_division === file.residence ? file.residenceAddress : null),
    registrationState: file.registrationState === 'moved_out' ? 'active' : file.registrationState,
  };
}

export interface MoveAct {
  action: `${MoveAction}`;
  parties: readonly MoveParty[];
  actor: Actor;
  reason?: string | null | undefined;
  /** the receiving clinic for `assign`, checked by the caller */
  toUnit?: string | null;
  /** new last day to answer, for acts that open the question again */
  answerBy: string;
}

/**
 * Takes one edge of the table: changes the file when it is received or given back, and adds to the history. Person and move are locked.
 * @returns what consumers must know
 * @throws FORBIDDEN when the act is not the party's; CONFLICT wrong_state when not now, or the file is with another unit meanwhile;
 *   BAD_INPUT input.reason, input.toUnit (required)
 */
export async function advance(
  em: Em,
  { keyring, clock }: { keyring: Keyring; clock: Clock },
  person: PersonRow,
  move: MoveRow,
  act: MoveAct,
): Promise<MiaobenEvent[]> {
  const edge = edgeOf(MOVE_TABLES[move.direction], move.state, act.action, act.parties);
  if (edge === 'forbidden') throw forbidden();
  if (edge === 'wrong_state') throw wrongState();
  const reason = edge.needsReason ? readWords(act.reason, 'input.reason') : readNote(act.reason, 'input.reason');
  if (act.action === 'assign' && move.direction === 'out' && !act.toUnit) throw badInput('input.toUnit', 'required');
  const next: MoveRow = { ...move, state: edge.to, version: move.version + 1 };
  if (act.action === 'assign' && act.toUnit) next.to_unit = act.toUnit;
  if (edge.to === 'initiated' || edge.to === 'waiting') {
    // A move that never named a unit has nobody to wait for.
    if (edge.to === 'waiting' && move.direction === 'out' && next.to_unit === null) next.state = 'initiated';
    next.answer_by = act.answerBy;
  }
  if (move.direction === 'abroad' && edge.to === 'initiated') {
    next.exchange_at = clock.instant().toISOString();
    next.exchange_attempts = 0;
    next.exchange_receipt = null;
  }
  const events: MiaobenEvent[] = [];
  const received = edge.to === 'received';
  const returned = act.action === 'give_back';
  if (received || returned) {
    const holder = returned && move.direction !== 'abroad' ? move.to_unit : move.from_unit;
    if (isClosed(person) || person.managing_org_id !== holder) throw wrongState();
    const file = openFile(keyring, person);
    const after = received
      ? fileAfter(next, file, openOr(keyring, move.address_sealed, MOVE_SEALED.address))
      : { ...file, ...(JSON.parse(keyring.open(move.before_sealed!, MOVE_SEALED.before)) as Before) };
    const { residence, residenceAddress, registrationState, managingOrgId } = file;
    const before: Before = { residence, residenceAddress, registrationState, managingOrgId };
    next.before_sealed = received ? keyring.seal(JSON.stringify(before), MOVE_SEALED.before) : null;
    const { event } = await rewriteFile(em, { keyring, claims: act.actor }, person, file, after);
    if (event) events.push(event);
  }
  await writeMove(em, next);
  await addSteps(em, keyring, [
    {
      caseId: move.id,
      number: next.version,
      at: clock.now(),
      action: act.action,
      from: move.state,
      to: next.state,
      actor: act.actor,
      reason,
    },
  ]);
  return events;
}

/** Ends a move that is open still although the file was closed or went elsewhere by another way. */
export async function voidStaleMove(
  em: Em,
  base: { keyring: Keyring; clock: Clock },
  person: PersonRow,
): Promise<void> {
  const open = await openMove(em, person.id);
  if (!open || !isStale(person, open)) return;
  await advance(em, base, person, open, {
    action: 'void',
    parties: ['clock'],
    actor: PLATFORM,
    answerBy: open.answer_by,
  });
}
