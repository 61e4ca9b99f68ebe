import '../administration/administration.css';
import './coming.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { type MoveFilterInput, type MoveState, Moves, MovesExport } from '../../data/generated/coming.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/coming.ts';
import { formatInstant } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { CaseList, WhoCell } from './case-list.tsx';
import { ComingNav } from './coming-nav.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { destinationOf, MOVE_TONES, type Move, timeLeft } from './move-words.ts';

const TABS = ['mine', 'in', 'out'] as const;
type TabName = (typeof TABS)[number];
const NEAR = ['local', 'remote'] as const;
const STATES: readonly MoveState[] = ['initiated', 'waiting', 'refused', 'received', 'withdrawn'];

/** 迁入迁出 (S-43, J-11): what waits for this desk, and the four histories. */
const MovesScreen: Screen = () => {
  const [tab, setTab] = useState<TabName>('mine');
  const [near, setNear] = useState<(typeof NEAR)[number]>('local');
  const [state, setState] = useState<MoveState | ''>('');
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isUnit = account.value?.role === 'vaccinator';
  const filter: MoveFilterInput =
    tab === 'mine' ? { mine: true } : { history: `${near}_${tab}`, ...(state && { state }) };
  return (
    <Page
      title={t('nav.moves')}
      aside={
        isUnit && (
          <ButtonLink icon="plus" variant="primary" href="#/moves/in">
            {t('moves.start')}
          </ButtonLink>
        )
      }
    >
      <ComingNav />
      <Tabs
        label={t('nav.moves')}
        selected={tab}
        tabs={TABS.map((key) => ({ key, label: t(`moves.${key}`) }))}
        onSelect={(key) => setTab(key as TabName)}
      >
        <div class="stack tab-body">
          <div class="filter">
            {tab !== 'mine' && (
              <>
                <Select
                  label={t('moves.near')}
                  value={near}
                  options={NEAR.map((value) => ({ value, label: t(`moves.${value}`) }))}
                  onInput={(value) => setNear(value as typeof near)}
                />
                <Select
                  label={t('list.state')}
                  value={state}
                  options={[
                    { value: '', label: t('list.all') },
                    ...STATES.map((value) => ({ value, label: t(`move.${value}`) })),
                  ]}
                  onInput={(value) => setState(value as MoveState | '')}
                />
              </>
            )}
            <Button
              icon="download"
              onClick={() => void download(MovesExport, { filter }, (d) => d.movesExportUrl).then(setProblem)}
            >
              {t('list.export')}
            </Button>
          </div>
          {problem && <ErrorBox problem={problem} />}
          <List
            key={`${JSON.stringify(filter)} ${round}`}
            filter={filter}
            isUnit={isUnit}
            onChanged={() => setRound((n) => n + 1)}
          />
        </div>
      </Tabs>
    </Page>
  );
};
export default MovesScreen;

function List({ filter, isUnit, onChanged }: { filter: MoveFilterInput; isUnit: boolean; onChanged: () => void }) {
  return (
    <CaseList
      pages={usePages(Moves, { filter }, (data) => data.moves)}
      caption={t('moves.caption')}
      none={t(filter.mine ? 'moves.noneMine' : 'moves.none')}
      noneHint={isUnit && t('moves.noneHint')}
      columns={(open) => columns(currentDay(), open)}
      dialog={(move, close) => <MoveDialog move={move} canOpenFile={isUnit} onClose={close} onDone={onChanged} />}
    />
  );
}

const columns = (today: string, open: (move: Move) => void): Column<Move>[] => [
  {
    key: 'who',
    head: t('moves.who'),
    lead: true,
    cell: (one) => <WhoCell {...one} />,
  },
  { key: 'what', head: t('moves.what'), cell: ({ direction }) => t(`move.${direction}`) },
  {
    key: 'ends',
    head: t('moves.fromTo'),
    cell: (move) => (
      <span class="stack-none">
        <span>{move.fromUnit?.name ?? move.fromDivision.code}</span>
        <span>→ {destinationOf(move)}</span>
      </span>
    ),
  },
  {
    key: 'when',
    head: t('moves.when'),
    cell: ({ startedAt }) => <span class="number">{formatInstant(startedAt)}</span>,
  },
  {
    key: 'state',
    head: t('list.state'),
    cell: (move) => {
      const left = timeLeft(move, today);
      return (
        <span class="row">
          <Badge tone={MOVE_TONES[move.state]}>{t(`move.${move.state}`)}</Badge>
          {left && <Badge tone={left.isLate ? 'bad' : 'neutral'}>{left.text}</Badge>}
        </span>
      );
    },
  },
  {
    key: 'act',
    head: t('moves.act'),
    cell: (move) => {
      const isMine = move.actions.length > 0;
      return (
        <Button label={t(isMine ? 'list.openOf' : 'list.lookOf', { name: move.name })} onClick={() => open(move)}>
          {t(isMine ? 'list.open' : 'list.look')}
        </Button>
      );
    },
  },
];
