import { useState } from 'preact/hooks';
import { type HouseholdEndReason, JoinHousehold, LeaveHousehold } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/household.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { FamilyFile } from './family-screen.tsx';
import type { Member } from './home.tsx';

interface Props {
  file: FamilyFile;
  onClose: () => void;
  onChanged: () => void;
}
const REASONS = ['split_off', 'left', 'entered_by_mistake'] as const satisfies HouseholdEndReason[];

/** Takes the person of the file out of the household; 分户 opens one of the own. */
export function LeaveDialog({ file, members, onClose, onChanged }: Props & { members: readonly Member[] }) {
  const isAlone = members.length === 1;
  const isHead = members.find((m) => m.personId === file.id)?.relation === 'head';
  const reasons = REASONS.filter((reason) => !isAlone || reason !== 'split_off');
  const [reason, setReason] = useState<HouseholdEndReason>(reasons[0]!);
  const { busy, problem, run } = useAct(onClose, onChanged);
  const input = { personId: file.id, reason };
  return (
    <FormDialog
      title={t('home.leaveOf', { name: file.name })}
      saveText={t('home.leave')}
      busy={busy}
      onSave={() => run((commandId) => mutate(LeaveHousehold, { commandId, input }))}
      onClose={onClose}
    >
      {isHead && !isAlone && <Notice tone="warn">{t('home.headLeaves')}</Notice>}
      <Select
        label={t('leave.reason')}
        value={reason}
        options={reasons.map((value) => ({ value, label: t(`leave.${value}`) }))}
        onInput={(value) => setReason(value as HouseholdEndReason)}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}

/** Opens a household for the person of the file. */
export function OpenDialog({ file, onClose, onChanged }: Props) {
  const { busy, problem, run } = useAct(onClose, onChanged);
  return (
    <FormDialog
      title={t('home.open')}
      saveText={t('home.open')}
      busy={busy}
      onSave={() => run((commandId) => mutate(JoinHousehold, { commandId, input: { personId: file.id } }))}
      onClose={onClose}
    >
      <p>{t('home.openExplain', { name: file.name })}</p>
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}

/** One act of a dialog: once, with its refusal in the dialog, and the screen told afterwards. */
function useAct(onClose: () => void, onChanged: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (act: (commandId: string) => Promise<{ ok: true } | { ok: false; problem: Problem }>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const answer = await act(newId());
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('home.saved'));
    onChanged();
    onClose();
  };
  return { busy, problem, run };
}
