import { useEffect, useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { RosterTemplate, SchoolChecks, type SchoolChecksQuery, SchoolRounds } from '../../data/generated/school.ts';
import { ServiceStatus } from '../../data/generated/session.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { HeldClasses } from '../class-pack/held-classes.tsx';
import { RoundPanel } from '../school-round/round-panel.tsx';
import { Page } from '../session/shell.tsx';
import { StartCheck } from './start-check.tsx';
import { keepCheck } from './use-roster.ts';
import { VerdictSummary } from './verdict.tsx';

type Check = SchoolChecksQuery['schoolChecks'][number];

export function CheckState({ state }: { state: Check['state'] }) {
  const tone = { uploading: 'warn', reading: 'info', ready: 'good', failed: 'bad' } as const;
  return <Badge tone={tone[state]}>{t(`state.${state}`)}</Badge>;
}

/** Home of the school: drop a class list, and the lists checked before. */
export const ChecksHome: Screen = () => {
  const { data, problem, isLoading, takenAt, refresh } = useData(SchoolChecks, {}, { keep: true });
  const status = useData(ServiceStatus, {}, { keep: true });
  const rounds = useData(SchoolRounds, {}, { keep: true });
  const open = rounds.data?.schoolRounds.filter(({ state }) => state === 'open') ?? [];
  const today = status.data?.serviceStatus.today ?? todayInChina();
  const [file, setFile] = useState<File | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const take = (dropped: File) => {
    const isSheet = /\.xlsx$/i.test(dropped.name);
    setRefused(isSheet ? null : { code: 'BAD_INPUT', field: 'fileName', reason: 'file_type' });
    if (isSheet) setFile(dropped);
  };
  const newest = data?.schoolChecks.find(({ state }) => state === 'ready')?.id;
  useEffect(() => {
    if (newest) void keepCheck(newest);
  }, [newest]);
  const getTemplate = async () => setRefused(await download(RosterTemplate, {}, (answer) => answer.rosterTemplateUrl));

  return (
    <Page title={t('nav.checks')} aside={<DataAge takenAt={takenAt} />}>
      <HeldClasses />
      <FileDrop label={t('home.drop')} hint={t('home.dropHint')} accept=".xlsx" onFile={take} />
      <div class="row">
        <Button icon="download" onClick={() => void getTemplate()}>
          {t('home.template')}
        </Button>
        <span class="muted small">{t('home.template.explain')}</span>
      </div>
      {refused && <ErrorBox problem={refused} />}
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !data && <Skeleton />}
      {open.map((round) => (
        <RoundPanel key={round.id} round={round} today={today} />
      ))}
      {rounds.data && open.length === 0 && (
        <Notice title={t('round.none')}>
          <p>{t('round.none.hint')}</p>
        </Notice>
      )}
      {data && <Checks checks={data.schoolChecks} />}
      {file && <StartCheck file={file} today={today} rounds={open} onClose={() => setFile(null)} />}
    </Page>
  );
};

const columns: () => Column<Check>[] = () => [
  {
    key: 'title',
    head: t('column.title'),
    lead: true,
    cell: (check) => <a href={`#/check/${check.id}`}>{check.title}</a>,
  },
  { key: 'date', head: t('column.checkDate'), cell: (check) => formatDate(check.checkDate) },
  { key: 'state', head: t('column.state'), cell: (check) => <CheckState state={check.state} /> },
  { key: 'counts', head: t('column.counts'), cell: (check) => <VerdictSummary counts={check.counts} /> },
];

function Checks({ checks }: { checks: readonly Check[] }) {
  if (checks.length === 0) {
    return (
      <EmptyState icon="school" title={t('home.empty')}>
        <p class="muted">{t('home.empty.hint')}</p>
      </EmptyState>
    );
  }
  return (
    <div class="checks">
      <Table caption={t('home.list')} columns={columns()} rows={checks} rowKey={(check) => check.id} />
    </div>
  );
}
