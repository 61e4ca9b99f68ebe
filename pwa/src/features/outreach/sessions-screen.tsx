import { useState } from 'preact/hooks';
import { CancelSession } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/outreach.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useCodes } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { Points } from './points.tsx';
import { type PointSession, teamOf } from './sessions.ts';
import { Tomorrow } from './tomorrow.tsx';

/** The points of the clinic with their lists, and the sessions at temporary ones to come: planned, changed, cancelled (H-11). */
const SessionsScreen: Screen = () => {
  const { codes, refresh } = useCodes();
  const [planned, setPlanned] = useState<PointSession | 'new' | null>(null);
  const sessions = codes?.vaccinationSessions ?? [];
  return (
    <Page
      title={t('points')}
      back="/"
      aside={
        <Button icon="plus" onClick={() => setPlanned('new')}>
          {t('plan')}
        </Button>
      }
    >
      <Tomorrow />
      {!codes && <Skeleton lines={4} />}
      {codes && <Points codes={codes} onChanged={refresh} />}
      <h2>{t('title')}</h2>
      <p class="muted">{t('explain')}</p>
      {codes && sessions.length === 0 && <EmptyState icon="calendar" title={t('none')} />}
      <ul class="stack">
        {sessions.map((session) => (
          <li key={session.id}>
            <SessionCard session={session} onEdit={() => setPlanned(session)} onChanged={refresh} />
          </li>
        ))}
      </ul>
      {planned && codes && (
        <PlanDialog
          session={planned === 'new' ? null : planned}
          codes={codes}
          onClose={() => setPlanned(null)}
          onSaved={refresh}
        />
      )}
    </Page>
  );
};
export default SessionsScreen;

function SessionCard({
  session,
  onEdit,
  onChanged,
}: {
  session: PointSession;
  onEdit: () => void;
  onChanged: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { day, point, address, vaccines, cancelled } = session;
  const cancel = async () => {
    setBusy(true);
    const answer = await mutate(CancelSession, { commandId: newId(), sessionId: session.id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('cancelled'));
    onChanged();
  };
  return (
    <article class="card" aria-label={point}>
      <div class="row-between">
        <strong>
          <span class="number">{formatDate(day)}</span> · {point}
        </strong>
        {cancelled && <Badge tone="neutral">{t('state.cancelled')}</Badge>}
      </div>
      {address && <p class="muted">{address}</p>}
      <dl class="facts">
        <div>
          <dt>{t('staff')}</dt>
          <dd>
            <bdi>{teamOf(session)}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('vaccines')}</dt>
          <dd>{vaccines.map(({ name }) => name).join(' / ')}</dd>
        </div>
      </dl>
      {problem && <ErrorBox problem={problem} />}
      {!cancelled && (
        <div class="row">
          <Button onClick={onEdit}>{t('edit')}</Button>
          <Button variant="quiet" busy={busy} onClick={() => void cancel()}>
            {t('cancel')}
          </Button>
        </div>
      )}
    </article>
  );
}
