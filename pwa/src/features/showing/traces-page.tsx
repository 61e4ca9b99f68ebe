import '../coverage/coverage.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  CollectableTypes,
  ShowingFigures,
  type ShowingOutcome,
  ShowingTraceFile,
  type ShowingTraceFilter,
  ShowingTraces,
} from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { PageList } from './page-list.tsx';

const OUTCOMES = ['found', 'none', 'refused', 'limited', 'blocked'] as const;
const TONES: Record<ShowingOutcome, Tone> = {
  found: 'good',
  none: 'neutral',
  refused: 'bad',
  limited: 'warn',
  blocked: 'bad',
};
const VIEWS = ['list', 'figures'] as const;
type View = (typeof VIEWS)[number];
interface Choice {
  from: string;
  to: string;
  type: string;
  accountId: string;
  holderDocument: string;
  outcome: string;
}
const NOTHING: Choice = { from: '', to: '', type: '', accountId: '', holderDocument: '', outcome: '' };

const filterOf = (choice: Choice): ShowingTraceFilter => ({
  from: choice.from || null,
  to: choice.to || null,
  type: choice.type || null,
  accountId: choice.accountId || null,
  holderDocument: choice.holderDocument || null,
  outcome: (choice.outcome || null) as ShowingOutcome | null,
});

/** Every call of a partner system: searched, counted, exported (亮证记录追溯). */
const TracesPage: Screen = () => {
  const [choice, setChoice] = useState(NOTHING);
  const [asked, setAsked] = useState(NOTHING);
  const [view, setView] = useState<View>('list');
  const [refused, setRefused] = useState<Problem | null>(null);
  const filter = filterOf(asked);
  // Disease control asks for one holder of its area; who watches the systems asks for anything.
  const mustName = account.value?.role === 'cdc';
  const isNamed = !mustName || asked.holderDocument.trim() !== '';
  return (
    <Page title={t('traces.title')}>
      {mustName && <p class="muted">{t('traces.byHolder')}</p>}
      <Choices choice={choice} asked={asked} mustName={mustName} isNamed={isNamed} onChange={setChoice} />
      <div class="row no-print">
        <Button
          variant="primary"
          icon="search"
          disabled={mustName && choice.holderDocument.trim() === ''}
          onClick={() => setAsked(choice)}
        >
          {t('traces.search')}
        </Button>
        <Button
          icon="download"
          disabled={!isNamed}
          onClick={() =>
            void download(ShowingTraceFile, { filter }, (answer) => answer.showingFigures.fileUrl).then(setRefused)
          }
        >
          {t('traces.export')}
        </Button>
      </div>
      {refused && <ErrorBox problem={refused} />}
      {isNamed && (
        <Tabs
          label={t('traces.title')}
          selected={view}
          tabs={VIEWS.map((key) => ({ key, label: t(`traces.${key}`) }))}
          onSelect={(key) => setView(key as View)}
        >
          <div class="stack tab-body">{view === 'list' ? <Calls filter={filter} /> : <Figures filter={filter} />}</div>
        </Tabs>
      )}
    </Page>
  );
};
export default TracesPage;

