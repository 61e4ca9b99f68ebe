import '../administration/administration.css';
import './issuing.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  type ApplicationFilter,
  type ApplicationState,
  Applications,
  ApplicationsExport,
} from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/issuing.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { useHeadHeight } from '../../ui/head-height.ts';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { APPLICATION_TONE, type Application } from './application-look.ts';
import { ReviewDialog } from './review-dialog.tsx';

const STATES: readonly ApplicationState[] = ['submitted', 'approved', 'refused', 'withdrawn'];

/** Applications for certificates: the queue to review, singly and in batch, and what was decided. */
const ReviewPage: Screen = () => {
  const [filter, setFilter] = useState<ApplicationFilter>({ state: 'submitted' });
  const [round, setRound] = useState(0);
  return (
    <Page
      title={t('review.title')}
      aside={
        <span class="row">
          <ButtonLink icon="certificate" href="#/certificates">
            {t('review.toCertificates')}
          </ButtonLink>
          {account.value?.role === 'vaccinator' && (
            <ButtonLink icon="desk" href="#/statistics">
              {t('review.toStatistics')}
            </ButtonLink>
          )}
          {account.value?.role === 'cdc' && (
            <>
              <ButtonLink icon="clinic" href="#/issuers">
                {t('issuers.title')}
              </ButtonLink>
              <ButtonLink icon="download" href="#/fetches">
                {t('fetches.title')}
              </ButtonLink>
              <ButtonLink icon="settings" href="#/settings">
                {t('settings.title')}
              </ButtonLink>
            </>
          )}
        </span>
      }
    >
      <p class="muted">{t('review.explain')}</p>
      <Filter filter={filter} onChange={setFilter} />
      <Queue key={`${JSON.stringify(filter)} ${round}`} filter={filter} onReviewed={() => setRound((n) => n + 1)} />
    </Page>
  );
};
export default ReviewPage;

function Filter({ filter, onChange }: { filter: ApplicationFilter; onChange: (filter: ApplicationFilter) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = (key: keyof ApplicationFilter) => (value: string) => onChange({ ...filter, [key]: value || null });
  return (
    <form
      class="filter"
      onSubmit={(event) => {
        event.preventDefault();
        set('text')(text.trim());
      }}
    >
      <Select
        label={t('list.state')}
        value={filter.state ?? ''}
        onInput={set('state')}
        options={[
          { value: '', label: t('list.all') },
          ...STATES.map((value) => ({ value, label: t(`application.${value}`) })),
        ]}
      />
      <DateField label={t('list.from')} value={filter.from ?? ''} onInput={set('from')} />
      <DateField label={t('list.to')} value={filter.to ?? ''} onInput={set('to')} />
      <TextField label={t('review.search')} type="search" value={text} onInput={setText} autocomplete="off" />
      <div class="row filter-buttons">
        <Button type="submit" icon="search">
          {t('list.search')}
        </Button>
        <Button
          icon="download"
          onClick={() =>
            void download(ApplicationsExport, { filter }, (data) => data.applicationsExportUrl).then(setProblem)
          }
        >
          {t('list.export')}
        </Button>
      </div>
      {problem && <ErrorBox problem={problem} />}
    </form>
  );
}

type Asked = { decision: 'approve' | 'refuse'; of: Application[] };

function Queue({ filter, onReviewed }: { filter: ApplicationFilter; onReviewed: () => void }) {
  useHeadHeight();
  const { nodes, problem, isLoading, hasMore, more } = usePages(Applications, { filter }, (data) => data.applications);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = nodes?.filter((node) => node.state === 'submitted') ?? [];
  const picked = open.filter(({ id }) => chosen.has(id));
  const choose = (id: string, isChosen: boolean) =>
    setChosen((old) => {
      const next = new Set(old);
      if (isChosen) next.add(id);
      else next.delete(id);
      return next;
    });
  const chooseAll = () => setChosen(new Set(picked.length === open.length ? [] : open.map(({ id }) => id)));
  const ask = (decision: Asked['decision']) => {
    if (picked.length > 0) setAsked({ decision, of: picked });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are a second way; each has its button
    <div class="stack" onKeyDown={(event) => onKey(event, ask)}>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && (
        <EmptyState icon="check" title={t(filter.state === 'submitted' ? 'review.none' : 'list.none')} />
      )}
      {open.length > 0 && (
        <div class="row review-bar">
          <Button onClick={chooseAll}>
            {t(picked.length === open.length ? 'review.chooseNone' : 'review.chooseAll')}
          </Button>
          <span class="muted number" role="status">
            {t('review.chosen', { count: picked.length })}
          </span>
          <Button variant="primary" icon="check" disabled={picked.length === 0} onClick={() => ask('approve')}>
            {t('review.approve')}
          </Button>
          <Button variant="danger" icon="cross" disabled={picked.length === 0} onClick={() => ask('refuse')}>
            {t('review.refuse')}
          </Button>
          <span class="muted small review-keys">{t('review.keys')}</span>
        </div>
      )}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('review.title')}
          hideCaption
          columns={columns(chosen, choose, (decision, of) => setAsked({ decision, of: [of] }))}
          rows={nodes}
          rowKey={({ id }) => id}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
      {asked && <ReviewDialog {...asked} onClose={() => setAsked(null)} onDone={onReviewed} />}
    </div>
  );
}

