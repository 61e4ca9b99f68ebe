import { useState } from 'preact/hooks';
import { VoidCertificate } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/issuing.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Segmented, TextArea, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';

/** Code of the type in the catalogue of e-licences; shown, so that it can be compared with the order to void. */
const TYPE_CODE = '11100000000013610B001';

/** Voids a certificate: one of the list, or named by identifier, or by holder code and type code. */
export function VoidDialog({
  identifier: known,
  onClose,
  onDone,
}: {
  /** null: to be named in the dialog */
  identifier: string | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const [commandId, setCommandId] = useState(newId);
  const [way, setWay] = useState('identifier');
  const [identifier, setIdentifier] = useState(known ?? '');
  const [holderCode, setHolderCode] = useState('');
  const [typeCode, setTypeCode] = useState(TYPE_CODE);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    const name = way === 'identifier' ? { identifier } : { holderCode, typeCode };
    const answer = await mutate(VoidCertificate, { commandId, input: { ...name, reason } });
    setBusy(false);
    if (!answer.ok) {
      setCommandId(newId());
      return setProblem(answer.problem);
    }
    toast(t('void.done'));
    onDone();
  };
  return (
    <FormDialog title={t('void.title')} saveText={t('void.save')} busy={busy} isDanger onSave={save} onClose={onClose}>
      <Notice tone="warn">{t('void.explain')}</Notice>
      {known === null && (
        <Segmented
          legend={t('void.by')}
          value={way}
          onChange={setWay}
          options={[
            { value: 'identifier', label: t('void.byIdentifier') },
            { value: 'holder', label: t('void.byHolder') },
          ]}
        />
      )}
      {way === 'identifier' ? (
        known === null ? (
          <TextField
            label={t('void.identifier')}
            value={identifier}
            onInput={setIdentifier}
            error={fieldProblem(problem, 'identifier')}
            autocomplete="off"
          />
        ) : (
          <p class="mono small">{known}</p>
        )
      ) : (
        <>
          <TextField label={t('void.holderCode')} value={holderCode} onInput={setHolderCode} autocomplete="off" />
          <TextField
            label={t('void.typeCode')}
            value={typeCode}
            onInput={setTypeCode}
            error={fieldProblem(problem, 'typeCode')}
            autocomplete="off"
          />
        </>
      )}
      <TextArea
        label={t('void.reason')}
        rows={2}
        maxLength={200}
        value={reason}
        onInput={setReason}
        error={fieldProblem(problem, 'reason')}
      />
      {problem && problem.field !== 'reason' && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
