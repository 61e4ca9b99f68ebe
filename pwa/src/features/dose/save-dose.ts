import { RecordDose, type RecordDoseInput, type RecordDoseMutation } from '../../data/generated/clinic.ts';
import { mutate } from '../../data/use-data.ts';
import type { Contents } from '../../offline/outbox-content.ts';
import { type Saved, saveOrQueue } from '../../offline/save-or-queue.ts';

/** Records a dose, on the server or in the journal. */
export const saveDose = (
  commandId: string,
  input: RecordDoseInput,
  about: Omit<Contents['recordDose'], 'input'>,
): Promise<Saved<RecordDoseMutation>> =>
  saveOrQueue('recordDose', input.personId, { ...about, input }, commandId, () =>
    mutate(RecordDose, { commandId, input }),
  );
