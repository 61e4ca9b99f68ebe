import { useState } from 'preact/hooks';
import {
  DecideServiceSubscription,
  EndServiceSubscription,
  ServiceSubscriptions,
  type ServiceSubscriptionsQuery,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import { ReasonDialog } from '../collection/reason-dialog.tsx';
import { PageList } from './page-list.tsx';

type Subscription = ServiceSubscriptionsQuery['serviceSubscriptions']['nodes'][number];
const TONES: Record<Subscription['state'], Tone> = {
  submitted: 'info',
  approved: 'good',
  refused: 'bad',
  ended: 'neutral',
};

/** Partners that ask for a service of the catalogue (J-59): approved, they get a right to have licences shown. */
export function SubscriptionList({ maySet }: { maySet: boolean }) {
  const [round, setRound] = useState(0);
  return <Subscriptions key={round} maySet={maySet} onChanged={() => setRound(round + 1)} />;
}

function Subscriptions({ maySet, onChanged }: { maySet: boolean; onChanged: () => void }) {
  const pages = usePages(ServiceSubscriptions, {}, (data) => data.serviceSubscriptions);
  const [refusing, setRefusing] = useState<Subscription | null>(null);
  const [stopping, setStopping] = useState<Subscription | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState('');
  const [commandId] = useState(newId);
  const approve = async ({ id }: Subscription) => {
    setBusy(id);
    setProblem(undefined);
    const answer = await mutate(DecideServiceSubscription, { commandId: newId(), id, isApproved: true, reason: null });
    setBusy('');
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('subscriptions.approved.done'));
    onChanged();
  };
  return (
    <>
      <h2>{t('subscriptions.title')}</h2>
      {problem && <ErrorBox problem={problem} />}
      <PageList
        caption={t('subscriptions.title')}
        empty={t('subscriptions.none')}
        icon="people"
        pages={pages}
        columns={[
          {
            key: 'who',
            head: t('rights.subject'),
            lead: true,
            cell: ({ organisation, accountId }) => organisation.name ?? <span class="mono small">{accountId}</span>,
          },
          { key: 'type', head: t('batch.type'), cell: ({ typeName }) => typeName },
          { key: 'purpose', head: t('rights.purposes'), cell: ({ purpose }) => purpose },
          { key: 'at', head: t('subscriptions.at'), cell: ({ submittedAt }) => formatInstant(submittedAt) },
          {
            key: 'state',
            head: t('rights.state'),
            cell: (one) => (
              <span class="row">
                <Badge tone={TONES[one.state]}>{t(`subscriptions.${one.state}`)}</Badge>
                {one.reason && <span class="small">{one.reason}</span>}
                {maySet && one.state === 'submitted' && (
                  <>
                    <Button busy={busy === one.id} onClick={() => void approve(one)}>
                      {t('subscriptions.approve')}
                    </Button>
                    <Button variant="quiet" onClick={() => setRefusing(one)}>
                      {t('subscriptions.refuse')}
                    </Button>
                  </>
                )}
                {maySet && one.state === 'approved' && (
                  <Button icon="cross" onClick={() => setStopping(one)}>
                    {t('subscriptions.stop')}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {stopping && (
        <ReasonDialog
          title={t('subscriptions.stopOf', { type: stopping.typeName })}
          ask={t('subscriptions.stopAsk')}
          action={t('subscriptions.stop')}
          done={t('subscriptions.ended.done')}
          run={(reason) => mutate(EndServiceSubscription, { commandId, id: stopping.id, reason })}
          onClose={(changed) => (changed ? onChanged() : setStopping(null))}
        />
      )}
      {refusing && (
        <ReasonDialog
          title={t('subscriptions.refuseOf', { type: refusing.typeName })}
          ask={t('subscriptions.refuseAsk')}
          action={t('subscriptions.refuse')}
          done={t('subscriptions.refused.done')}
          run={(reason) => mutate(DecideServiceSubscription, { commandId, id: refusing.id, isApproved: false, reason })}
          onClose={(changed) => (changed ? onChanged() : setRefusing(null))}
        />
      )}
    </>
  );
}
