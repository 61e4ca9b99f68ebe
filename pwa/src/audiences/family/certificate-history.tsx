import './holdings.css';
import { useState } from 'preact/hooks';
import { CancelCertificate, CertificateHistory as HistoryQuery } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/holding.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Skeleton } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import { endReason, STATE_TONE } from './holding-look.ts';

const day = (at: string): string => formatDate(todayInChina(Date.parse(at)));

/** All issues of a certificate with what became of each; fetched when opened. */
export function CertificateHistory({ personId }: { personId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="card no-print" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('history.title')}</summary>
      {isOpen && <Issues personId={personId} />}
    </details>
  );
}

function Issues({ personId }: { personId: string }) {
  const { data, problem, isLoading, refresh } = useData(HistoryQuery, { id: personId }, { keep: true });
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={3} />}
      <ol class="certificate-history">
        {data?.person?.certificateHistory.map((issue) => (
          <li key={issue.id} data-state={issue.state} class="stack-tight">
            <div class="row">
              <strong class="number">{day(issue.issuedAt)}</strong>
              <span>{t(issue.isRenewal ? 'history.renewal' : 'history.first')}</span>
              <Badge tone={STATE_TONE[issue.state]}>{t(`state.${issue.state}`)}</Badge>
            </div>
            <p class="muted small">{issue.issuer.name}</p>
            {issue.revokedAt && (
              <p>
                {t('history.ended', {
                  date: day(issue.revokedAt),
                  reason: endReason(issue.revokedFor, issue.revokedReason),
                })}
              </p>
            )}
            <p class="muted small mono">{issue.identifier}</p>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Takes the certificate out of use for its holder (注销). */
export function CancelButton({ id, onDone }: { id: string; onDone: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const cancel = async () => {
    setBusy(true);
    const answer = await mutate(CancelCertificate, { commandId, id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('cancel.done'));
    setAsking(false);
    onDone();
  };
  return (
    <>
      <Button variant="quiet" icon="cross" onClick={() => setAsking(true)}>
        {t('cancel.open')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('cancel.title')}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{common('action.cancel')}</Button>
              <Button variant="danger" busy={busy} onClick={() => void cancel()}>
                {t('cancel.open')}
              </Button>
            </>
          }
        >
          <p>{t('cancel.hint')}</p>
          {problem && <ErrorBox problem={problem} />}
        </Dialog>
      )}
    </>
  );
}
