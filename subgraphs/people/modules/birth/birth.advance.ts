import { badInput, type Clock, documentBlind, type Em, forbidden, type Keyring, MiaobenError } from '@miaoben/kernel';
import { edgeOf } from '@miaoben/kernel/transitions';
import { readNote, readWords } from '@miaoben/kernel/words';
import type { MiaobenEvent } from '@miaoben/schema';
import { documentsInUse } from '../duplicate/duplicate.service.ts';
import { endedFile, reopenedFile } from '../file-state/file-state.rules.ts';
import { rewriteFile } from '../person/person.change.ts';
import type { PersonFile } from '../person/person.file.ts';
import { openFile, type PersonRow } from '../person/person.repository.ts';
import { type Actor, addSteps } from '../progress/case-step.ts';
import type { BirthAction } from './birth.enums.ts';
import { type BirthRow, putBirth } from './birth.repository.ts';
import { BIRTH_TABLE, type BirthParty, withHbsag } from './birth.rules.ts';

const wrongState = () => new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });

/** What an amendment sets, checked. */
export type Amendment = Pick<
  BirthRow,
  'hbsag' | 'anti_hbs' | 'tested_on' | 'destination_by' | 'destination_unit' | 'destination_division'
>;
export interface BirthAct {
  action: `${BirthAction}`;
  parties: readonly BirthParty[];
  actor: Actor;
  reason?: string | null | undefined;
  /** for `amend` */
  amendment?: Amendment | undefined;
  /** new day of the push, for acts that begin the wait again */
  pushOn: string;
}

/** @throws CONFLICT duplicate when another file took the document of a cancelled one */
async function refuseTakenDocument(em: Em, keyring: Keyring, file: PersonFile): Promise<void> {
  if (!file.documentNumber) return;
  const blind = documentBlind(keyring, file.documentNumber);
  if ((await documentsInUse(em, [blind], { kind: 'none' })).has(blind))
    throw new MiaobenError('CONFLICT', { field: 'documentNumber', reason: 'duplicate' });
}

/** The file of the person after an act; the unit that must have it before is held against. */
function fileAfter(
  file: PersonFile,
  person: PersonRow,
  birth: BirthRow,
  next: BirthRow,
  act: BirthAct,
  today: string,
): PersonFile {
  const unitHeld = (unit: string) => {
    if (person.managing_org_id !== unit || person.registration_state === 'dead') throw wrongState();
  };
  switch (act.action) {
    case 'push':
    case 'fall_due':
    case 'pull':
      unitHeld(birth.obstetric_unit);
      return { ...file, managingOrgId: birth.destination_unit };
    case 'undo':
      unitHeld(birth.destination_unit);
      if (person.version !== birth.handed_version) throw wrongState();
      return { ...file, managingOrgId: birth.obstetric_unit };
    case 'give_back':
      unitHeld(birth.destination_unit);
      return { ...file, managingOrgId: birth.obstetric_unit };
    case 'cancel':
      unitHeld(birth.obstetric_unit);
      return endedFile(file, { reason: 'birth_withdrawn', on: today });
    case 'restore':
      return reopenedFile(file, 'active');
    case 'amend':
      unitHeld(birth.obstetric_unit);
      return { ...file, conditions: withHbsag(file.conditions, next.hbsag) };
    case 'settle':
      return file;
  }
}

/**
 * Takes one edge of the table: the person's file changes its unit, state or conditions with it, and the history grows. Person and birth
 * file are locked.
 * @throws FORBIDDEN when the act is not the party's; CONFLICT wrong_state when not now, when the file is with another unit, or was changed
 *   since it was handed over (undo); duplicate when its document is in use (restore); BAD_INPUT input.reason, input.amend
 */
export async function advanceBirthFile(
  em: Em,
  { keyring, clock }: { keyring: Keyring; clock: Clock },
  person: PersonRow,
  birth: BirthRow,
  act: BirthAct,
): Promise<MiaobenEvent[]> {
  const edge = edgeOf(BIRTH_TABLE, birth.state, act.action, act.parties);
  if (edge === 'forbidden') throw forbidden();
  if (edge === 'wrong_state') throw wrongState();
  const reason = edge.needsReason ? readWords(act.reason, 'input.reason') : readNote(act.reason, 'input.reason');
  if (act.action === 'amend' && !act.amendment) throw badInput('input.amend', 'required');
  const next: BirthRow = {
    ...birth,
    ...(act.action === 'amend' ? act.amendment : {}),
    state: edge.to,
    version: birth.version + 1,
    handed_version: null,
  };
  if (edge.to === 'filed' && act.action !== 'amend') next.push_on = act.pushOn;
  const file = openFile(keyring, person);
  if (act.action === 'restore') await refuseTakenDocument(em, keyring, file);
  const { event } = await rewriteFile(
    em,
    { keyring, claims: act.actor },
    person,
    file,
    fileAfter(file, person, birth, next, act, clock.today()),
  );
  if (edge.to === 'pushed' || edge.to === 'pulled') next.handed_version = event ? person.version + 1 : null;
  await putBirth(em, next);
  await addSteps(em, keyring, [
    {
      caseId: birth.person_id,
      number: next.version,
      at: clock.now(),
      action: act.action,
      from: birth.state,
      to: next.state,
      actor: act.actor,
      reason,
    },
  ]);
  return event ? [event] : [];
}
