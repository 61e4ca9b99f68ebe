import { useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/judgement.ts';
import { currentDay, currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Segmented, Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import type { PersonHead } from '../record/view.ts';
import { type FactGroup, factOptions, hasEnd } from './fact-kinds.ts';
import { saveHealthFact } from './save-fact.ts';

const GROUPS: readonly FactGroup[] = ['test', 'product', 'state'];

/** Enters a finding or state that the schedule heeds; works off line too. */
export function FactDialog({
  person,
  group: first,
  onClose,
  onSaved,
}: {
  person: PersonHead;
  group: FactGroup;
  onClose: () => void;
  onSaved: () => void;
}) {
  const today = currentDay();
  const [group, setGroup] = useState(first);
  const [code, setCode] = useState('');
  const [date, setDate] = useState(today);
  const [until, setUntil] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One fact, one command per dialog: pressing again after a lost answer is the same step.
  const [made] = useState(() => ({ commandId: newId(), factId: newId() }));
  useOpenForm(code !== '');
  const isBadDate = date === '' || date > today || date < person.birthDate;
  const isBadUntil = hasEnd(code) && until !== '' && until <= date;

  const save = async () => {
    setTried(true);
    if (code === '' || isBadDate || isBadUntil || busy) return;
    setBusy(true);
    const saved = await saveHealthFact(
      made.commandId,
      {
        factId: made.factId,
        personId: person.id,
        code,
        date,
        until: hasEnd(code) && until !== '' ? until : null,
        recordedAt: currentInstant(),
      },
      { name: person.name, birthDate: person.birthDate },
    );
    setBusy(false);
    if (saved.kind === 'refused') return setProblem(saved.problem);
    toast(t(saved.kind === 'queued' ? 'facts.queued' : 'facts.saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('facts.addTitle')} saveText={t('facts.save')} busy={busy} onSave={save} onClose={onClose}>
      <Segmented
        legend={t('facts.kind')}
        value={group}
        options={GROUPS.map((value) => ({ value, label: t(`facts.group.${value}`) }))}
        onChange={(value) => {
          setGroup(value as FactGroup);
          setCode('');
        }}
      />
      <Select
        label={t('facts.kind')}
        value={code}
        placeholder
        options={factOptions(group, person, today)}
        error={isTried && code === '' ? t('facts.pickKind') : undefined}
        onInput={setCode}
      />
      <DateField
        label={t(group === 'state' ? 'facts.from' : 'facts.date')}
        value={date}
        min={person.birthDate}
        max={today}
        error={isTried && isBadDate ? t('facts.badDate') : undefined}
        onInput={setDate}
      />
      {group === 'state' && (
        <DateField
          label={t('facts.until')}
          value={until}
          optional
          min={date}
          error={isTried && isBadUntil ? t('facts.badUntil') : undefined}
          onInput={setUntil}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
