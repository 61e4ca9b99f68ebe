import '../administration/administration.css';
import './coming.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { type BirthFilterInput, type BirthState, Births, BirthsExport } from '../../data/generated/coming.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/birth.ts';
import { t as coming } from '../../i18n/coming.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import { BirthDialog } from './birth-dialog.tsx';
import { BIRTH_TONES, type Birth, pushText } from './birth-words.ts';
import { CaseList, WhoCell } from './case-list.tsx';
import { ComingNav } from './coming-nav.tsx';

const TABS = ['mine', 'month', 'all'] as const;
const STATES: readonly BirthState[] = ['filed', 'pushed', 'pulled', 'returned', 'cancelled'];
const MONTH_CHARACTERS = 7;

/** 出生档案 (S-10 to S-12, S-16, S-42): what waits for this desk, those filed in the month, all. */
const BirthsScreen: Screen = () => {
  const [tab, setTab] = useState<(typeof TABS)[number]>('mine');
  const [state, setState] = useState<BirthState | ''>('');
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const filter: BirthFilterInput =
    tab === 'mine'
      ? { mine: true }
      : { ...(tab === 'month' && { month: currentDay().slice(0, MONTH_CHARACTERS) }), ...(state && { state }) };
  return (
    <Page title={t('page.title')} aside={account.value?.role === 'vaccinator' && <NewLink />}>
      <ComingNav />
      <Tabs
        label={t('page.title')}
        selected={tab}
        tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
        onSelect={(key) => setTab(key as typeof tab)}
      >
        <div class="stack tab-body">
          <div class="filter">
            {tab !== 'mine' && (
              <Select
                label={coming('list.state')}
                value={state}
                options={[
                  { value: '', label: coming('list.all') },
                  ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
                ]}
                onInput={(value) => setState(value as BirthState | '')}
              />
            )}
            <Button
              icon="download"
              onClick={() => void download(BirthsExport, { filter }, (d) => d.birthsExportUrl).then(setProblem)}
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
export default BirthsScreen;

/** Only an obstetric unit opens birth files. */
function NewLink() {
  if (useClinic()?.clinic?.kind !== 'obstetric') return null;
  return (
    <ButtonLink icon="plus" variant="primary" href="#/births/new">
      {t('list.new')}
    </ButtonLink>
  );
}

function List({ filter, onChanged }: { filter: BirthFilterInput; onChanged: () => void }) {
  return (
    <CaseList
      pages={usePages(Births, { filter }, (data) => data.births)}
      caption={t('list.caption')}
      none={t(filter.mine ? 'list.noneMine' : 'list.none')}
      columns={(open) => columns(currentDay(), open)}
      dialog={(birth, close) => (
        <BirthDialog birth={birth} isUnit={account.value?.role === 'vaccinator'} onClose={close} onDone={onChanged} />
      )}
    />
  );
}

const columns = (today: string, open: (birth: Birth) => void): Column<Birth>[] => [
  {
    key: 'child',
    head: t('list.child'),
    lead: true,
    cell: (one) => <WhoCell {...one} />,
  },
  {
    key: 'mother',
    head: t('list.mother'),
    cell: ({ mother }) => (
      <span class="stack-none">
        <bdi>{mother.name}</bdi>
        {mother.hbsag === 'positive' && (
          <Badge tone="bad" icon="alert">
            {t('list.hbsagPositive')}
          </Badge>
        )}
      </span>
    ),
  },
  { key: 'to', head: t('list.to'), cell: ({ destinationUnit }) => destinationUnit.name },
  { key: 'filed', head: t('list.filed'), cell: ({ filedOn }) => <span class="number">{formatDate(filedOn)}</span> },
  {
    key: 'state',
    head: coming('list.state'),
    cell: (birth) => {
      const push = pushText(birth, today);
      return (
        <span class="stack-none">
          <span>
            <Badge tone={BIRTH_TONES[birth.state]}>{t(`state.${birth.state}`)}</Badge>
          </span>
          {push && <span class="muted small">{push}</span>}
        </span>
      );
    },
  },
  {
    key: 'act',
    head: coming('moves.act'),
    cell: (birth) => {
      const isMine = birth.actions.length > 0;
      return (
        <Button
          label={coming(isMine ? 'list.openOf' : 'list.lookOf', { name: birth.name })}
          onClick={() => open(birth)}
        >
          {coming(isMine ? 'list.open' : 'list.look')}
        </Button>
      );
    },
  },
];
