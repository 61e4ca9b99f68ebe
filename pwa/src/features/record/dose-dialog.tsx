import { useRef, useState } from 'preact/hooks';
import { VoidDose } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as judgement } from '../../i18n/judgement.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { t as visit } from '../../i18n/visit.ts';
import { newId } from '../../offline/ids.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { online } from '../session/online.ts';
import { fieldTexts, lacksOf } from './missing-fields.ts';
import type { Trace as TraceComponent } from './trace.tsx';
import { Verdict } from './validity.tsx';
import type { DoseView, RecordView } from './view.ts';

interface Props {
  dose: DoseView;
  record: RecordView;
  onClose: () => void;
  onChanged: () => void;
}

/** Everything about one dose, why it is judged so, and the way to void it. */
export function DoseDialog(props: Props) {
  const [isVoiding, setVoiding] = useState(false);
  return isVoiding ? <VoidDialog {...props} /> : <Detail {...props} onVoid={() => setVoiding(true)} />;
}

function Detail({ dose, record, onClose, onVoid }: Props & { onVoid: () => void }) {
  const lacks = lacksOf(dose, record);
  const facts: [string, string | null | undefined, boolean?][] = [
    [t('dose.date'), formatDate(dose.date)],
    [t('dose.product'), dose.product ? `${dose.product.genericName} · ${dose.product.manufacturer}` : null],
    [t('dose.lotLabel'), dose.lotNumber, true],
    [t('dose.trace'), dose.traceCode, true],
    [t('dose.site'), dose.site && t(`site.${dose.site}`)],
    [t('dose.route'), dose.route && t(`route.${dose.route}`)],
    [t('dose.volume'), dose.volumeMl == null ? null : t('dose.ml', { ml: dose.volumeMl })],
    [t('dose.place'), dose.clinic?.name || dose.clinicName || t(`dose.${dose.source}`)],
    [visit('point.label'), dose.point],
    [t('dose.vaccinator'), dose.vaccinator?.displayName ?? dose.vaccinatorName],
    [t('dose.override'), dose.overrideReason],
    [t('dose.voidReason'), dose.voidReason],
  ];
  return (
    <Dialog
      title={dose.vaccine.name}
      onClose={onClose}
      actions={
        dose.state === 'given' && (
          <>
            {!dose.reviewed && <ButtonLink href="#/reviews">{t('dose.conflict')}</ButtonLink>}
            {dose.entry ? (
              <ButtonLink href="#/outbox">{t('dose.pending')}</ButtonLink>
            ) : online.value ? (
              <Button variant="danger" onClick={onVoid}>
                {t('dose.void')}
              </Button>
            ) : (
              <p class="muted small">{t('dose.voidOffline')}</p>
            )}
          </>
        )
      }
    >
      {dose.state === 'given' && <Evaluations dose={dose} />}
      {dose.state === 'given' && lacks.length > 0 && (
        <Notice tone="warn">{visit('field.lacksOf', { fields: fieldTexts(lacks) })}</Notice>
      )}
      <dl class="facts">
        {facts
          .filter(([, value]) => value)
          .map(([label, value, isCode]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd class={isCode ? 'mono' : undefined}>{value}</dd>
            </div>
          ))}
      </dl>
      {dose.state === 'given' && <Steps dose={dose} record={record} />}
    </Dialog>
  );
}

/** The verdict for each series. */
function Evaluations({ dose }: { dose: DoseView }) {
  return (
    <>
      {dose.evaluations.length === 0 && <p class="muted">{judgement('validity.unknown')}</p>}
      {dose.evaluations.map((found) => (
        <Verdict
          key={found.series}
          found={found}
          seriesName={
            found.doseNumber == null
              ? seriesTitle(found.series)
              : `${seriesTitle(found.series)} ${t('dose.number', { dose: found.doseNumber })}`
          }
        />
      ))}
    </>
  );
}

/** On request, the steps that led to the verdict. */
function Steps({ dose, record }: { dose: DoseView; record: RecordView }) {
  // They need the engine's words for them: fetched by those who ask.
  const [Trace, setTrace] = useState<typeof TraceComponent | null>(null);
  const open = () => void import('./trace.tsx').then((module) => setTrace(() => module.Trace));
  return Trace ? (
    <Trace record={record} about={{ dose: dose.id }} />
  ) : (
    <Button variant="quiet" icon="search" onClick={open}>
      {judgement('trace.open')}
    </Button>
  );
}

const REASONS = ['wrongVaccine', 'wrongChild', 'notGiven', 'twice'] as const;

function VoidDialog({ dose, onClose, onChanged }: Props) {
  const [preset, setPreset] = useState('');
  const [own, setOwn] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const commandId = useRef(newId());
  const reason = preset === 'own' ? own.trim() : preset;

  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(VoidDose, { commandId: commandId.current, doseId: dose.id, reason });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('dose.voided'));
    onChanged();
    onClose();
  };
  return (
    <Dialog
      title={t('dose.voidTitle')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} disabled={reason === ''} onClick={() => void confirm()}>
            {t('dose.voidConfirm')}
          </Button>
        </>
      }
    >
      <Notice tone="warn">
        <p>
          <strong>{dose.vaccine.name}</strong> <span class="number">{formatDate(dose.date)}</span>
        </p>
        <p>{t('dose.voidExplain')}</p>
      </Notice>
      <Select
        label={t('dose.voidReason')}
        value={preset}
        onInput={setPreset}
        placeholder
        options={[
          ...REASONS.map((key) => ({ value: t(`reason.${key}`), label: t(`reason.${key}`) })),
          { value: 'own', label: t('site.other') },
        ]}
      />
      {preset === 'own' && <TextField label={t('dose.voidReason')} value={own} onInput={setOwn} maxLength={200} />}
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
