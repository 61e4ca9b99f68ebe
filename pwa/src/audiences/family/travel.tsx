import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  ChildTravelCard,
  type ChildTravelCardQuery,
  IssueTravelCard,
  TravelCardFiles,
} from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { Page } from '../../features/session/shell.tsx';
import { formatInstant } from '../../i18n/format.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/travel.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, Notice, Skeleton } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { TravelQr } from './travel-qr.tsx';

type Card = NonNullable<ChildTravelCardQuery['travelCard']>;

/** The record as a SMART Health Card, for travel; readable without a network once it was made. */
const TravelScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, takenAt, refresh } = useData(ChildTravelCard, { id }, { keep: true });
  const [isAsking, setAsking] = useState(false);
  const card = data?.travelCard ?? null;
  return (
    <Page title={t('title')} back={`/child/${id}`} narrow aside={<DataAge takenAt={takenAt} />}>
      <Notice title={t('what')}>
        <p>{t('what.text')}</p>
        <p>{t('what.content')}</p>
      </Notice>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {card && <CardView card={card} personId={id} />}
      {data && !card && <p class="muted">{t('none')}</p>}
      {card && !isAsking && (
        <div class="stack-tight no-print">
          <p class="muted small">{t('again.hint')}</p>
          <Button icon="refresh" onClick={() => setAsking(true)}>
            {t('again')}
          </Button>
        </div>
      )}
      {data && (!card || isAsking) && (
        <PassportForm
          personId={id}
          card={card}
          onIssued={() => {
            setAsking(false);
            refresh();
          }}
        />
      )}
    </Page>
  );
};
export default TravelScreen;

function CardView({ card, personId }: { card: Card; personId: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const fetchFile = async (which: 'fileUrl' | 'fhirUrl') =>
    setProblem(await download(TravelCardFiles, { id: personId }, (data) => data.travelCard?.[which]));
  if (card.revokedAt)
    return (
      <Notice tone="bad" title={t('revoked')}>
        <p>{t(`revoked.${card.revokedReason ?? 'record_changed'}`)}</p>
      </Notice>
    );
  return (
    <article class="card certificate">
      <h2 class="child-name">
        {card.familyName} {card.givenName}
      </h2>
      {card.qr ? <TravelQr text={card.qr} label={t('card.qr')} /> : <p>{t('card.noQr')}</p>}
      {card.qr && card.detail === 'brief' && <p class="muted small">{t('card.brief')}</p>}
      <dl class="facts">
        <div>
          <dt>{t('card.dosesName')}</dt>
          <dd>{t('card.doses', { count: card.doses })}</dd>
        </div>
        <div>
          <dt>{t('card.issued')}</dt>
          <dd class="number">{formatInstant(card.issuedAt)}</dd>
        </div>
      </dl>
      {problem && <ErrorBox problem={problem} />}
      <div class="row no-print">
        <Button icon="download" onClick={() => void fetchFile('fileUrl')}>
          {t('card.file')}
        </Button>
        <Button icon="download" onClick={() => void fetchFile('fhirUrl')}>
          {t('card.fhir')}
        </Button>
      </div>
    </article>
  );
}

const FIELDS = ['familyName', 'givenName', 'passportNumber'];

function PassportForm({ personId, card, onIssued }: { personId: string; card: Card | null; onIssued: () => void }) {
  const [family, setFamily] = useState(card?.familyName ?? '');
  const [given, setGiven] = useState(card?.givenName ?? '');
  const [number, setNumber] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const wrong = (field: string) => fieldProblem(problem, field);
  const submit = async () => {
    setBusy(true);
    setProblem(undefined);
    const input = { personId, familyName: family, givenName: given, passportNumber: number || null };
    const answer = await mutate(IssueTravelCard, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('done'));
    onIssued();
  };
  return (
    <form
      class="card stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{t('form.title')}</h2>
      <TextField
        label={t('form.family')}
        error={wrong('familyName')}
        value={family}
        onInput={setFamily}
        autocomplete="off"
      />
      <TextField
        label={t('form.given')}
        error={wrong('givenName')}
        value={given}
        onInput={setGiven}
        autocomplete="off"
      />
      <TextField
        label={t('form.number')}
        hint={t('form.number.hint')}
        error={wrong('passportNumber')}
        value={number}
        onInput={setNumber}
        autocomplete="off"
        optional
      />
      {problem && !FIELDS.some(wrong) && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('form.submit')}
      </Button>
    </form>
  );
}
