import { useState } from 'preact/hooks';
import { type HealthEntryCode, type HealthEntryKind, RecordHealthEntry } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/file-blocks.ts';
import { currentDay } from '../../offline/day.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { CODES, type EntryDraft, type EntryFault, faultsOfEntry } from './entry-draft.ts';
import type { TabProps } from './file-screen.tsx';

/** Enters a contraindication, a disease that was had, or an allergy. */
export function EntryDialog({
  person,
  kind,
  onClose,
  onSaved,
}: {
  person: TabProps['person'];
  kind: HealthEntryKind;
  onClose: () => void;
  onSaved: () => void;
}) {
  const today = currentDay();
  const [draft, setDraft] = useState<EntryDraft>({ code: '', since: today, until: '', note: '' });
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), id: newId() }));
  useOpenForm(draft.code !== '');
  const faults = faultsOfEntry(draft, person.birthDate, today);
  const change = (part: Partial<EntryDraft>) => setDraft((before) => ({ ...before, ...part }));
  const error = (fault: EntryFault, text: string) => (isTried && faults.includes(fault) ? text : undefined);
  const save = async () => {
    setTried(true);
    setProblem(null);
    const { code, since, until, note } = draft;
    if (faults.length > 0 || code === '' || busy) return;
    setBusy(true);
    const answer = await mutate(RecordHealthEntry, {
      commandId: made.commandId,
      input: {
        ...{ id: made.id, personId: person.id, kind, code, since },
        ...{ note: note.trim() || null, until: code === 'deferred' ? until : null },
      },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('entries.saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t(`add.${kind}`)} saveText={common('action.save')} busy={busy} onSave={save} onClose={onClose}>
      <Select
        label={t('entries.what')}
        value={draft.code}
        placeholder
        options={CODES[kind].map((value) => ({ value, label: t(`code.${value}`) }))}
        error={error('code', t('entries.codeNeeded'))}
        onInput={(code) => change({ code: code as HealthEntryCode })}
      />
      <DateField
        label={t('entries.since')}
        value={draft.since}
        min={person.birthDate}
        max={today}
        error={error('since', t('entries.dayBad'))}
        onInput={(since) => change({ since })}
      />
      {draft.code === 'deferred' && (
        <DateField
          label={t('entries.until')}
          value={draft.until}
          min={draft.since}
          error={error('until', t('entries.untilBad'))}
          onInput={(until) => change({ until })}
        />
      )}
      <TextField
        label={t('entries.note')}
        value={draft.note}
        autocomplete="off"
        maxLength={200}
        error={error('note', t('entries.noteNeeded'))}
        onInput={(note) => change({ note })}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
