import { useState } from 'preact/hooks';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { VerdictBadge } from '../school-check/verdict.tsx';
import { doseText, earliestText, verdictSentence } from '../school-check/verdict-look.ts';
import { type RoundPupil, standingOf } from './round.ts';
import { StandingBadge } from './standing.tsx';

// 2,000 rows at once would hold a phone up for seconds.
const STEP = 200;

const columns = (today: string): Column<RoundPupil>[] => [
  {
    key: 'name',
    head: t('column.name'),
    lead: true,
    cell: ({ id, name }) => (
      <a href={`#/pupil/${id}`}>
        <bdi>{name}</bdi>
      </a>
    ),
  },
  { key: 'standing', head: t('column.standing'), cell: (pupil) => <StandingBadge standing={standingOf(pupil)} /> },
  {
    key: 'verdict',
    head: t('column.verdict'),
    cell: (pupil) => (
      <div class="stack-tight">
        <VerdictBadge verdict={pupil.verdict} />
        {pupil.verdict !== 'complete' || pupil.caughtUp.length > 0 ? <Detail pupil={pupil} today={today} /> : null}
      </div>
    ),
  },
  { key: 'notice', head: t('column.notice'), cell: (pupil) => noticeText(pupil) },
];

/** The pupils of a class with what is still to be done for each. */
export function FollowTable({ pupils, today }: { pupils: readonly RoundPupil[]; today: string }) {
  const [limit, setLimit] = useState(STEP);
  const rest = pupils.length - limit;
  return (
    <div class="stack follow">
      <Table
        caption={t('column.standing')}
        hideCaption
        columns={columns(today)}
        rows={pupils.slice(0, limit)}
        rowKey={({ id }) => id}
      />
      {rest > 0 && (
        <Button wide onClick={() => setLimit(limit + STEP)}>
          {t('filter.more', { count: Math.min(rest, STEP) })}
        </Button>
      )}
    </div>
  );
}

/** Doses that are missing with the day from which each may be given and where; doses that came in since; or a sentence. */
export function Detail({
  pupil,
  today,
}: {
  pupil: Pick<RoundPupil, 'missing' | 'caughtUp' | 'caughtUpOn' | 'managingClinic' | 'verdict'>;
  today: string;
}) {
  const { missing, caughtUp, caughtUpOn, managingClinic, verdict } = pupil;
  const sentence = missing.length > 0 ? null : verdictSentence(verdict);
  return (
    <div class="verdict-detail">
      {missing.length > 0 && (
        <>
          <ul class="stack-tight">
            {missing.map((dose) => (
              <li key={`${dose.series} ${dose.dose}`}>
                {doseText(dose)} <span class="muted small">{earliestText(dose, today)}</span>
              </li>
            ))}
          </ul>
          {managingClinic && <span class="muted small">{t('pupil.at', { clinic: managingClinic.name })}</span>}
        </>
      )}
      {caughtUp.length > 0 && (
        <span>
          {t('pupil.caughtUp', {
            doses: caughtUp.map((dose) => doseText({ ...dose, earliest: null })).join('、'),
            date: caughtUpOn ? formatDate(caughtUpOn) : '',
          })}
        </span>
      )}
      {sentence && caughtUp.length === 0 && <span class="muted">{sentence}</span>}
    </div>
  );
}

/** What went home, when, and what became of it. */
export function noticeText({
  noticeType,
  noticeOn,
  noticeState,
}: Pick<RoundPupil, 'noticeType' | 'noticeOn' | 'noticeState'>): string {
  if (!noticeType || !noticeOn) return '–';
  const state = noticeState ? t(`notice.state.${noticeState}`) : '';
  return t('notice.line', { what: t(`notice.type.${noticeType}`), date: formatDate(noticeOn), state });
}
