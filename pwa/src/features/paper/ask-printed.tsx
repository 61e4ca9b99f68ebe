import { useState } from 'preact/hooks';
import { RecordPaperPrint, type RecordPaperPrintMutationVariables } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/paper.ts';
import { currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';

export type Printed = RecordPaperPrintMutationVariables['input'];

/** Only who looks at the paper knows whether the printer did it: a jam is not a printing. */
export function AskPrinted({
  printed,
  onClose,
  onRecorded,
}: {
  printed: Printed;
  onClose: () => void;
  onRecorded: () => void;
}) {
  const [command] = useState(() => ({ commandId: newId(), printedAt: currentInstant() }));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const record = async () => {
    setBusy(true);
    const { commandId, printedAt } = command;
    const answer = await mutate(RecordPaperPrint, { commandId, input: { ...printed, printedAt } });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('asked.done'));
    onClose();
    onRecorded();
  };
  const known =
    problem?.reason === 'duplicate' && problem.field === 'number'
      ? t('problem.number')
      : problem?.reason === 'wrong_state'
        ? t('problem.changed')
        : null;
  return (
    <Dialog
      title={t('asked.title')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{t('asked.no')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void record()}>
            {t('asked.yes')}
          </Button>
        </>
      }
    >
      <p>{t('asked.explain')}</p>
      {known ? (
        <Notice tone="bad" alert>
          {known}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
    </Dialog>
  );
}
