import {
  RecordHealthFact,
  type RecordHealthFactInput,
  type RecordHealthFactMutation,
  RecordNotGiven,
  type RecordNotGivenInput,
  type RecordNotGivenMutation,
} from '../../data/generated/clinic.ts';
import { mutate } from '../../data/use-data.ts';
import type { PersonLabel } from '../../offline/outbox-content.ts';
import { type Saved, saveOrQueue } from '../../offline/save-or-queue.ts';

/** Enters a health fact, on the server or in the journal. */
export const saveHealthFact = (
  commandId: string,
  input: RecordHealthFactInput,
  label: PersonLabel,
): Promise<Saved<RecordHealthFactMutation>> =>
  saveOrQueue('recordHealthFact', input.personId, { label, input }, commandId, () =>
    mutate(RecordHealthFact, { commandId, input }),
  );

/** Enters why a birth dose was not given, on the server or in the journal. */
export const saveNotGiven = (
  commandId: string,
  input: RecordNotGivenInput,
  label: PersonLabel,
): Promise<Saved<RecordNotGivenMutation>> =>
  saveOrQueue('recordNotGiven', input.personId, { label, input }, commandId, () =>
    mutate(RecordNotGiven, { commandId, input }),
  );
