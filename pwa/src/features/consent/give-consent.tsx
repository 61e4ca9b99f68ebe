import { type ConsentAnswer, consentOn, type SignedConsent } from '@miaoben/schedule/consent';
import { useEffect, useState } from 'preact/hooks';
import { ConsentTexts } from '../../data/generated/consents.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/consent.ts';
import { newId } from '../../offline/ids.ts';
import { pack } from '../../offline/packs-data.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Badge, Notice } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import type { ReasonView, RecordView } from '../record/view.ts';
import { ConsentBadge } from './consent-look.tsx';
import { deviceName } from './facts.ts';
import { saveConsent } from './save-consent.ts';
import { SignForm } from './sign-form.tsx';
import { type ConsentText, ConsentTextView, contentOf } from './text-view.tsx';

export type GiveConsent = ConsentAnswer<ConsentText, SignedConsent>;

/** The texts of today: from the server, else as last heard, else from the pack. */
function useConsentTexts(): readonly ConsentText[] {
  const { data } = useData(ConsentTexts, {}, { keep: true });
  return data?.consentTexts ?? pack.value?.codes.consentTexts ?? [];
}

/** How it stands with the consent to a dose; null while nothing is chosen or there are no texts. */
export function useGiveConsent(record: RecordView, vaccine: string, date: string): GiveConsent | null {
  const texts = useConsentTexts();
  if (vaccine === '' || texts.length === 0) return null;
  const standing = record.doses.filter(({ state }) => state === 'given');
  return consentOn<ConsentText, SignedConsent>({
    vaccine,
    date,
    texts,
    consents: record.consents,
    doses: standing.map((dose) => ({ vaccine: dose.vaccine.code, date: dose.date })),
  });
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
  const [made, setMade] = useState(() => ({ commandId: newId(), consentId: newId() }));
  useEffect(() => {
    // Each sheet that is handed over is a decision of its own.
    if (isOpen) setMade({ commandId: newId(), consentId: newId() });
  }, [isOpen]);
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
          <Button variant={consent.state === 'agreed' ? 'quiet' : 'primary'} onClick={() => setOpen(true)}>
            {consent.state === 'agreed' ? t('again') : t('hand')}
          </Button>
        </span>
      </div>
      {isOpen && (
        <Dialog title={contentOf(consent.text).title} onClose={() => setOpen(false)} isForm>
          <p>
            <bdi>{person.name}</bdi> · {vaccine.name}
          </p>
          <ConsentTextView text={consent.text} />
          <SignForm
            text={consent.text}
            vaccine={vaccine.code}
            device={deviceName('tablet')}
            onTablet
            onSign={async (words) => {
              const input = { ...words, consentId: made.consentId, personId: person.id };
              const label = { name: person.name, birthDate: person.birthDate, vaccine: vaccine.name };
              const saved = await saveConsent(made.commandId, input, label);
              if (saved.kind === 'refused') return saved.problem;
              toast(saved.kind === 'queued' ? t('queued') : t('signed'));
              onChanged();
              setOpen(false);
              return null;
            }}
          />
        </Dialog>
      )}
    </section>
  );
}
