import { useState } from 'preact/hooks';
import { ActivateSchedule, ScheduleProposalState, type ScheduleProposalStateQuery } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/desk.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Progress, type Tone } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { boundInWords } from './bound-in-words.ts';

type Found = NonNullable<ScheduleProposalStateQuery['scheduleProposal']>;
type Difference = Found['differences'][number];

const TONES: Record<Found['state'], Tone> = { uploading: 'info', refused: 'bad', ready: 'warn', activated: 'good' };
const POLL_MS = 1_000;

/** One document proposed: what is wrong with it, or what it changes; and the way to put it into use. */
export function Proposal({ id, onActivated }: { id: string; onActivated: () => void }) {
  const { data, problem, refresh } = usePolled(
    ScheduleProposalState,
    { id },
    ({ scheduleProposal }) => scheduleProposal?.state === 'uploading',
    POLL_MS,
  );
  const [isAsking, setAsking] = useState(false);
  const found = data?.scheduleProposal;
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!found) return null;
  return (
    <section class="card" data-proposal={found.state}>
      <div class="row-between">
        <h2>
          <bdi>{found.fileName}</bdi>
        </h2>
        <Badge tone={TONES[found.state]}>{t(`proposal.${found.state}`)}</Badge>
      </div>
      {found.state === 'uploading' && <Progress label={t('proposal.reading')} />}
      {found.state === 'refused' && <Findings findings={found.findings} />}
      {found.state === 'ready' && (
        <>
          <p>
            {found.affectedFiles === null || found.affectedFiles === undefined
              ? t('proposal.differences', { count: found.differences.length })
              : t('proposal.affects', { count: found.differences.length, files: found.affectedFiles })}
          </p>
          <Differences differences={found.differences} />
          <div class="row no-print">
            <Button variant="primary" onClick={() => setAsking(true)}>
              {t('proposal.activate')}
            </Button>
          </div>
        </>
      )}
      {isAsking && (
        <ActivateDialog
          proposal={found}
          onClose={() => setAsking(false)}
          onActivated={() => {
            setAsking(false);
            onActivated();
          }}
        />
      )}
    </section>
  );
}

/** What is wrong with the file, and where: the sentence is the app's own, the server's stands beside it. */
function Findings({ findings }: { findings: Found['findings'] }) {
  return (
    <Notice tone="bad" alert title={t('proposal.refusedTitle')}>
      <ul class="diff-lines">
        {findings.map(({ code, path, message }) => (
          <li key={code + path}>
            <p>{t(`finding.${code}`)}</p>
            {code === 'invalid' && <p class="small">{message}</p>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <Table
      caption={t('proposal.table')}
      hideCaption
      rows={differences.map((difference, place) => ({ ...difference, place }))}
      rowKey={({ place }) => place}
      columns={[
        { key: 'version', head: t('schedule.version'), cell: ({ version }) => version ?? t('proposal.allVersions') },
        {
          key: 'of',
          head: t('proposal.of'),
          lead: true,
          cell: ({ series, dose }) =>
            series == null
              ? t('proposal.whole')
              : dose == null
                ? seriesTitle(series)
                : t('schedule.otherDose', { series: seriesTitle(series), dose }),
        },
        { key: 'what', head: t('proposal.what'), cell: ({ what }) => t(`what.${what}`) },
        { key: 'before', head: t('proposal.before'), cell: ({ before }) => boundInWords(before ?? null) },
        { key: 'after', head: t('proposal.after'), cell: ({ after }) => boundInWords(after ?? null) },
      ]}
    />
  );
}

function ActivateDialog({
  proposal,
  onClose,
  onActivated,
}: {
  proposal: Found;
  onClose: () => void;
  onActivated: () => void;
}) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(ActivateSchedule, { commandId, proposalId: proposal.id, note: note.trim() });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('proposal.activatedToast'));
    onActivated();
  };
  return (
    <Dialog
      title={t('proposal.activateTitle')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} disabled={note.trim() === ''} onClick={() => void confirm()}>
            {t('proposal.activate')}
          </Button>
        </>
      }
    >
      <Notice tone="warn">{t('proposal.activateExplain', { files: proposal.affectedFiles ?? 0 })}</Notice>
      <TextArea label={t('proposal.noteLabel')} value={note} maxLength={200} rows={2} onInput={setNote} />
      {problem?.reason === 'version' ? (
        <Notice tone="bad" alert>
          {t('proposal.outdated')}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
    </Dialog>
  );
}
