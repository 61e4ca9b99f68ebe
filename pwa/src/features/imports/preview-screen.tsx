import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ImportRowEditInput, ImportRowState } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/imports.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Progress, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { type Batch, isKindName, KINDS, type KindName } from './kinds.ts';
import { RowDialog } from './row-dialog.tsx';
import { RowTable } from './row-table.tsx';
import { UndoButton } from './undo-button.tsx';
import { useRows } from './use-rows.ts';

const FILTERS = ['all', 'error', 'warning', 'ok', 'skipped', 'committed', 'undone'] as const;
type Filter = (typeof FILTERS)[number];
const POLL_MS = 1_000;
const isMoving = ({ state }: Batch): boolean => state === 'uploading' || state === 'reading' || state === 'committing';

/** The preview of one import: findings per row and cell, correction, commit. */
const PreviewScreen: Screen = ({ params }) => {
  const kind = params.kind ?? '';
  return isKindName(kind) ? <Preview kind={kind} id={params.id ?? ''} /> : null;
};
export default PreviewScreen;

function Preview({ kind, id }: { kind: KindName; id: string }) {
  const { batch, setBatch, problem, retry } = useBatch(kind, id);
  const moving = batch && isMoving(batch);
  return (
    <Page title={t('preview.title')} back="/imports">
      {problem && <ErrorBox problem={problem} onRetry={retry} />}
      {!batch && !problem && <Skeleton lines={8} />}
      {batch && <p class="muted">{batch.fileName}</p>}
      {batch && moving && (
        <section class="card">
          <Progress
            label={t(batch.state === 'committing' ? 'imports.committing' : 'imports.reading')}
            value={batch.progress}
          />
        </section>
      )}
      {batch?.state === 'failed' && (
        <Notice tone="bad" alert title={t('preview.failed')}>
          {batch.failureDetail && <p>{batch.failureDetail}</p>}
        </Notice>
      )}
      {batch?.state === 'committed' && (
        <Notice tone="good">
          <div class="row-between">
            <span>{t('preview.committed', { count: batch.counts.committed })}</span>
            {batch.undoUntil && <UndoButton kind={kind} batch={batch} until={batch.undoUntil} onBatch={setBatch} />}
          </div>
        </Notice>
      )}
      {batch?.state === 'undone' && (
        <Notice tone="info">
          {t('preview.undone', { undone: batch.counts.undone, kept: batch.counts.committed })}
        </Notice>
      )}
      {batch && !moving && batch.state !== 'failed' && (
        <Rows key={batch.state} kind={kind} batch={batch} onBatch={setBatch} />
      )}
    </Page>
  );
}

/** One import, asked for each second while something is going on with it. */
function useBatch(kind: KindName, id: string) {
  const [batch, setBatch] = useState<Batch | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const look = async () => {
      const answer = await KINDS[kind].state(id);
      if (isOver) return;
      if (!answer.ok) return setProblem(answer.problem);
      if (!answer.data) return setProblem({ code: 'NOT_FOUND' });
      setProblem(null);
      setBatch(answer.data);
      if (isMoving(answer.data)) timer = setTimeout(look, POLL_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [kind, id, round, batch?.state === 'committing']);
  return { batch, setBatch, problem, retry: () => setRound((n) => n + 1) };
}

function Rows({ kind, batch, onBatch }: { kind: KindName; batch: Batch; onBatch: (batch: Batch) => void }) {
  const { counts } = batch;
  const [filter, setFilter] = useState<Filter>(counts.error > 0 && batch.state === 'ready' ? 'error' : 'all');
  const state: ImportRowState | null = filter === 'all' ? null : filter;
  const { rows, hasMore, isLoading, problem, more, reload } = useRows(kind, batch.id, state);
  const [open, setOpen] = useState<number | null>(null);
  const [editProblem, setEditProblem] = useState<Problem | null>(null);
  const opened = rows.find(({ number }) => number === open);
  const canEdit = batch.state === 'ready';

  const edit = async (edits: ImportRowEditInput[]): Promise<boolean> => {
    setEditProblem(null);
    const answer = await KINDS[kind].edit(newId(), batch.id, edits);
    if (!answer.ok) {
      setEditProblem(answer.problem);
      return false;
    }
    onBatch(answer.data);
    reload();
    return true;
  };
  const figure = (key: Filter) => (key === 'all' ? counts.total : counts[key]);
  return (
    <>
      <div class="row-between">
        <FindingsButton kind={kind} id={batch.id} />
        {canEdit && <Commit kind={kind} batch={batch} onBatch={onBatch} />}
      </div>
      <Tabs
        label={t('preview.state')}
        selected={filter}
        tabs={FILTERS.filter((key) => key === 'all' || figure(key) > 0 || key === filter).map((key) => ({
          key,
          label: `${t(`row.${key}`)} ${figure(key)}`,
        }))}
        onSelect={(key) => setFilter(FILTERS.find((known) => known === key) ?? 'all')}
      >
        <div class="stack tab-body">
          {(problem ?? editProblem) && <ErrorBox problem={(problem ?? editProblem) as Problem} onRetry={reload} />}
          {rows.length > 0 && (
            <RowTable
              columns={batch.columns}
              rows={rows}
              caption={t('preview.caption', { file: batch.fileName })}
              canEdit={canEdit}
              onOpen={setOpen}
              onEdit={(edits) => void edit(edits)}
            />
          )}
          {rows.length === 0 && !isLoading && !problem && <EmptyState icon="check" title={t('preview.none')} />}
          {isLoading && <Skeleton lines={3} />}
          {hasMore && (
            <Button busy={isLoading} onClick={more}>
              {t('preview.more')}
            </Button>
          )}
        </div>
      </Tabs>
      {opened && (
        <RowDialog
          key={opened.number}
          kind={kind}
          row={opened}
          columns={batch.columns}
          onClose={() => setOpen(null)}
          onSave={async (edits) => {
            if (await edit(edits)) setOpen(null);
          }}
        />
      )}
    </>
  );
}

function FindingsButton({ kind, id }: { kind: KindName; id: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <div>
      <Button icon="download" onClick={() => void KINDS[kind].findings(id).then(setProblem)}>
        {t('preview.findings')}
      </Button>
      {problem && <ErrorBox problem={problem} />}
    </div>
  );
}

function Commit({ kind, batch, onBatch }: { kind: KindName; batch: Batch; onBatch: (batch: Batch) => void }) {
  const { counts } = batch;
  const good = counts.ok + counts.warning;
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const commandId = useRef(newId());
  const commit = useCallback(async () => {
    setBusy(true);
    const answer = await KINDS[kind].commit(commandId.current, batch.id);
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setAsking(false);
    onBatch(answer.data);
    if (answer.data.state === 'committed') toast(t('preview.committed', { count: answer.data.counts.committed }));
  }, [kind, batch.id, onBatch]);
  return (
    <>
      <Button variant="primary" onClick={() => setAsking(true)}>
        {t('preview.commit', { count: good })}
      </Button>
      {isAsking && (
        <Dialog
          title={t('preview.commitTitle')}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{common('action.cancel')}</Button>
              <Button variant="primary" busy={busy} disabled={good === 0} onClick={() => void commit()}>
                {t('preview.commit', { count: good })}
              </Button>
            </>
          }
        >
          <p>
            {good === 0
              ? t('preview.commitNone')
              : t('preview.commitSummary', {
                  good,
                  warning: counts.warning,
                  error: counts.error,
                  skipped: counts.skipped,
                })}
          </p>
          {problem && <ErrorBox problem={problem} />}
        </Dialog>
      )}
    </>
  );
}
