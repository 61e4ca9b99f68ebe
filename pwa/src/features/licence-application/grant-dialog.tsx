import { useState } from 'preact/hooks';
import { type DeskLicenceApplicationWholeFragment, GrantLicenceApplication } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/licence-application.ts';
import { locale } from '../../i18n/locale.ts';
import { fieldProblem, problemText } from '../../i18n/problem-text.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

type Application = DeskLicenceApplicationWholeFragment;

/** The problem in the words of the desk, where it is about the licence and not about what is typed here. */
function ownWords({ code, reason, field }: Problem, { comparison }: Application): string | null {
  if (code === 'CONFLICT' && reason === 'wrong_state') return t('grant.stale');
  if (code === 'CONFLICT' && reason === 'duplicate') return t('grant.second');
  const found = comparison?.find(({ key }) => field === `input.${key}`);
  if (code !== 'BAD_INPUT' || !found || field === 'input.validTo' || field === 'input.number') return null;
  return t('grant.misfit', {
    field: locale.value === 'en' ? found.labelEn : found.label,
    text: problemText({ code, ...(reason && { reason }) }),
  });
}

/** Asks once more, with the new last day of an extension or the new number of a replacement. */
export function GrantDialog({
  application,
  onClose,
  onDone,
}: {
  application: Application;
  onClose: () => void;
  onDone: () => void;
}) {
  const { id, kind } = application;
  const [commandId, setCommandId] = useState(newId);
  const [validTo, setValidTo] = useState('');
  const [number, setNumber] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isGap = (kind === 'extension' && validTo === '') || (kind === 'replacement' && number.trim() === '');
  const required = isTried && isGap ? problemText({ code: 'BAD_INPUT', reason: 'required' }) : undefined;
  const grant = async () => {
    setTried(true);
    if (isGap) return;
    setBusy(true);
    setProblem(undefined);
    const input = { id, validTo: validTo || null, number: number.trim() || null };
    const answer = await mutate(GrantLicenceApplication, { commandId, input });
    setBusy(false);
    if (!answer.ok) {
      // Without an answer it may have arrived: sent again it must be the same command.
      if (answer.problem.code !== 'OFFLINE') setCommandId(newId());
      return setProblem(answer.problem);
    }
    toast(t('grant.done'));
    onDone();
  };
  const own = problem && ownWords(problem, application);
  const ofField = fieldProblem(problem, kind === 'extension' ? 'validTo' : 'number');
  return (
    <FormDialog
      title={t('grant.title', { kind: t(`kind.${kind}`) })}
      saveText={t('one.grant')}
      busy={busy}
      onSave={grant}
      onClose={onClose}
    >
      <Notice tone="warn">{t(`grant.${kind}`)}</Notice>
      {kind === 'extension' && (
        <DateField
          label={t('grant.validTo')}
          {...(application.validTo && { hint: t('grant.validTo.hint', { date: formatDate(application.validTo) }) })}
          value={validTo}
          onInput={setValidTo}
          error={required ?? ofField}
        />
      )}
      {kind === 'replacement' && (
        <TextField
          label={t('grant.number')}
          hint={t('grant.number.hint', { number: application.number })}
          value={number}
          onInput={setNumber}
          error={required ?? ofField}
          autocomplete="off"
        />
      )}
      {own ? (
        <Notice tone="bad" alert>
          {own}
        </Notice>
      ) : (
        problem && !ofField && <ErrorBox problem={problem} />
      )}
    </FormDialog>
  );
}
