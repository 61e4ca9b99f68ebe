import './school-check.css';
import { ERROR_CODES, type ErrorCode, type InputReason } from '@miaoben/schema';
import { useMemo, useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { type RowVerdict, SchoolCheckExport, type SchoolCheckQuery } from '../../data/generated/school.ts';
import { ServiceStatus } from '../../data/generated/session.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/school.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Notice, Progress, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { MendRow } from '../school-round/mend-row.tsx';
import { PreviewBanner } from '../school-round/preview-banner.tsx';
import { Page } from '../session/shell.tsx';
import { PupilTable } from './pupil-table.tsx';
import { countVerdicts, filterPupils, type RosterFilter } from './roster.ts';
import { RosterFilters } from './roster-filters.tsx';
import { useCheck } from './use-check.ts';
import { useRoster } from './use-roster.ts';
import { VerdictTiles } from './verdict.tsx';

type Check = NonNullable<SchoolCheckQuery['schoolCheck']>;

/** One class list: how far it is, then the verdict of each pupil. */
const CheckPage: Screen = ({ params }) => {
  const { check, data, problem, takenAt, refresh } = useCheck(params.id ?? '');
  return (
    <Page title={check?.title ?? t('nav.checks')} back="/" aside={<DataAge takenAt={takenAt} />}>
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={6} />}
      {data && !check && (
        <EmptyState icon="question" title={t('check.gone')}>
          <p class="muted">{t('check.gone.hint')}</p>
        </EmptyState>
      )}
      {check && <Head check={check} />}
      {check?.state === 'uploading' && (
        <Notice title={t('check.uploading')}>
          <p>{t('check.uploading.hint')}</p>
        </Notice>
      )}
      {check?.state === 'reading' && <Progress label={t('check.reading')} value={check.progress} />}
      {check?.state === 'failed' && <Failure failure={check.failure} />}
      {check?.state === 'ready' && <Results check={check} onChanged={refresh} />}
    </Page>
  );
};
export default CheckPage;

function Head({ check }: { check: Check }) {
  return (
    <p class="muted small">
      {t('check.of', { date: formatDate(check.checkDate), school: check.school.name })}
      {check.scheduleVersion && ` · ${t('check.rule', { version: check.scheduleVersion })}`}
    </p>
  );
}

function Failure({ failure }: { failure: string | null }) {
  return (
    <Notice tone="bad" alert title={t('check.failed')}>
      <p>{failure ? failureText(failure) : t('check.failed.unknown')}</p>
      <div class="row">
        <ButtonLink icon="upload" href="#/">
          {t('check.failed.again')}
        </ButtonLink>
      </div>
    </Notice>
  );
}

/** An input reason, or an error code where it was no fault of the file. */
const failureText = (failure: string): string =>
  failure in ERROR_CODES
    ? problemText({ code: failure as ErrorCode })
    : problemText({ code: 'BAD_INPUT', reason: failure as InputReason });

function Results({ check, onChanged }: { check: Check; onChanged: () => void }) {
  const [turn, setTurn] = useState(0);
  const { pupils, problem } = useRoster(check.id, turn);
  const status = useData(ServiceStatus, {}, { keep: true });
  const again = () => {
    setTurn(turn + 1);
    onChanged();
  };
  const [filter, setFilter] = useState<RosterFilter>({ verdict: null, className: null, text: '' });
  const [refused, setRefused] = useState<Problem | null>(null);
  const shown = useMemo(() => filterPupils(pupils ?? [], filter), [pupils, filter]);
  const counts = useMemo(() => countVerdicts(pupils ?? []), [pupils]);
  if (!pupils) return problem ? <ErrorBox problem={problem} /> : <Skeleton lines={8} />;
  const exportFile = async () =>
    setRefused(await download(SchoolCheckExport, { id: check.id }, (answer) => answer.schoolCheck?.exportUrl));
  return (
    <>
      <PreviewBanner
        check={check}
        toTake={pupils.length - counts.to_mend}
        today={status.data?.serviceStatus.today ?? todayInChina()}
        onChanged={again}
      />
      <div class="row no-print">
        <ButtonLink variant="primary" icon="scan" href={`#/scan/${check.id}`}>
          {t('check.gate')}
        </ButtonLink>
        <Button icon="download" onClick={() => void exportFile()}>
          {t('check.export')}
        </Button>
        <ButtonLink icon="printer" href={`#/check/${check.id}/print`}>
          {t('check.print')}
        </ButtonLink>
      </div>
      {refused && <ErrorBox problem={refused} />}
      <VerdictTiles
        counts={counts}
        selected={filter.verdict}
        onSelect={(verdict: RowVerdict | null) => setFilter({ ...filter, verdict })}
      />
      {counts.missing_doses > 0 && <p class="muted small">{t('check.wording')}</p>}
      <RosterFilters pupils={pupils} filter={filter} onChange={setFilter} />
      <PupilTable
        pupils={shown}
        total={pupils.length}
        checkDate={check.checkDate}
        mend={check.undoneAt === null ? (pupil) => <MendRow checkId={check.id} pupil={pupil} onMended={again} /> : null}
      />
    </>
  );
}
