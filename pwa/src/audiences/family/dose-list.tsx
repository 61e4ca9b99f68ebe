import type { ChildRecordQuery } from '../../data/generated/family.ts';
import { t } from '../../i18n/family.ts';
import { formatDate } from '../../i18n/format.ts';
import { Badge, EmptyState } from '../../ui/feedback.tsx';

type Dose = NonNullable<ChildRecordQuery['person']>['doses'][number];

/** The doses given, newest first, each with its mark and, where it does not count, why. */
export function DoseList({ doses }: { doses: Dose[] }) {
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
          <DoseItem key={dose.id} dose={dose} />
        ))}
      </ol>
    </section>
  );
}

function DoseItem({ dose }: { dose: Dose }) {
  const isValid = dose.evaluations.every(({ clinicallyValid }) => clinicallyValid);
  const reasons = dose.evaluations.flatMap((evaluation) => (evaluation.clinicallyValid ? [] : evaluation.reasons));
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
        <Badge tone={isValid ? 'good' : 'warn'}>{isValid ? t('record.valid') : t('record.notValid')}</Badge>
      </div>
      <p class="number">{formatDate(dose.date)}</p>
      {facts.length > 0 && <p class="muted small">{facts.join(' · ')}</p>}
      {reasons.map((reason) => (
        <p key={reason.code} class="small">
          {reason.text}
        </p>
      ))}
    </li>
  );
}
