import type { VisitStepKind } from '@miaoben/schedule/clinic-visit';
import {
  BreakOffVisit,
  type BreakOffVisitInput,
  OpenVisit,
  ScreenVisit,
  type ScreenVisitInput,
  type SignOff,
  SignVisit,
  UndoVisitStep,
} from '../../data/generated/clinic.ts';
import { mutate } from '../../data/use-data.ts';
import { currentDay, currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import type { PersonLabel } from '../../offline/outbox-content.ts';
import { type Saved, saveOrQueue } from '../../offline/save-or-queue.ts';
import { point } from './point.ts';

/** Whom a visit is of. */
export interface Visitor extends PersonLabel {
  id: string;
}

const labelOf = ({ name, birthDate }: Visitor): PersonLabel => ({ name, birthDate });

/** Opens a visit, on the server or in the journal. @returns its id with the outcome */
export async function openVisit(person: Visitor): Promise<{ visitId: string; saved: Saved<unknown> }> {
  const [commandId, visitId] = [newId(), newId()];
  const input = { visitId, personId: person.id, point: point.value || null, openedAt: currentInstant() };
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

/** Signs off, on the server or in the journal. */
export function signVisit(
  commandId: string,
  person: Visitor,
  visitId: string,
  signOff: SignOff,
): Promise<Saved<unknown>> {
  const input = { visitId, signOff, at: currentInstant() };
  return saveOrQueue('signVisit', person.id, { label: labelOf(person), input }, commandId, () =>
    mutate(SignVisit, { commandId, ...input }),
  );
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
