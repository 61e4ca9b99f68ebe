import {
  SignConsent,
  type SignConsentInput,
  type SignConsentMutation,
  WithdrawConsent,
  type WithdrawConsentMutation,
} from '../../data/generated/consents.ts';
import { mutate } from '../../data/use-data.ts';
import { currentInstant } from '../../offline/day.ts';
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

/** Takes a signed decision back, on the server or in the journal, behind the decision itself. */
export const withdrawConsent = (
  commandId: string,
  person: string,
  consentId: string,
  reason: string,
  label: DoseLabel,
): Promise<Saved<WithdrawConsentMutation>> => {
  const input = { consentId, reason, at: currentInstant() };
  return saveOrQueue('withdrawConsent', person, { label, input }, commandId, () =>
    mutate(WithdrawConsent, { commandId, ...input }),
  );
};
