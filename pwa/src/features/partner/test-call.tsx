import { useState } from 'preact/hooks';
import { type PartnerSubscriptionsQuery, TryShowLicence } from '../../data/generated/partner.ts';
import { type Answer, post } from '../../data/post.ts';
import { t } from '../../i18n/partner.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { callOf, WAYS, type Way } from './call.ts';

type Subscription = PartnerSubscriptionsQuery['myServiceSubscriptions']['nodes'][number];
interface Call {
  sent: object;
  answer: Answer<unknown>;
  ms: number;
}
/** A call on trial: what is sent and what comes back, as the partner's system sees it. It counts and is logged like any other. */
export function TestCall({ subscriptions, token }: { subscriptions: readonly Subscription[]; token: string }) {
  const [id, setId] = useState(subscriptions[0]?.id ?? '');
  const [way, setWay] = useState<Way>('number');
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [call, setCall] = useState<Call>();
  const chosen = subscriptions.find((one) => one.id === id) ?? subscriptions[0];
  if (!chosen) return null;
  const run = async () => {
    setBusy(true);
    setCall(undefined);
    const sent = callOf(chosen, way, text, name);
    const began = performance.now();
    const answer = await post(TryShowLicence, sent, token);
    setCall({ sent, answer, ms: Math.round(performance.now() - began) });
    setBusy(false);
  };
  return (
    <section class="stack">
      <h2>{t('test')}</h2>
      <p class="muted">{t('test.explain')}</p>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void run();
        }}
      >
        <Select
          label={t('service')}
          value={chosen.id}
          options={subscriptions.map((one) => ({
            value: one.id,
            label: t('serviceFor', { type: one.typeName, purpose: one.purpose }),
          }))}
          onInput={setId}
        />
        <Select
          label={t('by')}
          value={way}
          options={WAYS.map((value) => ({ value, label: t(`by.${value}`) }))}
          onInput={(value) => setWay(value as Way)}
        />
        <TextField label={t(`by.${way}`)} value={text} autocomplete="off" onInput={setText} />
        {way === 'holderDocument' && (
          <TextField label={t('holderName')} value={name} autocomplete="off" onInput={setName} />
        )}
        <div class="row">
          <Button type="submit" variant="primary" icon="search" busy={busy} disabled={text.trim() === ''}>
            {t('run')}
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {call && (
          <div class="stack">
            <div class="row">
              <Badge tone={call.answer.ok ? 'good' : 'bad'}>{t(call.answer.ok ? 'answered' : 'refused')}</Badge>
              <span class="muted small">{t('took', { ms: call.ms })}</span>
            </div>
            <Json title={t('sent')} value={call.sent} />
            <Json title={t('answer')} value={call.answer.ok ? call.answer.data : { error: call.answer.problem }} />
          </div>
        )}
      </div>
    </section>
  );
}

function Json({ title, value }: { title: string; value: object | unknown }) {
  return (
    <figure class="partner-json">
      <figcaption>{title}</figcaption>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </figure>
  );
}