function Choices({
  choice,
  asked,
  mustName,
  isNamed,
  onChange,
}: {
  choice: Choice;
  /** what was searched for last */
  asked: Choice;
  mustName: boolean;
  /** whether what was searched for may be looked at */
  isNamed: boolean;
  onChange: (choice: Choice) => void;
}) {
  const { data } = useData(CollectableTypes, {});
  // Disease control is told of the systems that asked for its holder once it named one.
  const { data: calls } = useData(
    ShowingFigures,
    { filter: filterOf({ ...asked, accountId: '', outcome: '' }) },
    { pause: !isNamed },
  );
  const systems = systemsOf(calls?.showingFigures.figures ?? []);
  const set = (key: keyof Choice) => (value: string) => onChange({ ...choice, [key]: value });
  return (
    <div class="coverage-choice no-print">
      <div class="choice-wide">
        <TextField
          label={t('traces.holder')}
          value={choice.holderDocument}
          optional={!mustName}
          maxLength={32}
          autocomplete="off"
          onInput={set('holderDocument')}
        />
      </div>
      <DateField label={t('report.from')} value={choice.from} optional onInput={set('from')} />
      <DateField label={t('report.to')} value={choice.to} optional onInput={set('to')} />
      <Select
        label={t('batch.type')}
        value={choice.type}
        placeholder={t('batch.allTypes')}
        options={(data?.collectableTypes ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        onInput={set('type')}
      />
      <Select
        label={t('traces.outcome')}
        value={choice.outcome}
        placeholder={t('traces.allOutcomes')}
        options={OUTCOMES.map((value) => ({ value, label: t(`traces.outcome.${value}`) }))}
        onInput={set('outcome')}
      />
      <Select
        label={t('traces.system')}
        value={choice.accountId}
        placeholder={t('traces.allSystems')}
        options={systems}
        onInput={set('accountId')}
      />
    </div>
  );
}

interface Calling {
  accountId: string;
  organisation?: { name: string } | null;
}

/** The calling systems of some calls, each once; those of one organisation told apart by the end of their account. */
function systemsOf(calls: readonly Calling[]): { value: string; label: string }[] {
  const byAccount = new Map(calls.map((call) => [call.accountId, call.organisation?.name ?? call.accountId]));
  const names = [...byAccount.values()];
  return [...byAccount].map(([value, name]) => ({
    value,
    label: names.filter((other) => other === name).length > 1 ? `${name} …${value.slice(-6)}` : name,
  }));
}

/** Whose system called; its account where it is nobody's. */
function System({ accountId, organisation }: Calling) {
  return organisation?.name ? (
    <span title={accountId}>{organisation.name}</span>
  ) : (
    <span class="mono small">{accountId}</span>
  );
}

function Calls({ filter }: { filter: ShowingTraceFilter }) {
  const pages = usePages(ShowingTraces, { filter }, (data) => data.showingTraces);
  return (
    <>
      <PageList
        caption={t('traces.title')}
        empty={t('traces.none')}
        icon="record"
        pages={pages}
        columns={[
          { key: 'at', head: t('batch.time'), lead: true, cell: ({ at }) => formatInstant(at) },
          { key: 'type', head: t('batch.type'), cell: ({ typeName }) => typeName || '–' },
          { key: 'system', head: t('traces.system'), cell: (row) => <System {...row} /> },
          { key: 'purpose', head: t('rights.purposes'), cell: ({ purpose }) => purpose },
          {
            key: 'kind',
            head: t('traces.kind'),
            cell: ({ kind }) => <span class="unbroken">{t(`traces.kind.${kind}`)}</span>,
          },
          {
            key: 'outcome',
            head: t('traces.outcome'),
            cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{t(`traces.outcome.${outcome}`)}</Badge>,
          },
          {
            key: 'mark',
            head: t('traces.mark'),
            cell: ({ holderMark }) => <span class="mono small">{holderMark ?? '–'}</span>,
          },
        ]}
      />
      <p class="muted small">{t('traces.markHint')}</p>
    </>
  );
}

function Figures({ filter }: { filter: ShowingTraceFilter }) {
  const { data, problem, isLoading, refresh } = useData(ShowingFigures, { filter });
  const figures = data?.showingFigures.figures ?? [];
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (isLoading && !data) return <Skeleton lines={6} />;
  if (figures.length === 0) return <EmptyState icon="record" title={t('traces.none')} />;
  return (
    <Table
      caption={t('traces.figures')}
      hideCaption
      rows={figures}
      rowKey={(f) => `${f.day} ${f.typeCode} ${f.accountId}`}
      columns={[
        {
          key: 'day',
          head: t('report.day'),
          lead: true,
          cell: ({ day }) => <span class="number">{formatDate(day)}</span>,
        },
        { key: 'type', head: t('batch.type'), cell: ({ typeName }) => typeName || '–' },
        { key: 'system', head: t('traces.system'), cell: (row) => <System {...row} /> },
        { key: 'calls', head: t('traces.calls'), end: true, cell: ({ calls }) => <span class="number">{calls}</span> },
        { key: 'found', head: t('traces.found'), end: true, cell: ({ found }) => <span class="number">{found}</span> },
        {
          key: 'refused',
          head: t('traces.refused'),
          end: true,
          cell: ({ refused }) => <span class="number">{refused}</span>,
        },
      ]}
    />
  );
}
