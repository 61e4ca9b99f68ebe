import '../administration/administration.css';
import './coming.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  type DeathFilterInput,
  type DeathSource,
  type DeathState,
  Deaths,
  DeathsExport,
} from '../../data/generated/coming.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as coming } from '../../i18n/coming.ts';
import { t } from '../../i18n/death.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { CaseList, WhoCell } from './case-list.tsx';
import { ComingNav } from './coming-nav.tsx';
import { DeathDialog } from './death-dialog.tsx';
import { DEATH_TONES, type Death, SOURCES } from './death-words.ts';

const TABS = ['mine', 'all'] as const;
const STATES: readonly DeathState[] = ['unclaimed', 'returned', 'claimed', 'confirmed', 'dismissed'];

/** 死亡人口信息 (J-13): what waits for this desk, and all reports. */
const DeathsScreen: Screen = () => {
  const [tab, setTab] = useState<(typeof TABS)[number]>('mine');
  const [state, setState] = useState<DeathState | ''>('');
  const [source, setSource] = useState<DeathSource | ''>('');
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const filter: DeathFilterInput =
    tab === 'mine' ? { mine: true } : { ...(state && { state }), ...(source && { source }) };
  const all = { value: '', label: coming('list.all') };
  return (
    <Page title={t('page.title')}>
      <ComingNav />
      <p class="muted">{t('page.explain')}</p>
      <Tabs
        label={t('page.title')}
        selected={tab}
        tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
        onSelect={(key) => setTab(key as typeof tab)}
      >
        <div class="stack tab-body">
          <div class="filter">
            {tab === 'all' && (
              <>
                <Select
                  label={coming('list.state')}
                  value={state}
                  options={[all, ...STATES.map((value) => ({ value, label: t(`state.${value}`) }))]}
                  onInput={(value) => setState(value as DeathState | '')}
                />
                <Select
                  label={t('list.source')}
                  value={source}
                  options={[all, ...SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))]}
                  onInput={(value) => setSource(value as DeathSource | '')}
                />
              </>
            )}
            <Button
              icon="download"
              onClick={() => void download(DeathsExport, { filter }, (d) => d.deathsExportUrl).then(setProblem)}
            >
              {coming('list.export')}
            </Button>
          </div>
          {problem && <ErrorBox problem={problem} />}
          <List key={`${JSON.stringify(filter)} ${round}`} filter={filter} onChanged={() => setRound((n) => n + 1)} />
        </div>
      </Tabs>
    </Page>
  );
};
export default DeathsScreen;

function List({ filter, onChanged }: { filter: DeathFilterInput; onChanged: () => void }) {
  return (
    <CaseList
      pages={usePages(Deaths, { filter }, (data) => data.deaths)}
      caption={t('list.caption')}
      none={t(filter.mine ? 'list.noneMine' : 'list.none')}
      columns={columns}
      dialog={(report, close) => (
        <DeathDialog report={report} isUnit={account.value?.role === 'vaccinator'} onClose={close} onDone={onChanged} />
      )}
    />
  );
}

const columns = (open: (report: Death) => void): Column<Death>[] => [
  {
    key: 'who',
    head: t('list.who'),
    lead: true,
    cell: (one) => <WhoCell {...one} />,
  },
  { key: 'died', head: t('list.died'), cell: ({ diedOn }) => <span class="number">{formatDate(diedOn)}</span> },
  {
    key: 'source',
    head: t('list.source'),
    cell: ({ source, certificateNumber }) => (
      <span class="stack-none">
        <span>{t(`source.${source}`)}</span>
        <span class="muted small number">{certificateNumber}</span>
      </span>
    ),
  },
  { key: 'unit', head: t('list.unit'), cell: ({ unit }) => unit?.name ?? t('list.unnamed') },
  {
    key: 'state',
    head: coming('list.state'),
    cell: ({ state }) => <Badge tone={DEATH_TONES[state]}>{t(`state.${state}`)}</Badge>,
  },
  {
    key: 'act',
    head: coming('moves.act'),
    cell: (report) => {
      const isMine = report.actions.length > 0;
      return (
        <Button
          label={coming(isMine ? 'list.openOf' : 'list.lookOf', { name: report.name })}
          onClick={() => open(report)}
        >
          {coming(isMine ? 'list.open' : 'list.look')}
        </Button>
      );
    },
  },
];
