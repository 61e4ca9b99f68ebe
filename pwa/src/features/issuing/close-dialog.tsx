import { useState } from 'preact/hooks';
import { CloseOrganisation } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/issuing.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Issuer } from './issuers-page.tsx';

/** Closes an organisation from today on, or opens a closed one again. */
export function CloseDialog({ issuer, onClose, onDone }: { issuer: Issuer; onClose: () => void; onDone: () => void }) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isClosed = Boolean(issuer.closedOn);
  const save = async () => {
    setBusy(true);
    const closedOn = isClosed ? null : todayInChina();
    const answer = await mutate(CloseOrganisation, { commandId, id: issuer.id, closedOn });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t(isClosed ? 'issuers.reopened' : 'issuers.closed'));
    onDone();
  };
  const act = t(isClosed ? 'issuers.reopen' : 'issuers.close');
  return (
    <Dialog
      title={isClosed ? `${act} ${issuer.name}` : t('issuers.closeTitle', { name: issuer.name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant={isClosed ? 'primary' : 'danger'} busy={busy} onClick={() => void save()}>
            {act}
          </Button>
        </>
      }
    >
      {!isClosed && <p>{t('issuers.closeHint')}</p>}
      {problem?.reason === 'wrong_state' ? (
        <Notice tone="bad" alert>
          {t('issuers.closeInUse')}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
    </Dialog>
  );
}
