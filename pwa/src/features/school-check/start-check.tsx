import { useState } from 'preact/hooks';
import { StartSchoolCheck } from '../../data/generated/school.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { uploadFile } from '../../data/upload.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Progress } from '../../ui/feedback.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { navigate } from '../../ui/router.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { type Round, roundName } from '../school-round/round.ts';

const MAX_TITLE = 100;
const NO_ROUND = 'none';

/** Title and date of a new check, then the upload; ends at the page of the check. */
export function StartCheck({
  file,
  today,
  rounds,
  onClose,
}: {
  file: File;
  today: string;
  /** open ones, the newest first */
  rounds: readonly Round[];
  onClose: () => void;
}) {
  const [title, setTitle] = useState(() => file.name.replace(/\.xlsx$/i, '').slice(0, MAX_TITLE));
  const [checkDate, setCheckDate] = useState(today);
  // The rounds may come after the dialog: until somebody chooses, it is the newest one.
  const [chosenRound, setRound] = useState<string | null>(null);
  const roundId = chosenRound ?? rounds[0]?.id ?? NO_ROUND;
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [command, setCommand] = useState(newId);
  useOpenForm(true);

  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    // Another content is another command; the same one sent again is not.
    setCommand(newId());
  };
  const submit = async () => {
    setProblem(undefined);
    setSent(0);
    const started = await mutate(StartSchoolCheck, {
      commandId: command,
      title: title.trim(),
      checkDate: checkDate || null,
      fileName: file.name,
      size: file.size,
      roundId: roundId === NO_ROUND ? null : roundId,
    });
    if (!started.ok) return fail(started.problem);
    const { id, uploadUrl } = started.data.startSchoolCheck;
    // No address: an earlier try brought the file although its answer was lost.
    const stored = uploadUrl ? await uploadFile(uploadUrl, file, setSent) : { ok: true as const };
    if (!stored.ok) return fail(stored.problem);
    onClose();
    navigate(`/check/${id}`);
  };
  const fail = (found: Problem) => {
    setSent(null);
    setProblem(found);
  };
  const isForField = fieldProblem(problem, 'title') ?? fieldProblem(problem, 'checkDate');

  return (
    <Dialog title={t('start.title')} onClose={onClose} isForm>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (sent === null) void submit();
        }}
      >
        <p class="muted small">
          {t('start.file')} <bdi>{file.name}</bdi>
        </p>
        <TextField
          label={t('start.name')}
          hint={t('start.nameHint')}
          value={title}
          onInput={change(setTitle)}
          error={fieldProblem(problem, 'title')}
          maxLength={MAX_TITLE}
        />
        <DateField
          label={t('start.date')}
          hint={t('start.dateHint')}
          value={checkDate}
          onInput={change(setCheckDate)}
          error={fieldProblem(problem, 'checkDate')}
        />
        {rounds.length > 0 && (
          <Select
            label={t('start.round')}
            value={roundId}
            options={[
              ...rounds.map((round) => ({ value: round.id, label: roundName(round) })),
              { value: NO_ROUND, label: t('start.noRound') },
            ]}
            onInput={change(setRound)}
          />
        )}
        {problem && !isForField && <ErrorBox problem={problem} />}
        {sent !== null && <Progress label={t('start.uploading', { file: file.name })} value={sent} />}
        <div class="dialog-actions">
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button type="submit" variant="primary" busy={sent !== null}>
            {t('start.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
