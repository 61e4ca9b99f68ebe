import '../coverage/coverage.css';
import '../schedule-chart/schedule-chart.css';
import { useState } from 'preact/hooks';
import { ProposeSchedule, ScheduleHistory, ScheduleProposals } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { uploadFile } from '../../data/upload.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { newId } from '../../offline/ids.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Progress } from '../../ui/feedback.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { mayChangeSchedule } from './may-change.ts';
import { Proposal } from './proposal.tsx';
import { Rejudging } from './rejudging.tsx';

/** The provincial CDC puts another schedule document into use: upload, findings or differences, activate, progress. */
const ChangePage: Screen = () => {
  const [round, setRound] = useState(0);
  const me = useMe().data?.me;
  const isMine = mayChangeSchedule(me);
  const proposals = useData(ScheduleProposals, {}, { pause: !isMine });
  const [opened, setOpened] = useState<string | null>(null);
  // The newest while it waits for a decision; an earlier one was compared with a document that may be gone.
  const [newest] = proposals.data?.scheduleProposals ?? [];
  const shown = opened ?? (newest?.state === 'activated' ? undefined : newest?.id);
  const onActivated = () => {
    setOpened(null);
    setRound((n) => n + 1);
    proposals.refresh();
  };
  if (me && !isMine)
    return (
      <Page title={t('change.title')} back="/schedule">
        <Notice>{t('change.notYours')}</Notice>
        <Rejudging />
        <History />
      </Page>
    );
  return (
    <Page title={t('change.title')} back="/schedule">
      <p class="muted">{t('change.explain')}</p>
      <Rejudging key={`rejudging ${round}`} />
      <Upload
        onSent={(id) => {
          setOpened(id);
          proposals.refresh();
        }}
      />
      {proposals.problem && <ErrorBox problem={proposals.problem} onRetry={proposals.refresh} />}
      {shown && <Proposal key={shown} id={shown} onActivated={onActivated} />}
      <History key={`history ${round}`} />
    </Page>
  );
};
export default ChangePage;

function Upload({ onSent }: { onSent: (id: string) => void }) {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (file: File) => {
    setProblem(null);
    setShare(0);
    const started = await mutate(ProposeSchedule, { commandId: newId(), fileName: file.name, size: file.size });
    const proposal = started.ok ? started.data.proposeSchedule : null;
    const sent = proposal?.uploadUrl ? await uploadFile(proposal.uploadUrl, file, setShare) : started;
    setShare(null);
    if (!sent.ok) setProblem(sent.problem);
    else if (proposal) onSent(proposal.id);
  };
  return (
    <section class="stack">
      {share === null ? (
        <FileDrop
          label={t('change.drop')}
          hint={t('change.dropHint')}
          accept=".json"
          onFile={(file) => void take(file)}
        />
      ) : (
        <Progress label={t('change.sending')} value={share} />
      )}
      {problem?.reason === 'file_type' || problem?.reason === 'file_too_large' ? (
        <Notice tone="bad" alert>
          {t(problem.reason === 'file_type' ? 'change.fileType' : 'change.fileTooLarge')}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
    </section>
  );
}

function History() {
  const { data, problem, refresh } = useData(ScheduleHistory, {});
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return null;
  return (
    <section class="stack">
      <h2>{t('change.history')}</h2>
      <Table
        caption={t('change.history')}
        hideCaption
        rows={data.scheduleHistory}
        rowKey={({ documentId }) => documentId}
        columns={[
          {
            key: 'id',
            head: t('change.document'),
            lead: true,
            cell: ({ documentId, active }) => (
              <span class="row">
                <span class="mono">{documentId.slice(0, 8)}</span>
                {active && <Badge tone="good">{t('change.active')}</Badge>}
              </span>
            ),
          },
          {
            key: 'from',
            head: t('change.activeFrom'),
            cell: ({ activeFrom }) => <span class="number">{activeFrom ? formatInstant(activeFrom) : '—'}</span>,
          },
          {
            key: 'by',
            head: t('change.loadedBy'),
            cell: ({ loadedBy }) => loadedBy?.displayName ?? t('change.withRelease'),
          },
          { key: 'note', head: t('change.note'), cell: ({ note }) => note ?? '' },
        ]}
      />
    </section>
  );
}
