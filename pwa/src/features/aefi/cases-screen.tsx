import '../administration/administration.css';
import './aefi.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  type AdverseEventFilterInput,
  type AdverseEventState,
  AefiCases,
  AefiCasesFile,
  type AefiCasesQuery,
} from '../../data/generated/aefi.ts';
import { PlaceBelow } from '../../data/generated/coming.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/aefi.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { routeQuery, type Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { WhoCell } from '../coming/case-list.tsx';
import { Page } from '../session/shell.tsx';
import { CaseFilters } from './case-filters.tsx';
import { CAUSES, SEVERITY_TONES, STATE_TONES } from './words.ts';

type Row = AefiCasesQuery['adverseEvents']['nodes'][number];
const TABS = ['todo', 'all'] as const;
/** What waits at a desk. */
const WAITING: Record<'vaccinator' | 'cdc' | 'inspector', readonly AdverseEventState[]> = {
  vaccinator: ['suspected'],
  cdc: ['reported', 'reviewed', 'investigating', 'classified'],
  inspector: ['investigating'],
};

/** Suspected adverse events of a clinic or of disease control: what waits, and all of them by filters. */
const CasesScreen: Screen = () => {
  const role = account.value?.role;
  const [tab, setTab] = useState<(typeof TABS)[number]>(() =>
    Object.keys(filterOfRoute()).length > 0 ? 'all' : 'todo',
  );
  const [chosen, setChosen] = useState<AdverseEventFilterInput>(filterOfRoute);
  const waiting = role === 'vaccinator' || role === 'cdc' || role === 'inspector' ? WAITING[role] : [];
  const filter: AdverseEventFilterInput = tab === 'todo' ? { states: [...waiting] } : chosen;
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <Page title={t('page.title')}>
      <p class="muted">{t('page.explain')}</p>
      <Tabs
        label={t('page.title')}
        selected={tab}
        tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
        onSelect={(key) => setTab(key as typeof tab)}
      >
        <div class="stack tab-body">
          {tab === 'all' && chosen.figure && (
            <OfFigure division={chosen.figure.division} onEnd={() => setChosen({ ...chosen, figure: null })} />
          )}
          {tab === 'all' && <CaseFilters filter={chosen} onChange={setChosen} />}
          <div class="row">
            <a class="button button-plain" href="#/aefi-figures">
              {t('list.figures')}
            </a>
            <Button
              icon="download"
              onClick={() => void download(AefiCasesFile, { filter }, (d) => d.adverseEventsFile).then(setProblem)}
            >
              {t('list.export')}
            </Button>
          </div>
          {problem && <ErrorBox problem={problem} />}
          <List key={JSON.stringify(filter)} filter={filter} isTodo={tab === 'todo'} />
        </div>
      </Tabs>
    </Page>
  );
};
export default CasesScreen;

/** What the address asks for: the reports of a lot, or the cases behind a figure. */
function filterOfRoute(): AdverseEventFilterInput {
  const named = {
    lotNumber: routeQuery('lot'),
    productId: routeQuery('product'),
    from: routeQuery('from'),
    to: routeQuery('to'),
    vaccine: routeQuery('vaccine'),
    cause: CAUSES.find((cause) => cause === routeQuery('cause')),
    clinicId: routeQuery('unit'),
  };
  const [division, serious] = [routeQuery('division'), routeQuery('serious')];
  return {
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value)),
    ...(division && {
      figure: {
        division,
        isSerious: serious === null ? null : serious === 'true',
        isLate: routeQuery('late') === 'true',
      },
    }),
  };
}

/** Says that the list holds what a figure counts, and ends it. */
function OfFigure({ division, onEnd }: { division: string; onEnd: () => void }) {
  const { data } = useData(PlaceBelow, { code: division }, { keep: true });
  return (
    <div class="row">
      <span>{t('list.fromFigure', { place: data?.division?.fullName ?? division })}</span>
      <Button variant="quiet" icon="close" onClick={onEnd}>
        {t('list.wholeList')}
      </Button>
    </div>
  );
}

function List({ filter, isTodo }: { filter: AdverseEventFilterInput; isTodo: boolean }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(AefiCases, { filter }, (data) => data.adverseEvents);
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && (
        <EmptyState icon="check" title={t(isTodo ? 'list.noneTodo' : 'list.none')}>
          {account.value?.role === 'vaccinator' && t('list.noneHint')}
        </EmptyState>
      )}
      {nodes && nodes.length > 0 && (
        <Table caption={t('list.caption')} hideCaption rows={nodes} rowKey={({ id }) => id} columns={COLUMNS()} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
    </>
  );
}

const COLUMNS = (): Column<Row>[] => [
  {
    key: 'who',
    head: t('list.who'),
    lead: true,
    cell: ({ personName, sex, birthDate }) => <WhoCell name={personName} sex={sex} birthDate={birthDate} />,
  },
  {
    key: 'number',
    head: t('list.number'),
    cell: ({ id, number, personName }) => (
      <a class="number unbroken" href={`#/aefi/${id}`} aria-label={t('list.openOf', { name: personName })}>
        {number ?? t('list.unnumbered')}
      </a>
    ),
  },
  {
    key: 'vaccine',
    head: t('list.vaccine'),
    cell: ({ suspects: [chief] }) => (
      <span class="aefi-cell">
        <span>{chief?.vaccine.name}</span>
        <span class="mono small muted">{chief?.lotNumber}</span>
      </span>
    ),
  },
  {
    key: 'onset',
    head: t('list.onset'),
    cell: ({ onsetAt }) => <span class="number small">{formatInstant(onsetAt)}</span>,
  },
  {
    key: 'severity',
    head: t('list.severity'),
    cell: ({ severity }) => <Badge tone={SEVERITY_TONES[severity]}>{t(`severity.${severity}`)}</Badge>,
  },
  {
    key: 'state',
    head: t('list.state'),
    cell: ({ state, cause }) => (
      <span class="aefi-cell">
        <span>
          <Badge tone={STATE_TONES[state]}>{t(`state.${state}`)}</Badge>
        </span>
        {cause && <span class="small">{t(`cause.${cause}`)}</span>}
      </span>
    ),
  },
  { key: 'due', head: t('list.due'), cell: (row) => <Due row={row} /> },
  { key: 'unit', head: t('list.unit'), cell: ({ unit }) => unit.name },
];

/** The limit that runs now. */
function Due({ row }: { row: Row }) {
  const open = row.state === 'closed' ? undefined : row.deadlines.find(({ metAt }) => metAt === null);
  if (!open) return <span class="muted">—</span>;
  return (
    <span class="aefi-cell">
      <span class="small">{t(`deadline.${open.kind}`)}</span>
      <span class="number small">{formatInstant(open.dueAt)}</span>
      {row.isOverdue && (
        <span>
          <Badge tone="bad" icon="alert">
            {t('list.overdue')}
          </Badge>
        </span>
      )}
    </span>
  );
}
