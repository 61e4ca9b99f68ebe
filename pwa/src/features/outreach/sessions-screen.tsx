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
import type { PointSession } from './sessions.ts';
import { Tomorrow } from './tomorrow.tsx';

/** The sessions at temporary points to come: planned, changed, cancelled (H-11). */
const SessionsScreen: Screen = () => {
  const { codes, refresh } = useCodes();
  const [planned, setPlanned] = useState<PointSession | 'new' | null>(null);
  const sessions = codes?.vaccinationSessions ?? [];
  return (
    <Page
      title={t('title')}
      back="/"
      aside={
        <Button icon="plus" onClick={() => setPlanned('new')}>
          {t('plan')}
        </Button>
      }
    >
      <p class="muted">{t('explain')}</p>
      <Tomorrow />
      {!codes && <Skeleton lines={4} />}
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
  const { day, point, address, team, vaccines, cancelled } = session;
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
          <dt>{t('team')}</dt>
          <dd>
            <bdi>{team.join(' / ')}</bdi>
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
