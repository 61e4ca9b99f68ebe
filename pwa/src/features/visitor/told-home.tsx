import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/visitor.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import type { PersonHead, RecordView } from '../record/view.ts';

type Visitor = NonNullable<PersonHead['visitor']>;

const TONES: Record<Visitor['doses'][number]['state'], Tone> = { waiting: 'warn', told: 'good', refused: 'bad' };

/** Whether the home province of a visitor was told of the doses given here. */
export function ToldHome({ visitor, doses }: { visitor: Visitor; doses: RecordView['doses'] }) {
  if (visitor.doses.length === 0) return null;
  const names = new Map(doses.map(({ vaccine }) => [vaccine.code, vaccine.name]));
  return (
    <section class="card stack-tight">
      <h2>{t('told.title', { province: visitor.provinceName })}</h2>
      <ul class="visit">
        {visitor.doses.map((dose, place) => (
          <li key={place} class="visit-row">
            <span class="grow stack-tight">
              <span>
                {names.get(dose.vaccine) ?? dose.vaccine} <span class="number muted">{formatDate(dose.date)}</span>
              </span>
              {dose.isVoided && <span class="small muted">{t('told.voided')}</span>}
              {dose.state === 'told' && dose.toldAt && (
                <span class="small muted">{t('told.at', { time: formatInstant(dose.toldAt) })}</span>
              )}
              {dose.state === 'refused' && <span class="small">{t('told.refusedHint')}</span>}
            </span>
            <Badge tone={TONES[dose.state]}>{t(`told.${dose.state}`)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
