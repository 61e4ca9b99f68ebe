import './quality.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { QualityCards, type QualityCardsQuery, QualityFile, RecheckQuality } from '../../data/generated/quality.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';
import { usePolled } from '../../data/use-polled.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/quality.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Progress, Skeleton } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { Duplicates } from './duplicates.tsx';
import { Handovers } from './handovers.tsx';
import { Repairs } from './repairs.tsx';
import { RuleBadges, titleOf } from './rule-words.tsx';
import { Rules } from './rules.tsx';
import { useIsProvince } from './use-is-province.ts';

const TABS = ['cards', 'handovers', 'repairs', 'duplicates', 'rules'] as const;
type Tab = (typeof TABS)[number];
/** Who finds what here; the server decides what they may see. */
const OF_ROLE: Readonly<Record<Tab, readonly string[]>> = {
  cards: ['vaccinator', 'cdc', 'inspector'],
  handovers: ['vaccinator', 'cdc'],
  repairs: ['vaccinator', 'cdc'],
  duplicates: ['cdc'],
  rules: ['vaccinator', 'cdc', 'inspector'],
};
const POLL_MS = 1_000;

/** Findings of the data check as cards with counts (数据核查, J-06, S-41); what was handed over; the rules. */
const QualityPage: Screen = () => {
  const [tab, setTab] = useState<Tab>('cards');
  const tabs = TABS.filter((one) => OF_ROLE[one].includes(account.value?.role ?? ''));
  return (
    <Page title={t('page.title')}>
      <p class="muted no-print">{t('page.explain')}</p>
      <div class="no-print">
        <Segmented
          legend={t('tabs.legend')}
          value={tab}
          options={tabs.map((value) => ({ value, label: t(`tabs.${value}`) }))}
          onChange={(value) => setTab(value as Tab)}
        />
      </div>
      {tab === 'cards' && <Cards />}
      {tab === 'handovers' && <Handovers />}
      {tab === 'repairs' && <Repairs />}
      {tab === 'duplicates' && <Duplicates />}
      {tab === 'rules' && <Rules />}
    </Page>
  );
};
export default QualityPage;

function Cards() {
  const { data, problem, refresh } = usePolled(
    QualityCards,
    { division: null },
    ({ qualitySummary }) => qualitySummary.run?.isRunning ?? false,
    POLL_MS,
  );
  const [refused, setRefused] = useState<Problem | null>(null);
  const exportFile = async () =>
    setRefused(await download(QualityFile, { filter: {} }, (answer) => answer.qualityFile));
  if (problem && !data) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return <Skeleton lines={8} />;
  const { cards, run, version, source } = data.qualitySummary;
  return (
    <section class="stack">
      <div class="row-between">
        <Run run={run} onAgain={refresh} />
        {cards.length > 0 && (
          <Button icon="download" onClick={() => void exportFile()}>
            {t('export.all')}
          </Button>
        )}
      </div>
      {refused && <ErrorBox problem={refused} />}
      {cards.length === 0 && (
        <EmptyState icon="check" title={t('cards.none')}>
          <p>{t('cards.noneHint')}</p>
        </EmptyState>
      )}
      <ul class="quality-cards">
        {cards.map(({ rule, files }) => (
          <li key={rule.id}>
            <a class="quality-card" href={`#/quality/${rule.id}`}>
              <strong class="number">{files.toLocaleString()}</strong>
              <span>{titleOf(rule)}</span>
              <RuleBadges rule={rule} />
            </a>
          </li>
        ))}
      </ul>
      <p class="muted small">{t('page.version', { version, source })}</p>
    </section>
  );
}

function Run({ run, onAgain }: { run: QualityCardsQuery['qualitySummary']['run']; onAgain: () => void }) {
  const isProvince = useIsProvince();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    const answer = await mutate(RecheckQuality, { commandId: newId() });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    toast(t('run.started'));
    onAgain();
  };
  if (run?.isRunning)
    return (
      <div class="grow">
        <Progress label={t('run.running')} value={run.total === 0 ? 0 : run.done / run.total} />
      </div>
    );
  return (
    <div class="row">
      {run?.endedAt && (
        <span class="muted small">{t('run.done', { at: formatInstant(run.endedAt), total: run.total })}</span>
      )}
      {isProvince && (
        <Button icon="refresh" busy={busy} onClick={() => void again()}>
          {t('run.again')}
        </Button>
      )}
      {problem && <ErrorBox problem={problem} />}
    </div>
  );
}
