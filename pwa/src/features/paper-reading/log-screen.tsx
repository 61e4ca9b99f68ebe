import '../administration/administration.css';
import { useState } from 'preact/hooks';
import { type PaperReadingFilterInput, type PaperReadingState, PaperReadings } from '../../data/generated/papers.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/paper-reading.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import { correctedIn, fieldsOf, type Line, resultOf, useOf, whoOf } from './log-words.ts';
import { PERSON_PAPERS } from './paper-reader.tsx';
import type { PaperKind } from './read-paper.ts';

const KINDS: readonly PaperKind[] = [...PERSON_PAPERS, 'vaccination_booklet'];
const STATES: readonly PaperReadingState[] = ['ready', 'failed', 'waiting'];
const A_PAGE = 100;

/** Who had which sort of paper read, when and with what result (J-10): of the unit for its master account, of the area for disease control. */
const LogScreen: Screen = () => {
  const isUnit = account.value?.role === 'vaccinator';
  const [filter, setFilter] = useState<PaperReadingFilterInput>({});
  const pages = usePages(PaperReadings, { filter, first: A_PAGE }, (data) => data.paperReadings);
  const { nodes, problem, isLoading, hasMore, more } = pages;
  const set = (part: Partial<PaperReadingFilterInput>) => setFilter((before) => ({ ...before, ...part }));
  return (
    <Page title={t('log.title')} {...(isUnit && { back: '/' })}>
      {isUnit ? <Whose /> : <p class="muted">{t('log.explain')}</p>}
      <div class="filter no-print">
        <DateField label={t('log.from')} value={filter.from ?? ''} onInput={(from) => set({ from: from || null })} />
        <DateField label={t('log.to')} value={filter.to ?? ''} onInput={(to) => set({ to: to || null })} />
        <Select
          label={t('log.kind')}
          value={filter.kind ?? ''}
          options={[
            { value: '', label: t('log.all') },
            ...KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
          ]}
          onInput={(value) => set({ kind: KINDS.find((kind) => kind === value) ?? null })}
        />
        <Select
          label={t('log.state')}
          value={filter.state ?? ''}
          options={[
            { value: '', label: t('log.all') },
            ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          ]}
          onInput={(value) => set({ state: STATES.find((state) => state === value) ?? null })}
        />
        {nodes && nodes.length > 0 && (
          <div class="row filter-buttons">
            <Export filter={filter} />
            <Button icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
          </div>
        )}
      </div>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="record" title={t('log.none')} />}
      {nodes && nodes.length > 0 && (
        <Table caption={t('log.title')} hideCaption rows={nodes} rowKey={({ id }) => id} columns={columns()} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('log.more')}
        </Button>
      )}
    </Page>
  );
};
export default LogScreen;

/** Takes home all that the filter gives, read or not. */
function Export({ filter }: { filter: PaperReadingFilterInput }) {
  const [count, setCount] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    setCount(0);
    const { exportLines } = await import('./log-sheet.ts');
    setProblem(await exportLines(filter, setCount));
    setCount(null);
  };
  return (
    <>
      <Button icon="download" busy={count !== null} onClick={() => void save()}>
        {t('log.export')}
      </Button>
      {count !== null && (
        <span class="muted" role="status">
          {t('log.exporting', { count })}
        </span>
      )}
      {problem && <ErrorBox problem={problem} />}
    </>
  );
}

function Whose() {
  const clinic = useClinic();
  return <p class="muted">{t(clinic?.isMaster ? 'log.explain' : 'log.explainOwn')}</p>;
}

const columns = (): Column<Line>[] => [
  { key: 'when', head: t('log.when'), lead: true, cell: ({ startedAt }) => formatInstant(startedAt) },
  {
    key: 'who',
    head: t('log.who'),
    cell: (line) => (
      <span class="stack-none">
        <bdi>{whoOf(line)}</bdi>
        {line.unit && <span class="muted small">{line.unit.name}</span>}
      </span>
    ),
  },
  { key: 'kind', head: t('log.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
  {
    key: 'state',
    head: t('log.state'),
    cell: (line) => <Badge tone={line.state === 'ready' ? 'good' : 'warn'}>{resultOf(line)}</Badge>,
  },
  { key: 'quality', head: t('log.quality'), cell: ({ quality }) => (quality ? t(`quality.${quality}`) : '–') },
  { key: 'fields', head: t('log.fields'), cell: fieldsOf },
  { key: 'use', head: t('log.use'), cell: useOf },
  { key: 'corrected', head: t('log.corrected'), cell: correctedIn },
];
