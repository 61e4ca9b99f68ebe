import { addDays, latestEnd, type SpecialGroup } from '@miaoben/schedule';
import { useState } from 'preact/hooks';
import { DeclareGroup } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/declaration.ts';
import { currentDay } from '../../offline/day.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Select, TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';

/** Declares a special group of oneself or one's child, for the clinic to confirm. */
export function DeclareDialog({
  child,
  choices,
  onClose,
  onSaved,
}: {
  child: { readonly id: string; readonly birthDate: string };
  choices: readonly SpecialGroup[];
  onClose: () => void;
  onSaved: () => void;
}) {
  const today = currentDay();
  const [group, setGroup] = useState<SpecialGroup | ''>(choices.length === 1 ? (choices[0] ?? '') : '');
  const [since, setSince] = useState('');
  const [expectedEnd, setExpectedEnd] = useState('');
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), id: newId() }));
  useOpenForm(since !== '' || note !== '');
  const latest = group && since ? latestEnd(group, since) : null;
  const isBadSince = since === '' || since > today || since < child.birthDate || (latest !== null && latest <= today);
  const isPregnant = group === 'pregnant';
  const isBadEnd =
    isPregnant && expectedEnd !== '' && (expectedEnd <= today || (latest !== null && expectedEnd > latest));
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (group === '' || isBadSince || isBadEnd || busy) return;
    setBusy(true);
    const answer = await mutate(DeclareGroup, {
      commandId: made.commandId,
      input: {
        ...{ id: made.id, personId: child.id, group, since },
        expectedEnd: (isPregnant && expectedEnd) || null,
        note: note.trim() || null,
      },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('family.saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('family.declare')} saveText={t('family.send')} busy={busy} onSave={save} onClose={onClose}>
      <Select
        label={t('family.group')}
        value={group}
        placeholder
        options={choices.map((name) => ({ value: name, label: t(`group.${name}`) }))}
        error={isTried && group === '' ? t('bad.group') : undefined}
        onInput={(value) => setGroup(value as SpecialGroup)}
      />
      <DateField
        label={t(isPregnant ? 'family.pregnantSince' : 'family.since')}
        hint={isPregnant ? t('family.pregnantHint') : undefined}
        value={since}
        min={child.birthDate}
        max={today}
        error={isTried && isBadSince ? t(isPregnant ? 'bad.pregnantSince' : 'bad.since') : undefined}
        onInput={setSince}
      />
      {isPregnant && (
        <DateField
          label={t('family.expectedEnd')}
          value={expectedEnd}
          optional
          min={addDays(today, 1)}
          error={isTried && isBadEnd ? t('bad.expectedEnd') : undefined}
          onInput={setExpectedEnd}
        />
      )}
      <TextArea
        label={t('family.note')}
        hint={group ? t(`family.noteHint.${group}`) : undefined}
        value={note}
        optional
        maxLength={200}
        rows={3}
        onInput={setNote}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
