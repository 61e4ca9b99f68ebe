import '../administration/administration.css';
import '../issuing/issuing.css';
import { useState } from 'preact/hooks';
import {
  type LicenceApplicationFilter,
  type LicenceApplicationKind,
  type LicenceApplicationState,
  LicenceApplications,
  type LicenceApplicationsQuery,
  LicenceTypes,
} from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence-application.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { TypeSelect } from '../licence/type-select.tsx';
import { Page } from '../session/shell.tsx';
import { ApplicationState } from './application-state.tsx';

type Application = LicenceApplicationsQuery['licenceApplications']['nodes'][number];

const KINDS: readonly LicenceApplicationKind[] = ['extension', 'change', 'replacement', 'cancellation'];
const STATES: readonly LicenceApplicationState[] = ['submitted', 'taken_up', 'granted', 'refused', 'withdrawn'];
const OPEN: readonly LicenceApplicationState[] = ['submitted', 'taken_up'];

/** What holders apply for about their licences: the queue, and what was decided (J-55). */
const ApplicationsPage: Screen = () => {
  const { data } = useData(LicenceTypes, {});
  const [type, setType] = useState('');
  const [kind, setKind] = useState('');
  const [state, setState] = useState('open');
  const names = new Map((data?.licenceTypes.nodes ?? []).map(({ slug, name }) => [slug, name]));
  const filter: LicenceApplicationFilter = {
    type: type || null,
    kind: (kind || null) as LicenceApplicationKind | null,
    states: state === 'open' ? [...OPEN] : state === '' ? null : [state as LicenceApplicationState],
  };
  return (
    <Page title={t('desk.title')}>
      <p class="muted">{t('desk.explain')}</p>
      <div class="filter">
        <Select
          label={t('desk.state')}
          value={state}
          onInput={setState}
          options={[
            { value: 'open', label: t('desk.open') },
            { value: '', label: t('desk.all') },
            ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          ]}
        />
        <Select
          label={t('desk.kind')}
          value={kind}
          onInput={setKind}
          placeholder={t('desk.all')}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <TypeSelect names={names} value={type} onInput={setType} />
      </div>
      <Queue filter={filter} isOpenOnly={state === 'open'} />
    </Page>
  );
};
export default ApplicationsPage;

function Queue({ filter, isOpenOnly }: { filter: LicenceApplicationFilter; isOpenOnly: boolean }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    LicenceApplications,
    { filter },
    (data) => data.licenceApplications,
  );
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && (
        <EmptyState icon="check" title={t(isOpenOnly ? 'desk.none.open' : 'desk.none')}>
          {isOpenOnly && <p class="muted">{t('desk.none.hint')}</p>}
        </EmptyState>
      )}
      {nodes && nodes.length > 0 && (
        <Table caption={t('desk.title')} hideCaption columns={columns()} rows={nodes} rowKey={({ id }) => id} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('desk.more')}
        </Button>
      )}
    </>
  );
}

const columns = (): Column<Application>[] => [
  {
    key: 'holder',
    head: t('desk.holder'),
    lead: true,
    cell: ({ id, kind, holderName }) => (
      <span class="stack-none">
        <a href={`#/licence-applications/${encodeURIComponent(id)}`}>
          <bdi>{holderName}</bdi>
        </a>
        <span class="small">{t(`kind.${kind}`)}</span>
      </span>
    ),
  },
  {
    key: 'licence',
    head: t('desk.licence'),
    cell: ({ typeName, number, issuerName }) => (
      <span class="stack-none">
        <span>{typeName}</span>
        <span class="mono small">{number}</span>
        <span class="muted small">{issuerName}</span>
      </span>
    ),
  },
  {
    key: 'submitted',
    head: t('desk.submitted'),
    cell: ({ submittedAt }) => <span class="number">{formatInstant(submittedAt)}</span>,
  },
  { key: 'state', head: t('desk.state'), cell: ({ state }) => <ApplicationState state={state} /> },
  {
    key: 'worker',
    head: t('desk.worker'),
    cell: ({ takenUpBy, reason }) => (
      <span class="stack-none">
        <span>{takenUpBy?.displayName ?? '–'}</span>
        {reason && <span class="muted small">{reason}</span>}
      </span>
    ),
  },
];
