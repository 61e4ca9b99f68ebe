import './round.css';
import { useState } from 'preact/hooks';
import {
  CloseSchoolRound,
  DeskRoundClasses,
  DeskSchoolRounds,
  type DeskSchoolRoundsQuery,
  OpenSchoolRound,
} from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { roundName } from './round.ts';
import { useAct } from './use-act.ts';

type Round = DeskSchoolRoundsQuery['schoolRounds'][number];

/** Rounds of the entry check: disease control opens them for its area, sees how far the schools are, and closes them. */
const RoundsPage: Screen = () => {
  const { data, problem, refresh } = useData(DeskSchoolRounds, {});
  const { act, isBusy, problem: refused } = useAct();
  const [isOpening, setOpening] = useState(false);
  const close = async (id: string) => {
    if (await act(CloseSchoolRound, { id })) refresh();
  };
  return (
    <Page title={t('rounds.title')}>
      <div class="row">
        <Button variant="primary" icon="plus" onClick={() => setOpening(true)}>
          {t('rounds.open')}
        </Button>
      </div>
      {(problem ?? refused) && <ErrorBox problem={(problem ?? refused)!} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={6} />}
      {data?.schoolRounds.length === 0 && <EmptyState icon="school" title={t('round.none')} />}
      {data?.schoolRounds.map((round) => (
        <section key={round.id} class="card stack">
          <div class="row-between">
            <h2>{t('round.heading', { round: roundName(round) })}</h2>
            <Badge tone={round.state === 'open' ? 'good' : 'neutral'}>{t(`rounds.state.${round.state}`)}</Badge>
          </div>
          <p class="muted small">
            {t('round.dates', {
              deadline: formatDate(round.deadline),
              from: formatDate(round.recheckFrom),
              to: formatDate(round.recheckTo),
            })}
          </p>
          <Schools round={round} />
          {round.state === 'open' && (
            <div class="row">
              <Button icon="check" busy={isBusy} onClick={() => void close(round.id)}>
                {t('rounds.close')}
              </Button>
            </div>
          )}
        </section>
      ))}
      {isOpening && (
        <OpenRound
          onClose={() => setOpening(false)}
          onOpened={() => {
            setOpening(false);
            refresh();
          }}
        />
      )}
    </Page>
  );
};
export default RoundsPage;

function Schools({ round }: { round: Round }) {
  const { data } = useData(DeskRoundClasses, { roundId: round.id });
  const schools = [...Map.groupBy(data?.schoolClasses ?? [], ({ school }) => school.name)];
  if (data && schools.length === 0) return <p class="muted">{t('rounds.noSchool')}</p>;
  return (
    <Table
      caption={t('rounds.schools')}
      hideCaption
      rows={schools}
      rowKey={([school]) => school}
      columns={[
        { key: 'school', head: t('rounds.school'), lead: true, cell: ([school]) => school },
        ...(['enrolled', 'finished', 'overdue'] as const).map((of) => ({
          key: of,
          head: t(`rounds.${of}`),
          end: true,
          cell: ([, own]: (typeof schools)[number]) => (
            <span class="number">{own.reduce((sum, { counts }) => sum + counts[of], 0)}</span>
          ),
        })),
        {
          key: 'classes',
          head: t('rounds.finishedClasses'),
          end: true,
          cell: ([, own]) => (
            <span class="number">
              {own.filter(({ finishedAt }) => finishedAt !== null).length} / {own.length}
            </span>
          ),
        },
      ]}
    />
  );
}

function OpenRound({ onClose, onOpened }: { onClose: () => void; onOpened: () => void }) {
  const me = useMe();
  const { act, isBusy, problem } = useAct();
  const today = todayInChina();
  const isSpring = today.slice(5) < '07-01';
  const year = Number(today.slice(0, 4)) - (isSpring ? 1 : 0);
  const [code, setCode] = useState(`${year}${isSpring ? 2 : 1}`);
  const [division, setDivision] = useState('');
  const [termStart, setTermStart] = useState(`${today.slice(0, 4)}-${isSpring ? '03' : '09'}-01`);
  const divisions = me.data?.me.divisions ?? [];
  const save = async () => {
    const input = { code, division: division || (divisions[0]?.code ?? ''), termStart };
    if (await act(OpenSchoolRound, { input })) onOpened();
  };
  return (
    <FormDialog title={t('rounds.open')} saveText={t('rounds.open')} busy={isBusy} onSave={save} onClose={onClose}>
      <div class="stack">
        <Select
          label={t('rounds.term')}
          value={code}
          options={[year, year + 1].flatMap((schoolYear) => [
            { value: `${schoolYear}1`, label: roundName({ schoolYear, term: 'autumn' }) },
            { value: `${schoolYear}2`, label: roundName({ schoolYear, term: 'spring' }) },
          ])}
          onInput={setCode}
          error={fieldProblem(problem, 'code')}
        />
        <Select
          label={t('rounds.area')}
          value={division || (divisions[0]?.code ?? '')}
          options={divisions.map(({ code: value, name }) => ({ value, label: name }))}
          onInput={setDivision}
        />
        <DateField
          label={t('rounds.termStart')}
          hint={t('rounds.termStartHint')}
          value={termStart}
          onInput={setTermStart}
        />
        {problem && !fieldProblem(problem, 'code') && <ErrorBox problem={problem} />}
      </div>
    </FormDialog>
  );
}
