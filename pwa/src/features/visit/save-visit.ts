import type { VisitStepKind } from '@miaoben/schedule/clinic-visit';
import {
  BreakOffVisit,
  type BreakOffVisitInput,
  OpenVisit,
  ScreenVisit,
  type ScreenVisitInput,
  type SignOff,
  SignVisit,
  type UnconfirmedReason,
  UndoVisitStep,
} from '../../data/generated/clinic.ts';
import { sendFingerprint, sendVisitPhoto } from '../../data/send-proof.ts';
import { mutate } from '../../data/use-data.ts';
import { currentDay, currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import type { PersonLabel } from '../../offline/outbox-content.ts';
import { type Saved, saveOrQueue } from '../../offline/save-or-queue.ts';
import { fileOf, type KeptPhoto } from '../../ui/photo.ts';
import type { KeptFingerprint } from '../fingerprint/kept.ts';

/** Whom a visit is of. */
export interface Visitor extends PersonLabel {
  id: string;
}

const labelOf = ({ name, birthDate }: Visitor): PersonLabel => ({ name, birthDate });

/** Opens a visit where the device stands, on the server or in the journal. @returns its id with the outcome */
export async function openVisit(
  person: Visitor,
  place: { point: string | null; session: { id: string } | null },
): Promise<{ visitId: string; saved: Saved<unknown> }> {
  const [commandId, visitId] = [newId(), newId()];
  const { point, session } = place;
  const openedAt = currentInstant();
  const input = { visitId, personId: person.id, point, ...(session && { sessionId: session.id }), openedAt };
  const content = { label: labelOf(person), input, day: currentDay() };
  const saved = await saveOrQueue('openVisit', person.id, content, commandId, () =>
    mutate(OpenVisit, { commandId, input }),
  );
  return { visitId, saved };
}

/** Records the health inquiry, on the server or in the journal. */
export function screenVisit(commandId: string, person: Visitor, input: ScreenVisitInput): Promise<Saved<unknown>> {
  return saveOrQueue('screenVisit', person.id, { label: labelOf(person), input }, commandId, () =>
    mutate(ScreenVisit, { commandId, input }),
  );
}

/** What a sign-off is confirmed with, or why with nothing (H-10). */
interface Confirmed {
  photo: KeptPhoto | null;
  fingerprint: KeptFingerprint | null;
  unconfirmed: UnconfirmedReason | null;
}

/** Signs off, on the server or in the journal; photo and fingerprint go before. */
export function signVisit(
  commandId: string,
  person: Visitor,
  visitId: string,
  signOff: SignOff,
  { photo, fingerprint, unconfirmed }: Confirmed = { photo: null, fingerprint: null, unconfirmed: null },
): Promise<Saved<unknown>> {
  const input = { visitId, signOff, at: currentInstant(), ...(unconfirmed && { unconfirmed }) };
  const content = { label: labelOf(person), input, ...(photo && { photo }), ...(fingerprint && { fingerprint }) };
  return saveOrQueue('signVisit', person.id, content, commandId, async () => {
    const sent = photo && (await sendVisitPhoto(photo.announce, visitId, fileOf(photo)));
    if (sent && !sent.ok) return sent;
    const finger = fingerprint && (await sendFingerprint(visitId, fingerprint));
    if (finger && !finger.ok) return finger;
    const files = { ...(sent && { photoId: sent.data }), ...(finger && { fingerprintId: finger.data }) };
    return mutate(SignVisit, { commandId, ...input, ...files });
  });
}

/** Ends a visit early, on the server or in the journal. */
export function breakOffVisit(commandId: string, person: Visitor, input: BreakOffVisitInput): Promise<Saved<unknown>> {
  return saveOrQueue('breakOffVisit', person.id, { label: labelOf(person), input }, commandId, () =>
    mutate(BreakOffVisit, { commandId, input }),
  );
}

/** Takes the last step back, on the server or in the journal. */
export function undoStep(person: Visitor, visitId: string, step: VisitStepKind): Promise<Saved<unknown>> {
  const commandId = newId();
  const input = { visitId, step, at: currentInstant() };
  return saveOrQueue('undoVisitStep', person.id, { label: labelOf(person), input }, commandId, () =>
    mutate(UndoVisitStep, { commandId, ...input }),
  );
}
