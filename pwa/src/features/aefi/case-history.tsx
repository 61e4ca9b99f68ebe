import { useState } from 'preact/hooks';
import { type AdverseEventOutcome, FollowUpAdverseEvent } from '../../data/generated/aefi.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { toTimeField } from '../../i18n/time-field.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Select, TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { PlaceName } from '../coming/place-picker.tsx';
import type { Case } from './case-screen.tsx';
import { deskCode, outcomeOptions } from './words.ts';

type StepWord = Parameters<typeof t>[0];
/** A word of the catalogue for what the server names; one this app does not know keeps its code. */
const wordOf = (prefix: 'act' | 'field', code: string): string => {
  const text = t(`${prefix}.${code}` as StepWord & `act.report`);
  return text === `${prefix}.${code}` ? code : text;
};

/** Acts of the child's family: their account has no name on the desk. */
const FAMILY_ACTS: ReadonlySet<string> = new Set(['tell', 'withdraw']);

/** What was done, oldest first. */
export function History({ of }: { of: Case }) {
  return (
    <section class="card">
      <h2>{t('case.history')}</h2>
      <ol class="aefi-steps">
        {of.steps.map(({ number, at, action, by, unit, reason, changes }) => (
          <li key={number}>
            <strong>{wordOf('act', action)}</strong>{' '}
            <span class="muted small">
              <span class="number">{formatInstant(at)}</span> {unit?.name ?? ''}{' '}
              {by?.displayName ?? t(FAMILY_ACTS.has(action) ? 'case.family' : 'case.platform')}
            </span>
            {reason && <p>{reason}</p>}
            {changes.length > 0 && (
              <ul class="aefi-list small muted">
                {changes.map(({ field, before }) => (
                  <li key={field}>
                    {field === 'desk' && before ? (
                      <>
                        {t('case.deskBefore')} <PlaceName code={deskCode(before)} />
                      </>
                    ) : (
                      t('case.changed', { field: wordOf('field', field), before: before ?? t('case.empty') })
                    )}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How the person was at later days, and the way to add one. */
export function FollowUps({ of, onChanged }: { of: Case; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="card">
      <div class="row-between">
        <h2>{t('case.followUps')}</h2>
        {of.actions.includes('follow_up') && (
          <span class="no-print">
            <Button icon="plus" onClick={() => setOpen(true)}>
              {t('case.addFollowUp')}
            </Button>
          </span>
        )}
      </div>
      {of.followUps.length === 0 && <p class="muted">{t('case.noFollowUps')}</p>}
      <ul class="aefi-list">
        {of.followUps.map(({ id, seenOn, outcome, note, by }) => (
          <li key={id}>
            <span class="number">{formatDate(seenOn)}</span> <strong>{t(`outcome.${outcome}`)}</strong>{' '}
            <span class="muted small">{by.displayName}</span>
            <p>{note}</p>
          </li>
        ))}
      </ul>
      {isOpen && <FollowUpDialog of={of} onClose={() => setOpen(false)} onSaved={onChanged} />}
    </section>
  );
}

function FollowUpDialog({ of, onClose, onSaved }: { of: Case; onClose: () => void; onSaved: () => void }) {
  const first = toTimeField(of.onsetAt).slice(0, 10);
  const today = currentDay();
  const [seenOn, setSeenOn] = useState(today);
  const [outcome, setOutcome] = useState<AdverseEventOutcome>('improving');
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), followUpId: newId() }));
  const isDayBad = seenOn < first || seenOn > today;
  const save = async () => {
    setTried(true);
    if (isDayBad || note.trim() === '' || busy) return;
    setBusy(true);
    const answer = await mutate(FollowUpAdverseEvent, {
      commandId: made.commandId,
      input: { followUpId: made.followUpId, id: of.id, seenOn, outcome, note: note.trim() },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('follow.done'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('case.addFollowUp')} saveText={t('signals.save')} busy={busy} onSave={save} onClose={onClose}>
      <DateField
        label={t('follow.seen')}
        min={first}
        max={today}
        value={seenOn}
        error={isTried && isDayBad ? t('follow.dateBad') : undefined}
        onInput={setSeenOn}
      />
      <Select
        label={t('card.outcome')}
        value={outcome}
        options={outcomeOptions()}
        onInput={(value) => setOutcome(value as AdverseEventOutcome)}
      />
      <TextArea
        label={t('follow.note')}
        rows={3}
        maxLength={1000}
        value={note}
        error={isTried && note.trim() === '' ? t('follow.noteNeeded') : undefined}
        onInput={setNote}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
