import { useState } from 'preact/hooks';
import { t } from '../../i18n/consent.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ConsentBadge } from '../consent/consent-look.tsx';
import { ConsentSheet } from '../consent/consent-sheet.tsx';
import { consentIn, useConsentTexts } from '../consent/give-consent.tsx';
import { itemsOf } from '../consent/sheet-items.ts';
import type { RecordView } from '../record/view.ts';

/** The consents to the vaccines of today: what is wanting is read and signed on one sheet. */
export function VisitConsents({ record, onChanged }: { record: RecordView; onChanged: () => void }) {
  const texts = useConsentTexts();
  const [isOpen, setOpen] = useState(false);
  const { person, plan } = record;
  const day = currentDay();
  if (texts.length === 0 || plan.today.length === 0) return null;
  const planned = plan.today.flatMap(({ series, seriesName, vaccines: [vaccine] }) =>
    vaccine ? [{ series, seriesName, vaccine, ...consentIn(record, texts, vaccine.code, day) }] : [],
  );
  const items = itemsOf(planned.filter(({ state }) => state !== 'agreed'));
  return (
    <section class="card" aria-labelledby="visit-consents">
      <h2 id="visit-consents">{t('title')}</h2>
      <ul class="row">
        {planned.map(({ series, seriesName, state }) => (
          <li key={series} class="row">
            <span>{seriesName}</span>
            <ConsentBadge state={state} />
          </li>
        ))}
      </ul>
      {items.length > 0 && (
        <Button icon="record" onClick={() => setOpen(true)}>
          {t('sheet.hand', { count: items.length })}
        </Button>
      )}
      {isOpen && <ConsentSheet person={person} items={items} onClose={() => setOpen(false)} onChanged={onChanged} />}
    </section>
  );
}
