import { useState } from 'preact/hooks';
import { AskExpertSeat, DecideExpertSeat } from '../../data/generated/aefi.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Case } from './case-screen.tsx';

/** Who diagnoses the case (调查诊断专家组): members, who asks for a seat, and the ways to ask and decide. */
export function Experts({ of, onChanged }: { of: Case; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const role = account.value?.role;
  if (role !== 'cdc' && role !== 'inspector') return null;
  const own = of.experts.find(({ isSelf }) => isSelf);
  const decide = async (accountId: string, accept: boolean) => {
    const answer = await mutate(DecideExpertSeat, { commandId: newId(), id: of.id, accountId, accept });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onChanged();
  };
  return (
    <section class="card no-print">
      <div class="row-between">
        <h2>{t('experts.title')}</h2>
        {(!own || own.state === 'declined') && <Button onClick={() => setOpen(true)}>{t('experts.ask')}</Button>}
      </div>
      {of.experts.length === 0 && <p class="muted">{t('experts.none')}</p>}
      <ul class="aefi-list">
        {of.experts.map(({ account: who, state, reason, isSelf }) => (
          <li key={who.id} class="row-between">
            <span>
              <bdi>{who.displayName}</bdi> {isSelf && <span class="muted small">{t('experts.self')}</span>}{' '}
              <span class="muted small">{reason}</span>
            </span>
            {state === 'asked' && !isSelf && role === 'cdc' ? (
              <span class="row">
                <Button
                  label={t('experts.acceptOf', { name: who.displayName })}
                  onClick={() => void decide(who.id, true)}
                >
                  {t('experts.accept')}
                </Button>
                <Button
                  variant="quiet"
                  label={t('experts.declineOf', { name: who.displayName })}
                  onClick={() => void decide(who.id, false)}
                >
                  {t('experts.decline')}
                </Button>
              </span>
            ) : (
              <Badge tone={state === 'seated' ? 'good' : state === 'asked' ? 'warn' : 'neutral'}>
                {t(`experts.${state}`)}
              </Badge>
            )}
          </li>
        ))}
      </ul>
      {problem && <ErrorBox problem={problem} />}
      {isOpen && <AskDialog of={of} onClose={() => setOpen(false)} onSaved={onChanged} />}
    </section>
  );
}

function AskDialog({ of, onClose, onSaved }: { of: Case; onClose: () => void; onSaved: () => void }) {
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const save = async () => {
    setTried(true);
    if (reason.trim() === '' || busy) return;
    setBusy(true);
    const answer = await mutate(AskExpertSeat, { commandId, id: of.id, reason: reason.trim() });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('case.done'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('experts.ask')} saveText={t('experts.ask')} busy={busy} onSave={save} onClose={onClose}>
      <TextArea
        label={t('experts.reason')}
        rows={2}
        maxLength={200}
        value={reason}
        error={isTried && reason.trim() === '' ? t('act.reasonNeeded') : undefined}
        onInput={setReason}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
