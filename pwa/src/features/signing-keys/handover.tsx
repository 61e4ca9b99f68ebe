import { useState } from 'preact/hooks';
import { AnnounceRootHandover, HandOverRoot, type SigningKeysQuery } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/keys.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import { confirmed } from './confirmed.ts';
import { PasswordAgain } from './password-again.tsx';

type Found = SigningKeysQuery['trustState']['handover'];

/** The change of the root key: announced, and made 14 days later. */
export function Handover({ of, onChanged }: { of: Found; onChanged: () => void }) {
  const [asking, setAsking] = useState<'announce' | 'make' | null>(null);
  const isOpen = !!of && !of.finishedAt;
  const isReady = isOpen && Date.parse(of.earliestAt) <= Date.now();
  return (
    <section class="card" data-handover={isReady ? 'ready' : isOpen ? 'waiting' : 'none'}>
      <h2>{t('handover.title')}</h2>
      <p class="muted">{t('handover.explain')}</p>
      {isOpen && (
        <Notice tone={isReady ? 'warn' : 'info'}>
          {isReady
            ? t('handover.ready', { time: formatInstant(of.announcedAt) })
            : t('handover.waiting', {
                time: formatInstant(of.announcedAt),
                earliest: formatInstant(of.earliestAt),
              })}
        </Notice>
      )}
      {of?.finishedAt && (
        <p class="small">
          {t('handover.last', { time: formatInstant(of.finishedAt), from: of.fromKid, to: of.toKid })}
        </p>
      )}
      <div class="row no-print">
        {isOpen ? (
          <Button variant="danger" disabled={!isReady} onClick={() => setAsking('make')}>
            {t('handover.make')}
          </Button>
        ) : (
          <Button onClick={() => setAsking('announce')}>{t('handover.announce')}</Button>
        )}
      </div>
      {asking && (
        <Ask
          step={asking}
          onClose={() => setAsking(null)}
          onDone={() => {
            setAsking(null);
            onChanged();
          }}
        />
      )}
    </section>
  );
}

function Ask({ step, onClose, onDone }: { step: 'announce' | 'make'; onClose: () => void; onDone: () => void }) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const confirm = async () => {
    setBusy(true);
    if (step === 'announce') {
      const answer = await mutate(AnnounceRootHandover, { commandId });
      setBusy(false);
      if (!answer.ok) return setProblem(answer.problem);
      const earliest = answer.data.announceRootHandover.handover?.earliestAt;
      if (earliest) toast(t('handover.announced', { time: formatInstant(earliest) }));
    } else {
      const answer = await confirmed(password, () => mutate(HandOverRoot, { commandId }));
      setBusy(false);
      if (!answer.ok) return setProblem(answer.problem);
      toast(t('handover.done'));
    }
    onDone();
  };
  return (
    <Dialog
      title={t(`handover.${step}Title`)}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button
            variant={step === 'make' ? 'danger' : 'primary'}
            busy={busy}
            disabled={step === 'make' && password === ''}
            onClick={() => void confirm()}
          >
            {t(`handover.${step}`)}
          </Button>
        </>
      }
    >
      <p>{t(`handover.${step}Ask`)}</p>
      {step === 'make' && <PasswordAgain value={password} onInput={setPassword} problem={problem} />}
      {problem && problem.code !== 'WRONG_CREDENTIALS' && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
