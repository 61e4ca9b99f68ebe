import { useState } from 'preact/hooks';
import { ReviewApplications, type ReviewApplicationsMutation } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/issuing.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Application } from './application-look.ts';

type Outcome = ReviewApplicationsMutation['reviewApplications'][number];

/** Asks once more before a decision, with its words; tells what could not be decided so. */
export function ReviewDialog({
  decision,
  of,
  onClose,
  onDone,
}: {
  decision: 'approve' | 'refuse';
  of: readonly Application[];
  onClose: () => void;
  onDone: () => void;
}) {
  const [commandId] = useState(newId);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [left, setLeft] = useState<Outcome[]>([]);
  const isRefusal = decision === 'refuse';
  const title = t(isRefusal ? 'review.refuseAsk' : 'review.approveAsk', { count: of.length });

  const decide = async () => {
    setBusy(true);
    setProblem(undefined);
    const input = { ids: of.map(({ id }) => id), decision, reason: reason.trim() || null };
    const answer = await mutate(ReviewApplications, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const outcomes = answer.data.reviewApplications;
    const undecided = outcomes.filter((outcome) => outcome.problem);
    toast(t(isRefusal ? 'review.refused' : 'review.approved', { count: outcomes.length - undecided.length }));
    if (undecided.length === 0) onDone();
    else setLeft(undecided);
  };

  if (left.length > 0)
    return (
      <Dialog
        title={t('review.leftTitle', { count: left.length })}
        onClose={onDone}
        actions={<Button onClick={onDone}>{common('action.close')}</Button>}
      >
        <ul class="stack-tight">
          {left.map(({ application, problem: why }) => (
            <li key={application.id}>
              <strong>
                <bdi>{application.holderName}</bdi>
              </strong>{' '}
              {problemText({ code: 'BAD_INPUT', ...(why && { reason: why as NonNullable<Problem['reason']> }) })}
            </li>
          ))}
        </ul>
      </Dialog>
    );
  return (
    <Dialog
      title={title}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button
            variant={isRefusal ? 'danger' : 'primary'}
            busy={busy}
            disabled={isRefusal && reason.trim() === ''}
            onClick={() => void decide()}
          >
            {t(isRefusal ? 'review.refuse' : 'review.approve')}
          </Button>
        </>
      }
    >
      <ul class="review-asked">
        {of.map(({ id, holderName, findings }) => (
          <li key={id} class="row">
            <strong>
              <bdi>{holderName}</bdi>
            </strong>
            {findings.map((finding) => (
              <Badge key={finding} tone="warn">
                {t(`finding.${finding}`)}
              </Badge>
            ))}
          </li>
        ))}
      </ul>
      {!isRefusal && <Notice tone="warn">{t('review.noUndo')}</Notice>}
      <TextArea
        label={t(isRefusal ? 'review.reasonNeeded' : 'review.reason')}
        optional={!isRefusal}
        rows={2}
        maxLength={200}
        value={reason}
        onInput={setReason}
      />
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
