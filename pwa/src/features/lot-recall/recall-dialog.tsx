import { useState } from 'preact/hooks';
import { type LotUseQuery, type RecallEffect, RecallLot } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/recall.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Segmented, TextArea } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';

type Use = LotUseQuery['lotUse'][number];

/** What may follow on the state of the lot: never the same once more. */
const effectsFor = (recall: Use['lot']['recall']): RecallEffect[] =>
  recall === 'void' ? ['stopped', 'lifted'] : recall === 'stopped' ? ['void', 'lifted'] : ['stopped', 'void'];

/** The decision on a lot: what it touches and what follows stand beside each choice before anything is done. */
export function RecallDialog({
  use: { lot, doses, persons },
  onClose,
  onRecalled,
}: {
  use: Use;
  onClose: () => void;
  onRecalled: (id: string) => void;
}) {
  const choices = effectsFor(lot.recall);
  const [effect, setEffect] = useState<RecallEffect>(choices[0] ?? 'stopped');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One command for each effect: choosing otherwise after a lost answer is another step.
  const [commands] = useState(() => ({ stopped: newId(), void: newId(), lifted: newId() }));
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(RecallLot, {
      commandId: commands[effect],
      lotId: lot.id,
      effect,
      reason: reason.trim(),
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('dialog.done'));
    onRecalled(answer.data.recallLot.id);
  };
  return (
    <Dialog
      title={t('dialog.title', { number: lot.number })}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button
            variant={effect === 'lifted' ? 'primary' : 'danger'}
            busy={busy}
            disabled={reason.trim() === ''}
            onClick={() => void confirm()}
          >
            {t('dialog.confirm', { effect: t(`effect.${effect}`) })}
          </Button>
        </>
      }
    >
      <p>
        {lot.product.vaccine.name} · {lot.product.manufacturer}
      </p>
      <p>{t('dialog.touches', { doses, persons })}</p>
      <Segmented
        legend={t('dialog.effect')}
        value={effect}
        options={choices.map((value) => ({ value, label: t(`effect.${value}`) }))}
        onChange={(value) => setEffect(value as RecallEffect)}
      />
      <Notice tone={effect === 'lifted' ? 'info' : 'warn'}>
        {effect === 'stopped' ? t('dialog.stopped') : t(`dialog.${effect}`, { persons })}
      </Notice>
      <TextArea label={t('dialog.reason')} value={reason} maxLength={200} rows={2} onInput={setReason} />
      {problem?.reason === 'wrong_state' ? (
        <Notice tone="bad" alert>
          {t('dialog.same')}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
    </Dialog>
  );
}