/** ↑ and ↓ move between the boxes, A approves and R refuses what is ticked; never while text is being typed. */
function onKey(event: KeyboardEvent, ask: (decision: Asked['decision']) => void): void {
  const at = event.target;
  if (!(at instanceof HTMLInputElement) || at.type !== 'checkbox' || event.ctrlKey || event.metaKey || event.altKey)
    return;
  const key = event.key.toLowerCase();
  if (key === 'a') ask('approve');
  else if (key === 'r') ask('refuse');
  else if (key === 'arrowdown' || key === 'arrowup') {
    const boxes = [...document.querySelectorAll<HTMLInputElement>('.review-box')];
    boxes[boxes.indexOf(at) + (key === 'arrowdown' ? 1 : -1)]?.focus();
  } else return;
  event.preventDefault();
}

const columns = (
  chosen: ReadonlySet<string>,
  choose: (id: string, isChosen: boolean) => void,
  decide: (decision: Asked['decision'], of: Application) => void,
): Column<Application>[] => [
  {
    key: 'holder',
    head: t('review.holder'),
    lead: true,
    cell: ({ id, state, holderName, holderDocumentNumber }) => (
      <span class="review-holder">
        {state === 'submitted' && (
          <input
            type="checkbox"
            class="review-box"
            aria-label={t('review.choose', { name: holderName })}
            checked={chosen.has(id)}
            onChange={(event) => choose(id, event.currentTarget.checked)}
          />
        )}
        <span class="stack-none">
          <strong>
            <bdi>{holderName}</bdi>
          </strong>
          <span class="muted small number">{holderDocumentNumber}</span>
        </span>
      </span>
    ),
  },
  {
    key: 'applicant',
    head: t('review.applicant'),
    cell: ({ applicantName, contactPhone, relation }) => (
      <span class="stack-none">
        <span>
          {applicantName ?? '–'}（{t(`relation.${relation}`)}）
        </span>
        <span class="muted small number">{contactPhone ?? ''}</span>
      </span>
    ),
  },
  {
    key: 'at',
    head: t('review.submittedAt'),
    cell: ({ submittedAt, issuer }) => (
      <span class="stack-none">
        <span class="number">{formatInstant(submittedAt)}</span>
        <span class="muted small">{issuer.name}</span>
      </span>
    ),
  },
  {
    key: 'findings',
    head: t('review.findings'),
    cell: ({ findings }) =>
      findings.length === 0 ? (
        <span class="muted">{t('review.clear')}</span>
      ) : (
        <ul class="stack-none">
          {findings.map((finding) => (
            <li key={finding}>
              <Badge tone="warn">{t(`finding.${finding}`)}</Badge>
            </li>
          ))}
        </ul>
      ),
  },
  {
    key: 'state',
    head: t('list.state'),
    cell: (of) =>
      of.state === 'submitted' ? (
        <span class="table-acts">
          <Button
            icon="check"
            label={t('review.approveOf', { name: of.holderName })}
            onClick={() => decide('approve', of)}
          />
          <Button
            icon="cross"
            label={t('review.refuseOf', { name: of.holderName })}
            onClick={() => decide('refuse', of)}
          />
        </span>
      ) : (
        <Decided application={of} />
      ),
  },
];

/** Who decided, when, and with which words. */
function Decided({ application }: { application: Application }) {
  const { state, decidedAt, decidedBy, decidedHow, reason } = application;
  return (
    <span class="stack-none">
      <Badge tone={APPLICATION_TONE[state]}>{t(`application.${state}`)}</Badge>
      {decidedAt && (
        <span class="muted small">
          <span class="number">{formatInstant(decidedAt)}</span>{' '}
          {decidedHow === 'automatic' ? t('review.automatic') : (decidedBy?.displayName ?? '')}
        </span>
      )}
      {reason && <span class="small">{reason}</span>}
    </span>
  );
}
