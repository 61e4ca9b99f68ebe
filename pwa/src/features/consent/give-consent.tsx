import { type ConsentAnswer, consentOn, type SignedConsent } from '@miaoben/schedule/consent';
import { useState } from 'preact/hooks';
import { ConsentTexts } from '../../data/generated/consents.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/consent.ts';
import { pack } from '../../offline/packs-data.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Badge, Notice } from '../../ui/feedback.tsx';
import type { ReasonView, RecordView } from '../record/view.ts';
import { ConsentBadge } from './consent-look.tsx';
import { ConsentSheet } from './consent-sheet.tsx';
import { withdrawConsent } from './save-consent.ts';
import type { ConsentText } from './text-view.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

export type GiveConsent = ConsentAnswer<ConsentText, SignedConsent>;

/** The texts of today: from the server, else as last heard, else from the pack. */
export function useConsentTexts(): readonly ConsentText[] {
  const { data } = useData(ConsentTexts, {}, { keep: true });
  return data?.consentTexts ?? pack.value?.codes.consentTexts ?? [];
}

/** How it stands with the consent to a vaccine on a day. */
export const consentIn = (
  record: RecordView,
  texts: readonly ConsentText[],
  vaccine: string,
  date: string,
): GiveConsent =>
  consentOn<ConsentText, SignedConsent>({
    vaccine,
    date,
    texts,
    consents: record.consents,
    doses: record.doses
      .filter(({ state }) => state === 'given')
      .map((dose) => ({ vaccine: dose.vaccine.code, date: dose.date })),
  });

/** How it stands with the consent to a dose; null while nothing is chosen or there are no texts. */
export function useGiveConsent(record: RecordView, vaccine: string, date: string): GiveConsent | null {
  const texts = useConsentTexts();
  return vaccine === '' || texts.length === 0 ? null : consentIn(record, texts, vaccine, date);
}

/** What stands against a dose for want of consent, as the server says it. */
export function consentAdvice(consent: GiveConsent | null): ReasonView[] {
  if (!consent || consent.state === 'agreed') return [];
  const { state } = consent;
  return [
    {
      code: `CONSENT_${state.toUpperCase()}`,
      rule: `consent.${state}`,
      source: 'H-18',
      doctorText: t(`advice.${state}`),
    },
  ];
}

/** The consent inside the give flow: how it stands, its version, and the sheet for the guardian. */
export function GiveConsentCard({
  record,
  consent,
  vaccine,
  onChanged,
}: {
  record: RecordView;
  consent: GiveConsent | null;
  vaccine: { code: string; name: string };
  onChanged: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [isTaking, setTaking] = useState(false);
  if (!consent) return <Notice tone="warn">{t('noTexts')}</Notice>;
  const { person } = record;
  const mine = record.consents.find(({ id }) => id === consent.consent?.id);
  return (
    <section class="card stack-tight" aria-label={t('title')}>
      <div class="row-between">
        <span class="row">
          <strong>{t('title')}</strong>
          <ConsentBadge state={consent.state} />
          {mine?.entry && (
            <Badge tone="warn" icon="upload">
              {t('queued')}
            </Badge>
          )}
        </span>
        <span class="row">
          {mine && !mine.entry && (
            <ButtonLink variant="quiet" href={`#/consent/${mine.id}`}>
              {t('see')}
            </ButtonLink>
          )}
          {mine?.withdrawnOn === null && (
            <Button variant="quiet" onClick={() => setTaking(true)}>
              {t('withdraw')}
            </Button>
          )}
          <Button variant={consent.state === 'agreed' ? 'quiet' : 'primary'} onClick={() => setOpen(true)}>
            {consent.state === 'agreed' ? t('again') : t('hand')}
          </Button>
        </span>
      </div>
      {isOpen && (
        <ConsentSheet
          person={person}
          items={[{ vaccine, text: consent.text }]}
          onClose={() => setOpen(false)}
          onChanged={onChanged}
        />
      )}
      {isTaking && mine && (
        <WithdrawDialog
          onClose={() => setTaking(false)}
          onWithdraw={async (commandId, reason) => {
            const label = { name: person.name, birthDate: person.birthDate, vaccine: vaccine.name };
            const saved = await withdrawConsent(commandId, person.id, mine.id, reason, label);
            if (saved.kind === 'refused') return saved.problem;
            onChanged();
            return null;
          }}
        />
      )}
    </section>
  );
}
