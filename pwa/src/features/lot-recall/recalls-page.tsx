import '../coverage/coverage.css';
import { useState } from 'preact/hooks';
import { LotRecalls, type LotRecallsQuery, LotUse, type LotUseQuery } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { usePolled } from '../../data/use-polled.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/recall.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import { navigate, routeQuery, type Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { mayChangeSchedule } from '../schedule-change/may-change.ts';
import { Page } from '../session/shell.tsx';
import { RecallDialog } from './recall-dialog.tsx';

type Use = LotUseQuery['lotUse'][number];
type Recall = LotRecallsQuery['lotRecalls'][number];

const POLL_MS = 2_000;
const PROGRESS_TONES: Record<Recall['state'], Tone> = { running: 'info', failed: 'warn', done: 'good' };
export const EFFECT_TONES: Record<Recall['effect'], Tone> = { stopped: 'warn', void: 'bad', lifted: 'good' };

/** Recall of vaccine lots (疫苗批号召回): what a recall would touch, the decision, and the recalls so far. */
const RecallsPage: Screen = () => {
  const me = useMe().data?.me;
  const isMine = mayChangeSchedule(me);
  return (
    <Page title={t('page.title')}>
      {me && !isMine ? <Notice>{t('page.notYours')}</Notice> : <p class="muted">{t('page.explain')}</p>}
      {isMine && <Find />}
      <Recalls />
    </Page>
  );
};
export default RecallsPage;

function Find() {
  // From the signal list of adverse events, with the lot to look at.
  const [text, setText] = useState(routeQuery('lot') ?? '');
  const [asked, setAsked] = useState(text);
  const [opened, setOpened] = useState<Use | null>(null);
  const { data, problem, isLoading, refresh } = useData(LotUse, { text: asked }, { pause: asked === '' });
  const uses = data?.lotUse;
  return (
    <section class="stack">
      <form
        class="coverage-choice"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === asked) refresh();
          setAsked(text.trim());
        }}
      >
        <TextField
          label={t('find.label')}
          hint={t('find.hint')}
          type="search"
          value={text}
          maxLength={40}
          autocomplete="off"
          onInput={setText}
        />
        <Button type="submit" variant="primary" icon="search" busy={asked !== '' && isLoading}>
          {t('find.submit')}
        </Button>
      </form>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {asked && uses?.length === 0 && <p role="status">{t('find.none', { text: asked })}</p>}
      {asked && uses && uses.length > 0 && <Uses uses={uses} onOpen={setOpened} />}
      {opened && (
        <RecallDialog use={opened} onClose={() => setOpened(null)} onRecalled={(id) => navigate(`/recalls/${id}`)} />
      )}
    </section>
  );
}

function Uses({ uses, onOpen }: { uses: readonly Use[]; onOpen: (use: Use) => void }) {
  return (
    <Table
      caption={t('find.caption')}
      rows={uses}
      rowKey={({ lot }) => lot.id}
      columns={[
        {
          key: 'number',
          head: t('lot.number'),
          lead: true,
          cell: ({ lot }) => <span class="mono">{lot.number}</span>,
        },
        { key: 'vaccine', head: t('lot.vaccine'), cell: ({ lot }) => lot.product.vaccine.name },
        { key: 'maker', head: t('lot.manufacturer'), cell: ({ lot }) => lot.product.manufacturer },
        {
          key: 'expires',
          head: t('lot.expires'),
          cell: ({ lot }) => <span class="number">{formatDate(lot.expiresOn)}</span>,
        },
        { key: 'doses', head: t('lot.doses'), end: true, cell: ({ doses }) => <span class="number">{doses}</span> },
        {
          key: 'persons',
          head: t('lot.persons'),
          end: true,
          cell: ({ persons }) => <span class="number">{persons}</span>,
        },
        {
          key: 'state',
          head: t('lot.state'),
          cell: ({ lot }) =>
            lot.recall ? (
              <Badge tone={EFFECT_TONES[lot.recall]}>{t(`lot.${lot.recall}`)}</Badge>
            ) : (
              <Badge tone="good">{t('lot.inUse')}</Badge>
            ),
        },
        {
          key: 'action',
          head: t('lot.action'),
          cell: (use) => (
            <Button label={t('lot.decideOf', { number: use.lot.number })} onClick={() => onOpen(use)}>
              {t('lot.decide')}
            </Button>
          ),
        },
      ]}
    />
  );
}

function Recalls() {
  const { data, problem, isLoading, refresh } = usePolled(
    LotRecalls,
    {},
    ({ lotRecalls }) => lotRecalls.some(({ state }) => state !== 'done'),
    POLL_MS,
  );
  const recalls = data?.lotRecalls;
  return (
    <section class="stack">
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !recalls && <Skeleton lines={4} />}
      {recalls?.length === 0 && <EmptyState icon="check" title={t('list.none')} />}
      {recalls && recalls.length > 0 && (
        <Table
          caption={t('list.title')}
          rows={recalls}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'number',
              head: t('lot.number'),
              lead: true,
              cell: ({ id, lot }) => (
                <a class="mono" href={`#/recalls/${id}`}>
                  {lot.number}
                </a>
              ),
            },
            { key: 'vaccine', head: t('lot.vaccine'), cell: ({ lot }) => lot.product.vaccine.name },
            {
              key: 'effect',
              head: t('list.effect'),
              cell: ({ effect }) => <Badge tone={EFFECT_TONES[effect]}>{t(`effect.${effect}`)}</Badge>,
            },
            {
              key: 'date',
              head: t('list.date'),
              cell: ({ recalledOn }) => <span class="number">{formatDate(recalledOn)}</span>,
            },
            {
              key: 'progress',
              head: t('list.progress'),
              cell: ({ state }) => <Badge tone={PROGRESS_TONES[state]}>{t(`state.${state}`)}</Badge>,
            },
            { key: 'reason', head: t('list.reason'), cell: ({ reason }) => reason },
          ]}
        />
      )}
    </section>
  );
}
