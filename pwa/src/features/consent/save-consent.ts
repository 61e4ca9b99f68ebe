import { SignConsent, type SignConsentInput, type SignConsentMutation } from '../../data/generated/consents.ts';
import { mutate } from '../../data/use-data.ts';
import type { DoseLabel } from '../../offline/outbox-content.ts';
import { type Saved, saveOrQueue } from '../../offline/save-or-queue.ts';

/** Records a signed decision of the clinic's tablet, on the server or in the journal. */
export const saveConsent = (
  commandId: string,
  input: SignConsentInput,
  label: DoseLabel,
): Promise<Saved<SignConsentMutation>> =>
  saveOrQueue('signConsent', input.personId, { label, input }, commandId, () =>
    mutate(SignConsent, { commandId, input }),
  );
