import './own-check.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { OwnCheck, OwnCheckCode, OwnCheckFile, type OwnCheckQuery } from '../../data/generated/checks.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/checks.ts';
import { formatDate, formatInstant, todayInChina } from '../../i18n/format.ts';
import { locale } from '../../i18n/locale.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Qr } from '../../ui/qr.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { type CheckResult, ResultBadge } from './result-badge.tsx';

type Report = NonNullable<OwnCheckQuery['ownCheck']>;

/** The report of a check (入托入学查验报告): on screen, on paper; for the family with the code a school scans. */
const ReportPage: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, takenAt, refresh } = useData(OwnCheck, { id }, { keep: true });
  const isFamily = account.value?.role === 'guardian';
  const code = useData(OwnCheckCode, { id }, { keep: true, pause: !isFamily });
  const report = data?.ownCheck;
  const [refused, setRefused] = useState<Problem | null>(null);
  const saveFile = async () => setRefused(await download(OwnCheckFile, { id }, (answer) => answer.ownCheckFileUrl));
  return (
    <Page
      title={t('report.title')}
      back={isFamily ? '/checks' : '/own-checks'}
      narrow
      aside={<DataAge takenAt={takenAt} />}
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {refused && <ErrorBox problem={refused} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {data && !report && <EmptyState icon="record" title={t('report.gone')} />}
      {report && (
        <>
          {report.state !== 'valid' && (
            <Notice tone="warn" title={t(`report.state.${report.state}`)}>
              {isFamily && report.state === 'revoked' && <p class="small muted">{t('report.again')}</p>}
            </Notice>
          )}
          {report.takenAt && (
            <Notice
              tone="good"
              title={t('report.taken', { date: formatDate(todayInChina(Date.parse(report.takenAt))) })}
            />
          )}
          <ReportSheet report={report} code={report.state === 'valid' ? code.data?.ownCheck?.code : undefined} />
          <div class="row no-print">
            <Button icon="download" onClick={() => void saveFile()}>
              {t('report.pdf')}
            </Button>
            <Button icon="printer" onClick={() => print()}>
              {t('report.print')}
            </Button>
            {isFamily && <ButtonLink href="#/">{t('report.again')}</ButtonLink>}
          </div>
        </>
      )}
    </Page>
  );
};
export default ReportPage;

function ReportSheet({ report, code }: { report: Report; code: string | undefined }) {
  const facts: [string, string][] = [
    [t('report.number'), report.number],
    [t('report.name'), report.name],
    [t('report.birthDate'), formatDate(report.birthDate)],
    [t('report.school'), report.school.name],
    [t('report.kind'), t(`kind.${report.entryKind}`)],
    [t('report.date'), formatDate(report.checkDate)],
  ];
  return (
    <article class="card own-report" data-result={report.result}>
      <div class="row-between">
        <h2>{report.name}</h2>
        <ResultBadge result={report.result} />
      </div>
      <p>{t(`result.${report.result as CheckResult}.text`)}</p>
      <dl class="facts">
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {report.missing.length > 0 && <Missing report={report} />}
      {code && (
        <div class="own-report-code">
          <Qr text={code} label={t('report.qr')} />
          <p class="muted small">{t('report.qr.hint')}</p>
        </div>
      )}
      <p class="muted small">
        {t('report.created')} {formatInstant(Date.parse(report.createdAt))} · {t('report.expires')}{' '}
        {formatDate(report.expiresOn)} · {t('report.rule')} {report.scheduleVersion}
      </p>
      <p class="muted small">{t('report.note')}</p>
    </article>
  );
}

function Missing({ report }: { report: Report }) {
  const today = todayInChina();
  const { name, address, phone } = report.clinic;
  return (
    <section class="stack-tight">
      <h3>{t('report.missing')}</h3>
      <ul class="own-report-doses">
        {report.missing.map(({ series, seriesName, dose, earliest }) => (
          <li key={`${series}-${dose}`}>
            {t('report.dose', { series: locale.value === 'en' ? seriesTitle(series) : seriesName, dose })}{' '}
            <span class="muted small">
              {earliest && earliest > today ? t('report.from', { date: formatDate(earliest) }) : t('report.now')}
            </span>
          </li>
        ))}
      </ul>
      <p>
        {t('report.where')} {[name, address, phone].filter(Boolean).join(' · ')}
      </p>
    </section>
  );
}
