import '../coverage/coverage.css';
import './schedule-chart.css';
import { loadSchedule, scheduleVersions, type VersionInForce } from '@miaoben/schedule';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { scheduleReference } from '../../data/schedule-reference.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { chartOf } from './chart.ts';
import { ChartList, ChartTable } from './chart-table.tsx';
import { DoseRules } from './dose-rules.tsx';

/** The programme in any of its dated versions, drawn from the reference data the engine runs on. */
const SchedulePage: Screen = () => {
  const [reference, setReference] = useState<unknown>();
  const [hasFailed, setFailed] = useState(false);
  const [version, setVersion] = useState('');
  useEffect(() => {
    scheduleReference().then(setReference, () => setFailed(true));
  }, []);
  const versions = useMemo(() => (reference ? scheduleVersions(reference).reverse() : []), [reference]);
  const chosen = version || (versions.find(({ effectiveTo }) => effectiveTo === null)?.id ?? '');
  return (
    <Page title={t('schedule.title')}>
      {hasFailed && (
        <Notice tone="warn" alert>
          {t('schedule.failed')}
        </Notice>
      )}
      {!reference && !hasFailed && <Skeleton lines={10} />}
      {reference !== undefined && (
        <>
          <div class="coverage-choice no-print">
            <Select
              label={t('schedule.version')}
              value={chosen}
              options={versions.map((each) => ({ value: each.id, label: versionText(each) }))}
              onInput={setVersion}
            />
            <Button icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
          </div>
          <Version reference={reference} id={chosen} />
        </>
      )}
    </Page>
  );
};
export default SchedulePage;

const versionText = ({ id, effectiveFrom, effectiveTo }: VersionInForce): string => {
  const from = formatDate(effectiveFrom);
  return effectiveTo === null
    ? t('schedule.versionCurrent', { id, from })
    : t('schedule.versionPast', { id, from, to: formatDate(effectiveTo) });
};

function Version({ reference, id }: { reference: unknown; id: string }) {
  const chart = useMemo(() => chartOf(loadSchedule(reference, id)), [reference, id]);
  const division = useMe().data?.me.divisions[0]?.code ?? '';
  return (
    <>
      <ChartTable chart={chart} division={division} />
      <ChartList chart={chart} />
      <h2>{t('schedule.details')}</h2>
      <div class="stack-tight no-print">
        {chart.series.map((series) => (
          <DoseRules key={series.id} series={series} />
        ))}
      </div>
    </>
  );
}
