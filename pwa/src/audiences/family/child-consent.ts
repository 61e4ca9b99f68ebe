import { type ConsentAnswer, consentOn, type SignedConsent } from '@miaoben/schedule/consent';
import type { ChildRecordQuery } from '../../data/generated/family.ts';
import { consentFact } from '../../features/consent/facts.ts';
import type { ConsentText } from '../../features/consent/text-view.tsx';

type Child = NonNullable<ChildRecordQuery['person']>;

/** How it stands with the consent to a vaccine today, by the same rule as at the clinic. */
export const childConsent = (
  { plan, consents, doses }: Pick<Child, 'plan' | 'consents' | 'doses'>,
  texts: readonly ConsentText[],
  vaccine: string,
): ConsentAnswer<ConsentText, SignedConsent> =>
  consentOn<ConsentText, SignedConsent>({
    vaccine,
    date: plan.asOf,
    texts,
    consents: consents.map(consentFact),
    doses: doses
      .filter(({ state }) => state === 'given')
      .map((dose) => ({ vaccine: dose.vaccine.code, date: dose.date })),
  });
