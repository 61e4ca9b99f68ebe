import { useCallback, useEffect, useState } from 'preact/hooks';
import { PublicServices, type PublicServicesQuery } from '../../data/generated/look-up.ts';
import {
  PartnerSubscriptions,
  type PartnerSubscriptionsQuery,
  StopSubscription,
  SubscribeToService,
} from '../../data/generated/partner.ts';
import { newId } from '../../data/new-id.ts';
import { post } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/partner.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { TestCall } from './test-call.tsx';

type Subscription = PartnerSubscriptionsQuery['myServiceSubscriptions']['nodes'][number];
type Service = PublicServicesQuery['publicServices'][number];
const TONES: Record<Subscription['state'], Tone> = {
  submitted: 'info',
  approved: 'good',
  refused: 'bad',
  ended: 'neutral',
};

/** What the partner subscribed to, what it may ask for, and a call on trial. */
export function Services({ token, onLeave }: { token: string; onLeave: () => void }) {
  const [subscriptions, setSubscriptions] = useState<readonly Subscription[]>();
  const [services, setServices] = useState<readonly Service[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [stopping, setStopping] = useState<Subscription | null>(null);
  const load = useCallback(async () => {
    const [own, all] = await Promise.all([post(PartnerSubscriptions, {}, token), post(PublicServices, {}, token)]);
    const failed = [own, all].find((answer) => !answer.ok);
    setProblem(failed && !failed.ok ? failed.problem : undefined);
    if (own.ok) setSubscriptions(own.data.myServiceSubscriptions.nodes);
    if (all.ok) setServices(all.data.publicServices);
  }, [token]);
  useEffect(() => void load(), [load]);
  const approved = subscriptions?.filter(({ state }) => state === 'approved') ?? [];
  return (
    <>
      <div class="row">
        <Button onClick={onLeave}>{t('leave')}</Button>
      </div>
      {problem && <ErrorBox problem={problem} onRetry={() => void load()} />}
      {!subscriptions && !problem && <Skeleton lines={5} />}
      {subscriptions && (
        <section class="stack">
          <h2>{t('subscriptions')}</h2>
          {subscriptions.length === 0 && <p class="muted">{t('subscriptions.none')}</p>}
          {subscriptions.length > 0 && (
            <Table
              caption={t('subscriptions')}
              hideCaption
              rows={subscriptions}
              rowKey={({ id }) => id}
              columns={[
                { key: 'type', head: t('service'), lead: true, cell: ({ typeName }) => typeName },
                { key: 'purpose', head: t('purpose'), cell: ({ purpose }) => purpose },
                { key: 'at', head: t('at'), cell: ({ submittedAt }) => formatInstant(submittedAt) },
                {
                  key: 'state',
                  head: t('state'),
                  cell: (one) => (
                    <span class="row">
                      <Badge tone={TONES[one.state]}>{t(`state.${one.state}`)}</Badge>
                      {one.reason && <span class="small">{one.reason}</span>}
                      {one.state === 'approved' && <Button onClick={() => setStopping(one)}>{t('stop')}</Button>}
                    </span>
                  ),
                },
              ]}
            />
          )}
          <Subscribe services={services} token={token} onDone={() => void load()} />
        </section>
      )}
      {approved.length > 0 && <TestCall subscriptions={approved} token={token} />}
      {stopping && (
        <Stop
          subscription={stopping}
          token={token}
          onClose={(stopped) => {
            setStopping(null);
            if (stopped) void load();
          }}
        />
      )}
    </>
  );
}

interface SubscribeProps {
  services: readonly Service[];
  token: string;
  onDone: () => void;
}
function Subscribe({ services, token, onDone }: SubscribeProps) {
  const [type, setType] = useState('');
  const [purpose, setPurpose] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const wrong = fieldProblem(problem, 'purpose');
  const send = async () => {
    setBusy(true);
    const answer = await post(SubscribeToService, { commandId: newId(), type, purpose }, token);
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok) return;
    setPurpose('');
    toast(t('asked'));
    onDone();
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send();
      }}
    >
      <h3>{t('subscribe')}</h3>
      <Select
        label={t('service')}
        value={type}
        placeholder
        options={services.map((service) => ({ value: service.type, label: service.name }))}
        onInput={setType}
      />
      <TextField
        label={t('purpose')}
        hint={t('purpose.hint')}
        value={purpose}
        maxLength={60}
        error={wrong}
        onInput={setPurpose}
      />
      {problem && !wrong && <ErrorBox problem={problem} />}
      <div class="row">
        <Button type="submit" busy={busy} disabled={type === ''}>
          {t('ask')}
        </Button>
      </div>
    </form>
  );
}

interface StopProps {
  subscription: Subscription;
  token: string;
  onClose: (stopped: boolean) => void;
}
function Stop({ subscription: { id, typeName }, token, onClose }: StopProps) {
  const [commandId] = useState(newId);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const wrong = fieldProblem(problem, 'reason');
  const stop = async () => {
    setBusy(true);
    const answer = await post(StopSubscription, { commandId, id, reason }, token);
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('stopped'));
    onClose(true);
  };
  return (
    <FormDialog
      title={t('stopOf', { type: typeName })}
      saveText={t('stop')}
      busy={busy}
      isDanger
      onSave={stop}
      onClose={() => onClose(false)}
    >
      <TextField label={t('reason')} hint={t('reason.hint')} value={reason} error={wrong} onInput={setReason} />
      {problem && !wrong && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
