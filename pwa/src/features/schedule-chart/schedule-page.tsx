import '../coverage/coverage.css';
import './schedule-chart.css';
import { loadSchedule, scheduleVersions, type VersionInForce } from '@miaoben/schedule';
import { useMemo, useState } from 'preact/hooks';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useMe } from '../administration/use-me.ts';
import { mayChangeSchedule } from '../schedule-change/may-change.ts';
import { Page } from '../session/shell.tsx';
import { chartOf } from './chart.ts';
import { ChartList, ChartTable } from './chart-table.tsx';
import { CompareTable } from './compare-table.tsx';
import { DifferenceList } from './difference-list.tsx';
import { differencesOf } from './differences.ts';
import { DoseRules } from './dose-rules.tsx';
import { Layers } from './layers.tsx';
import { useSchedule } from './use-schedule.ts';

interface ChartProps {
  document: unknown;
  layers: readonly unknown[];
}

type View = 'compare' | 'one';

/** The programme in its dated versions: two side by side, or one; drawn from the document the engine runs on. */
const SchedulePage: Screen = () => {
  const { document, layers, hasFailed } = useSchedule();
  const [view, setView] = useState<View>('compare');
  const me = useMe().data?.me;
  return (
    <Page
      title={t('schedule.title')}
      aside={
        <span class="row no-print">
          {mayChangeSchedule(me) && (
            <ButtonLink icon="upload" href="#/schedule/change">
              {t('change.open')}
            </ButtonLink>
          )}
          <Button icon="printer" onClick={() => print()}>
            {common('action.print')}
          </Button>
        </span>
      }
    >
      {hasFailed && (
        <Notice tone="warn" alert>
          {t('schedule.failed')}
        </Notice>
      )}
      {document === undefined && !hasFailed && <Skeleton lines={10} />}
      {document !== undefined && (
        <Tabs
          label={t('schedule.title')}
          selected={view}
          tabs={[
            { key: 'compare', label: t('schedule.view.compare') },
            { key: 'one', label: t('schedule.view.one') },
          ]}
          onSelect={(key) => setView(key as View)}
        >
          <div class="stack tab-body">
            {view === 'compare' ? (
              <Compare document={document} layers={layers} />
            ) : (
              <One document={document} layers={layers} />
            )}
            <Layers />
          </div>
        </Tabs>
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

/** Newest first. */
const useVersions = (document: unknown) => useMemo(() => scheduleVersions(document).reverse(), [document]);

function VersionSelect({
  label,
  versions,
  value,
  onInput,
}: {
  label: string;
  versions: readonly VersionInForce[];
  value: string;
  onInput: (id: string) => void;
}) {
  return (
    <Select
      label={label}
      value={value}
      options={versions.map((each) => ({ value: each.id, label: versionText(each) }))}
      onInput={onInput}
    />
  );
}

function Compare({ document, layers }: ChartProps) {
  const versions = useVersions(document);
  const [chosen, setChosen] = useState({ older: versions[1]?.id ?? '', newer: versions[0]?.id ?? '' });
  const { older, newer, differences } = useMemo(() => {
    const [a, b] = [loadSchedule(document, chosen.older, layers), loadSchedule(document, chosen.newer, layers)];
    return { older: a, newer: b, differences: differencesOf(a, b) };
  }, [document, layers, chosen]);
  return (
    <>
      <div class="coverage-choice compare-choice no-print">
        <VersionSelect
          label={t('diff.older')}
          versions={versions}
          value={chosen.older}
          onInput={(id) => setChosen({ ...chosen, older: id })}
        />
        <VersionSelect
          label={t('diff.newer')}
          versions={versions}
          value={chosen.newer}
          onInput={(id) => setChosen({ ...chosen, newer: id })}
        />
      </div>
      <p class="muted small">{t('diff.legend')}</p>
      <CompareTable older={older} newer={newer} differences={differences} />
      <h2>{t('diff.title', { older: older.id, newer: newer.id })}</h2>
      <DifferenceList differences={differences} />
    </>
  );
}

function One({ document, layers }: ChartProps) {
  const versions = useVersions(document);
  const [id, setId] = useState(versions[0]?.id ?? '');
  const chart = useMemo(() => chartOf(loadSchedule(document, id, layers)), [document, layers, id]);
  const division = useMe().data?.me.divisions[0]?.code ?? '';
  return (
    <>
      <div class="coverage-choice no-print">
        <VersionSelect label={t('schedule.version')} versions={versions} value={id} onInput={setId} />
      </div>
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
