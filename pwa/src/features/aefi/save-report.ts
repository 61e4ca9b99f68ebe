import {
  ReportAdverseEvent,
  type ReportAdverseEventInput,
  type ReportAdverseEventMutation,
} from '../../data/generated/aefi.ts';
import { mutate } from '../../data/use-data.ts';
import type { PersonLabel } from '../../offline/outbox-content.ts';
import { type Saved, saveOrQueue } from '../../offline/save-or-queue.ts';

/** Reports an adverse event, on the server or in the journal: there behind the dose it is about. */
export const saveReport = (
  commandId: string,
  input: ReportAdverseEventInput,
  label: PersonLabel,
): Promise<Saved<ReportAdverseEventMutation>> =>
  saveOrQueue('reportAdverseEvent', input.personId, { label, input }, commandId, () =>
    mutate(ReportAdverseEvent, { commandId, input }),
  );
