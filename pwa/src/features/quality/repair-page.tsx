import './quality.css';
import { useState } from 'preact/hooks';
import {
  QualityRepair,
  QualityRepairFiles,
  type QualityRepairFilesQuery,
  type RepairPartsFragment,
  RunRepair,
  UndoRepair,
} from '../../data/generated/quality.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/quality.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Progress, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { Figures } from '../../ui/figures.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { changedValue, fieldName } from '../person-file/change-words.ts';
import { Page } from '../session/shell.tsx';
import { titleOf } from './rule-words.tsx';

type Batch = RepairPartsFragment;
type RepairFile = QualityRepairFilesQuery['qualityRepairFiles']['nodes'][number];
type FileState = RepairFile['state'];

const POLL_MS = 1_000;
const REASONS = ['name_unreadable', 'document_says_nothing', 'no_successor', 'still_wrong', 'gone', 'changed'] as const;
const isReason = (text: string): text is (typeof REASONS)[number] => (REASONS as readonly string[]).includes(text);

const isAtWork = ({ state }: Batch) => state === 'preparing' || state === 'running' || state === 'undoing';

/** One batch of repairs (批量修正, S-41): proposals to look at, the run, and its undoing. */
const RepairPage: Screen = ({ params }) => {
  const { data, problem, refresh } = usePolled(
    QualityRepair,
    { id: params.id ?? '' },
    ({ qualityRepair }) => isAtWork(qualityRepair),
    POLL_MS,
  );
  const batch = data?.qualityRepair;
  const goesOn = batch !== undefined && isAtWork(batch);
  const title = batch ? titleOf({ title: batch.ruleTitle, titleEn: batch.ruleTitleEn }) : '';
  return (
    <Page title={t('repair.title', { title })} back={batch ? `/quality/${batch.rule}` : '/quality'}>
      {problem && !batch && <ErrorBox problem={problem} onRetry={refresh} />}
      {!batch && !problem && <Skeleton lines={8} />}
      {batch && (
        <>
          <State batch={batch} onMoved={refresh} />
          {!goesOn && <Files key={batch.state} batch={batch} />}
        </>
      )}
    </Page>
  );
};
export default RepairPage;

function progressOf({ state, total, ready, refused, written, skipped, restored, kept }: Batch): number {
  const [done, of] =
    state === 'preparing'
      ? [ready + refused, total]
      : state === 'running'
        ? [written + skipped, ready]
        : [restored + kept, written];
  return of === 0 ? 0 : done / of;
}

function State({ batch, onMoved }: { batch: Batch; onMoved: () => void }) {
  const { id, state, ready, undoUntil } = batch;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (operation: typeof RunRepair | typeof UndoRepair) => {
    setBusy(true);
    const answer = await mutate<unknown, { commandId: string; id: string }>(operation, { commandId: newId(), id });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onMoved();
  };
  return (
    <section class="stack" aria-live="polite">
      <Figures
        of={[
          [t('repair.total'), batch.total],
          [t('repair.ready'), ready],
          [t('repair.refused'), batch.refused],
          ...(batch.ranAt ? ([[t('repair.written'), batch.written]] as const) : []),
          ...(batch.skipped > 0 ? ([[t('repair.skipped'), batch.skipped]] as const) : []),
          ...(state === 'undone' ? ([[t('repair.restored'), batch.restored]] as const) : []),
          ...(batch.kept > 0 ? ([[t('repair.kept'), batch.kept]] as const) : []),
        ]}
      />
      {(state === 'preparing' || state === 'running' || state === 'undoing') && (
        <Progress label={t(`repair.${state}`)} value={progressOf(batch)} />
      )}
      {state === 'ready' && ready === 0 && <Notice>{t('repair.nothing')}</Notice>}
      {state === 'ready' && ready > 0 && (
        <div>
          <Button variant="primary" busy={busy} onClick={() => void act(RunRepair)}>
            {t('repair.run', { count: ready })}
          </Button>
        </div>
      )}
      {state === 'done' && undoUntil && Date.parse(undoUntil) > Date.now() && (
        <div class="row">
          <Button icon="undo" busy={busy} onClick={() => void act(UndoRepair)}>
            {t('repair.undo')}
          </Button>
          <span class="muted small">{t('repair.undoUntil', { at: formatInstant(undoUntil) })}</span>
        </div>
      )}
      {problem && <ErrorBox problem={problem} />}
    </section>
  );
}

/** The states its files can be in at a state of the batch. */
const SHOWN: Partial<Record<Batch['state'], readonly FileState[]>> = {
  ready: ['ready', 'refused'],
  done: ['written', 'skipped', 'refused'],
  undone: ['restored', 'kept', 'skipped', 'refused'],
};

function Files({ batch: { id, state: at } }: { batch: Batch }) {
  const [state, setState] = useState<FileState | ''>('');
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    QualityRepairFiles,
    { id, state: state || null },
    (data) => data.qualityRepairFiles,
  );
  return (
    <section class="stack">
      <div class="quality-choice no-print">
        <Select
          label={t('repair.show')}
          value={state}
          placeholder={t('repair.all')}
          options={(SHOWN[at] ?? []).map((value) => ({ value, label: t(`fileState.${value}`) }))}
          onInput={(value) => setState(value as FileState | '')}
        />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="check" title={t('rule.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('repair.files')}
          rows={nodes}
          rowKey={({ id: key }) => key}
          columns={[
            { key: 'name', head: t('rule.name'), lead: true, cell: ({ person }) => <Who person={person} /> },
            {
              key: 'field',
              head: t('repair.field'),
              cell: ({ changes }) => <Lines of={changes.map((change) => fieldName(change.field))} />,
            },
            { key: 'before', head: t('repair.before'), cell: ({ changes }) => <Values of={changes} side="before" /> },
            { key: 'after', head: t('repair.after'), cell: ({ changes }) => <Values of={changes} side="after" /> },
            {
              key: 'state',
              head: t('rule.state'),
              cell: ({ state: fileState, reason }) => (
                <span class="stack-tight">
                  {t(`fileState.${fileState}`)}
                  {reason && <span class="muted small">{isReason(reason) ? t(`why.${reason}`) : reason}</span>}
                </span>
              ),
            },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('rule.more')}
        </Button>
      )}
    </section>
  );
}

function Who({ person }: { person: RepairFile['person'] }) {
  if (!person) return <span class="muted">{t('repair.left')}</span>;
  return (
    <span class="stack-tight">
      <bdi>{person.name}</bdi>
      <span class="muted small">
        {common(`sex.${person.sex}`)} <span class="number">{formatDate(person.birthDate)}</span>
      </span>
    </span>
  );
}

const Values = ({ of, side }: { of: RepairFile['changes']; side: 'before' | 'after' }) => (
  <Lines of={of.map((change) => changedValue(change, side))} />
);

function Lines({ of }: { of: readonly string[] }) {
  if (of.length === 0) return <span class="muted">–</span>;
  return (
    <span class="stack-tight">
      {of.map((line, index) => (
        <bdi key={index}>{line}</bdi>
      ))}
    </span>
  );
}
