import type { ChildRecordQuery } from '../../data/generated/family.ts';
import { t } from '../../i18n/family.ts';
import { formatDate } from '../../i18n/format.ts';
import { Badge, EmptyState, type Tone } from '../../ui/feedback.tsx';
import type { OwnWords } from './own-words.ts';

type Dose = NonNullable<ChildRecordQuery['person']>['doses'][number];
type Status = Dose['evaluations'][number]['status'];

const TONE: Record<Status, Tone> = { valid: 'good', not_valid: 'warn', extraneous: 'neutral', substandard: 'warn' };

/** The doses given, newest first, each with what it is worth in plain words and, where it must be repeated, why. */
export function DoseList({ doses, words }: { doses: Dose[]; words: OwnWords | null }) {
  const given = doses.filter(({ state }) => state === 'given').sort((a, b) => (a.date < b.date ? 1 : -1));
  if (given.length === 0) {
    return (
      <EmptyState icon="syringe" title={t('record.empty')}>
        <p class="muted">{t('record.empty.hint')}</p>
      </EmptyState>
    );
  }
  return (
    <section class="stack">
      <p class="muted">{t('record.count', { count: given.length })}</p>
      <ol class="list">
        {given.map((dose) => (
          <DoseItem key={dose.id} dose={dose} words={words} />
        ))}
      </ol>
    </section>
  );
}

function DoseItem({ dose, words }: { dose: Dose; words: OwnWords | null }) {
  const worst = dose.evaluations.find(({ status }) => status !== 'valid') ?? dose.evaluations[0];
  const reasons = words?.doses.get(dose.id) ?? worst?.reasons.map(({ text }) => text) ?? [];
  const number = dose.doseNumber ?? dose.evaluations[0]?.doseNumber ?? null;
  const facts = [
    dose.clinicName,
    dose.lotNumber && t('record.lot', { lot: dose.lotNumber }),
    dose.source !== 'clinic' && t(`record.source.${dose.source}`),
  ].filter(Boolean);
  return (
    <li class="list-item">
      <div class="list-head">
        <strong>
          {dose.vaccine.name}
          {number !== null && <span class="list-dose">{t('record.dose', { number })}</span>}
        </strong>
        {worst && <Badge tone={TONE[worst.status]}>{t(`validity.${worst.status}`)}</Badge>}
      </div>
      <p class="number">{formatDate(dose.date)}</p>
      {facts.length > 0 && <p class="muted small">{facts.join(' · ')}</p>}
      {worst && worst.status !== 'valid' && (
        <>
          {reasons.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <p class="small">{t(`validity.${worst.status}.explain`)}</p>
        </>
      )}
    </li>
  );
}
