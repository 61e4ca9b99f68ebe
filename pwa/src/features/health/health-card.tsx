import { useState } from 'preact/hooks';
import { t as clinic } from '../../i18n/clinic.ts';
import { formatDate } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import { t } from '../../i18n/judgement.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import type { HealthFactView, RecordView } from '../record/view.ts';
import { online } from '../session/online.ts';
import { FactDialog } from './fact-dialog.tsx';
import { type FactGroup, hasEnd } from './fact-kinds.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';

/** What is known of a child's health that changes what may be given, and the ways to add and take back. */
export function HealthCard({
  record,
  adding,
  onAdd,
  onChanged,
}: {
  record: RecordView;
  /** The group a dialog is open for. */
  adding: FactGroup | null;
  onAdd: (group: FactGroup | null) => void;
  onChanged: () => void;
}) {
  const [withdrawing, setWithdrawing] = useState<HealthFactView | null>(null);
  return (
    <section class="card" aria-labelledby="health">
      <div class="row-between">
        <h2 id="health">{t('facts.title')}</h2>
        <Button icon="plus" onClick={() => onAdd('test')}>
          {t('facts.add')}
        </Button>
      </div>
      {record.healthFacts.length === 0 && <p class="muted">{t('facts.none')}</p>}
      <ul class="visit">
        {record.healthFacts.map((fact) => (
          <Fact
            key={fact.id}
            fact={fact}
            isFromServer={record.takenAt === null}
            onWithdraw={() => setWithdrawing(fact)}
          />
        ))}
      </ul>
      {adding && <FactDialog person={record.person} group={adding} onClose={() => onAdd(null)} onSaved={onChanged} />}
      {withdrawing && <WithdrawDialog fact={withdrawing} onClose={() => setWithdrawing(null)} onChanged={onChanged} />}
    </section>
  );
}

function Fact({
  fact,
  isFromServer,
  onWithdraw,
}: {
  fact: HealthFactView;
  isFromServer: boolean;
  onWithdraw: () => void;
}) {
  const name = healthFactText(fact.code);
  const canWithdraw = isFromServer && fact.entry === null && !fact.withdrawn && online.value;
  return (
    <li class="visit-row">
      <div class="grow stack-tight">
        <strong>{name}</strong>
        <span class="small muted number row">
          <span>{hasEnd(fact.code) ? t('facts.since', { date: formatDate(fact.date) }) : formatDate(fact.date)}</span>
          {fact.until && <span>{t('facts.untilShort', { date: formatDate(fact.until) })}</span>}
        </span>
      </div>
      {fact.withdrawn && <Badge>{t('facts.withdrawn')}</Badge>}
      {fact.entry && (
        <Badge tone="warn" icon="upload">
          {clinic('dose.pending')}
        </Badge>
      )}
      {canWithdraw && (
        <Button variant="quiet" label={t('facts.withdrawOf', { fact: name })} onClick={onWithdraw}>
          {t('facts.withdraw')}
        </Button>
      )}
    </li>
  );
}
