import { RoundClasses, type RoundClassesQuery } from '../../data/generated/school.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Progress, Skeleton } from '../../ui/feedback.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { daysUntil, type Round, roundName } from './round.ts';

type ClassRow = RoundClassesQuery['schoolClasses'][number];

const total = (classes: readonly ClassRow[], of: keyof ClassRow['counts']): number =>
  classes.reduce((sum, { counts }) => sum + counts[of], 0);

/** The round under way: its days, how far the school is, and each class. */
export function RoundPanel({ round, today }: { round: Round; today: string }) {
  const { data, problem, refresh } = useData(RoundClasses, { roundId: round.id });
  const left = daysUntil(round.deadline, today);
  const classes = data?.schoolClasses ?? [];
  const enrolled = total(classes, 'enrolled');
  const finished = total(classes, 'finished');
  return (
    <section class="card stack round-panel" aria-label={roundName(round)}>
      <div class="row-between">
        <h2>{t('round.heading', { round: roundName(round) })}</h2>
        <Badge tone={left < 0 ? 'bad' : left <= 7 ? 'warn' : 'info'} icon="clock">
          {left < 0 ? t('round.over', { days: -left }) : t('round.left', { days: left })}
        </Badge>
      </div>
      <p class="muted small">
        {t('round.dates', {
          deadline: formatDate(round.deadline),
          from: formatDate(round.recheckFrom),
          to: formatDate(round.recheckTo),
        })}
      </p>
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={3} />}
      {enrolled > 0 && (
        <Progress label={t('round.progress', { done: finished, total: enrolled })} value={finished / enrolled} />
      )}
      {data && classes.length === 0 && (
        <EmptyState icon="school" title={t('round.noClasses')}>
          <p class="muted">{t('round.noClasses.hint')}</p>
        </EmptyState>
      )}
      {classes.length > 0 && (
        <Table
          caption={t('round.classes')}
          hideCaption
          columns={columns(round.id)}
          rows={classes}
          rowKey={({ id }) => id}
        />
      )}
    </section>
  );
}

const columns = (roundId: string): Column<ClassRow>[] => [
  {
    key: 'class',
    head: t('column.class'),
    lead: true,
    cell: ({ id, grade, name }) => <a href={`#/round/${roundId}/${id}`}>{`${grade} ${name}`.trim()}</a>,
  },
  {
    key: 'enrolled',
    head: t('round.enrolled'),
    end: true,
    cell: ({ counts }) => <span class="number">{counts.enrolled}</span>,
  },
  { key: 'state', head: t('round.todo'), cell: (row) => <ClassState row={row} /> },
];

/** What is left to do in a class, in words and shapes. */
function ClassState({ row: { counts, finishedAt } }: { row: ClassRow }) {
  const parts = [
    { count: counts.toDecide, tone: 'info', icon: 'people', text: t('standing.decide') },
    { count: counts.toFollowUp, tone: 'warn', icon: 'alert', text: t('round.toFollowUp') },
    { count: counts.overdue, tone: 'bad', icon: 'clock', text: t('standing.overdue') },
  ] as const;
  return (
    <span class="verdict-summary">
      {finishedAt !== null && (
        <Badge tone="good" icon="check">
          {t('class.finished')}
        </Badge>
      )}
      {parts
        .filter(({ count }) => count > 0)
        .map(({ count, text, ...look }) => (
          <Badge key={text} {...look}>
            {text} {count}
          </Badge>
        ))}
      {finishedAt === null && counts.enrolled === 0 && <span class="muted">{t('class.noPupils')}</span>}
      {finishedAt === null && counts.enrolled > 0 && parts.every(({ count }) => count === 0) && (
        <Badge tone="good" icon="check">
          {t('class.allDone')}
        </Badge>
      )}
    </span>
  );
}
