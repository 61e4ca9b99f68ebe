import { useState } from 'preact/hooks';
import type { NotGivenReason } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { notGivenText } from '../../i18n/health.ts';
import { t } from '../../i18n/judgement.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import type { NotGivenView, PersonHead, RecordView } from '../record/view.ts';
import { saveNotGiven } from './save-fact.ts';

const REASONS: readonly NotGivenReason[] = [
  'contraindicated',
  'preterm_low_weight',
  'critically_ill',
  'refused',
  'no_stock',
  'missed',
  'born_outside',
  'other',
];

/** The birth doses that were not given: asks for the reason where none stands, shows it where one does (S-13). */
export function NotGiven({ record, onChanged }: { record: RecordView; onChanged: () => void }) {
  const [open, setOpen] = useState<string | null>(null);
  const missing = record.plan.series.filter(({ reasonRequired }) => reasonRequired);
  // Once the dose is given, why it was late is history.
  const isOpen = ({ series }: NotGivenView) =>
    record.plan.series.some((s) => s.series === series && s.dosesGiven === 0);
  const told = record.notGiven.filter(isOpen);
  const beside = record.notGiven.filter((one) => one.besideDose && !isOpen(one));
  return (
    <>
      {missing.map(({ series }) => (
        <Notice key={series} tone="warn" title={t('notGiven.ask', { series: seriesTitle(series) })}>
          <div>
            <Button onClick={() => setOpen(series)}>{t('notGiven.fill')}</Button>
          </div>
        </Notice>
      ))}
      {told.map((one) => (
        <p key={one.series} class="row">
          <span>{t('notGiven.of', { series: seriesTitle(one.series), reason: notGivenText(one.reason) })}</span>
          {one.note && <span class="muted">{one.note}</span>}
          {one.entry && (
            <Badge tone="warn" icon="upload">
              {clinic('dose.pending')}
            </Badge>
          )}
          <Button variant="quiet" onClick={() => setOpen(one.series)}>
            {t('notGiven.change')}
          </Button>
        </p>
      ))}
      {beside.map((one) => (
        <Notice key={one.series} tone="warn">
          {t('notGiven.besideDose', { series: seriesTitle(one.series), reason: notGivenText(one.reason) })}
        </Notice>
      ))}
      {open && (
        <NotGivenDialog person={record.person} series={open} onClose={() => setOpen(null)} onSaved={onChanged} />
      )}
    </>
  );
}

function NotGivenDialog({
  person,
  series,
  onClose,
  onSaved,
}: {
  person: PersonHead;
  series: string;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [reason, setReason] = useState<NotGivenReason | ''>('');
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  useOpenForm(reason !== '' || note !== '');
  const needsNote = reason === 'other' && note.trim() === '';
  const save = async () => {
    setTried(true);
    if (reason === '' || needsNote || busy) return;
    setBusy(true);
    const input = {
      personId: person.id,
      series,
      dose: 1,
      reason,
      note: note.trim() || null,
      recordedAt: currentInstant(),
    };
    const saved = await saveNotGiven(commandId, input, { name: person.name, birthDate: person.birthDate });
    setBusy(false);
    if (saved.kind === 'refused') return setProblem(saved.problem);
    toast(saved.kind === 'queued' ? clinic('give.queued') : t('notGiven.saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={t('notGiven.ask', { series: seriesTitle(series) })}
      saveText={t('facts.save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <Select
        label={t('notGiven.reason')}
        value={reason}
        placeholder
        options={REASONS.map((value) => ({ value, label: notGivenText(value) }))}
        error={isTried && reason === '' ? t('notGiven.pick') : undefined}
        onInput={(value) => setReason(value as NotGivenReason)}
      />
      <TextField
        label={t('notGiven.note')}
        value={note}
        optional={reason !== 'other'}
        maxLength={200}
        error={isTried && needsNote ? t('notGiven.noteNeeded') : undefined}
        onInput={setNote}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
