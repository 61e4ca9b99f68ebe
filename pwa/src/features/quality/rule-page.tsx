import './quality.css';
import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import {
  AnswerFinding,
  HandOverFindings,
  PrepareRepair,
  QualityCards,
  QualityFile,
  QualityFindings,
  type QualityFindingsQuery,
  QualityUnits,
  type QualityUnitsQuery,
} from '../../data/generated/quality.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/quality.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { navigate, routeQuery, type Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { ReasonForm } from './reason-form.tsx';
import { RuleBadges, titleOf } from './rule-words.tsx';

type Finding = QualityFindingsQuery['qualityFindings']['nodes'][number];
type UnitCount = QualityUnitsQuery['qualityUnits'][number];

/** One rule: the files that break it, to be corrected one by one, handed over, or exported (Q-08, H-03). */
const RulePage: Screen = ({ params }) => {
  const rule = params.rule ?? '';
  const isClinic = account.value?.role === 'vaccinator';
  const [clinic, setClinic] = useState<UnitCount['clinic'] | null>(null);
  const [round, setRound] = useState(0);
  const cards = useData(QualityCards, { division: null });
  const card = cards.data?.qualitySummary.cards.find((one) => one.rule.id === rule);
  const [refused, setRefused] = useState<Problem | null>(null);
  const filter = { rule, clinic: clinic?.id ?? null, handover: routeQuery('handover') };
  const exportFile = async () => setRefused(await download(QualityFile, { filter }, (answer) => answer.qualityFile));
  const repair = async () => {
    const answer = await mutate(PrepareRepair, { commandId: newId(), rule, clinic: clinic?.id ?? null });
    if (answer.ok) navigate(`/quality/repairs/${answer.data.prepareRepair.id}`);
    else setRefused(answer.problem);
  };
  return (
    <Page title={card ? titleOf(card.rule) : t('page.title')} back="/quality">
      {card && (
        <div class="row-between">
          <span class="row">
            <strong class="number">{t('cards.files', { count: card.files })}</strong>
            <RuleBadges rule={card.rule} />
          </span>
          <span class="row no-print">
            {card.rule.repair && account.value?.role !== 'inspector' && (
              <Button variant="primary" onClick={() => void repair()}>
                {t('repair.start')}
              </Button>
            )}
            <Button icon="download" onClick={() => void exportFile()}>
              {t('export.all')}
            </Button>
          </span>
        </div>
      )}
      {refused && <ErrorBox problem={refused} />}
      {!isClinic && (
        <Units rule={rule} chosen={clinic?.id ?? null} onChoose={setClinic} onDone={() => setRound(round + 1)} />
      )}
      <Findings key={`${round} ${clinic?.id}`} filter={filter} unit={clinic?.name ?? null} />
    </Page>
  );
};
export default RulePage;

function Units({
  rule,
  chosen,
  onChoose,
  onDone,
}: {
  rule: string;
  chosen: string | null;
  onChoose: (clinic: UnitCount['clinic'] | null) => void;
  onDone: () => void;
}) {
  const { data, problem, refresh } = useData(QualityUnits, { filter: { rule } });
  const [handing, setHanding] = useState<UnitCount['clinic'] | null>(null);
  if (problem && !data) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return <Skeleton lines={3} />;
  if (data.qualityUnits.length === 0) return null;
  const mayHandOver = account.value?.role === 'cdc';
  return (
    <>
      <Table
        caption={t('rule.units')}
        rows={data.qualityUnits}
        rowKey={({ clinic }) => clinic.id}
        columns={[
          {
            key: 'unit',
            head: t('rule.unit'),
            lead: true,
            cell: ({ clinic }) => (
              <Button variant="quiet" onClick={() => onChoose(chosen === clinic.id ? null : clinic)}>
                {clinic.name}
              </Button>
            ),
          },
          { key: 'files', head: t('rule.files'), end: true, cell: ({ files }) => files.toLocaleString() },
          ...(mayHandOver
            ? [
                {
                  key: 'act',
                  head: '',
                  cell: ({ clinic }: UnitCount) => <Button onClick={() => setHanding(clinic)}>{t('hand.over')}</Button>,
                },
              ]
            : []),
        ]}
      />
      {handing && (
        <HandOver
          rule={rule}
          clinic={handing}
          onClose={() => setHanding(null)}
          onDone={() => {
            setHanding(null);
            onDone();
          }}
        />
      )}
    </>
  );
}

function HandOver({
  rule,
  clinic,
  onClose,
  onDone,
}: {
  rule: string;
  clinic: UnitCount['clinic'];
  onClose: () => void;
  onDone: () => void;
}) {
  const [commandId] = useState(newId);
  return (
    <ReasonForm
      title={t('hand.title', { clinic: clinic.name })}
      label={t('hand.note')}
      saveText={t('hand.over')}
      onClose={onClose}
      onSave={async (note) => {
        const answer = await mutate(HandOverFindings, { commandId, rule, clinic: clinic.id, note: note || null });
        if (!answer.ok && answer.problem.reason === 'wrong_state') {
          toast(t('hand.none'));
          onDone();
          return null;
        }
        if (!answer.ok) return answer.problem;
        toast(t('hand.done', { count: answer.data.handOverFindings }));
        onDone();
        return null;
      }}
    >
      <p class="muted">{t('hand.explain')}</p>
    </ReasonForm>
  );
}

const TONE: Record<Finding['state'], Tone> = { open: 'neutral', handed_over: 'info', answered: 'good' };

function Findings({
  filter,
  unit,
}: {
  filter: { rule: string; clinic: string | null; handover: string | null };
  unit: string | null;
}) {
  const { nodes, problem, isLoading, hasMore, more, replace } = usePages(
    QualityFindings,
    { filter },
    (data) => data.qualityFindings,
  );
  const [answering, setAnswering] = useState<Finding | null>(null);
  const isClinic = account.value?.role === 'vaccinator';
  return (
    <section class="stack">
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="check" title={t('rule.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={unit ?? t('rule.rows')}
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', head: t('rule.name'), lead: true, cell: ({ person }) => <bdi>{person.name}</bdi> },
            { key: 'sex', head: t('rule.sex'), cell: ({ person }) => common(`sex.${person.sex}`) },
            {
              key: 'born',
              head: t('rule.born'),
              cell: ({ person }) => <span class="number">{formatDate(person.birthDate)}</span>,
            },
            {
              key: 'document',
              head: t('rule.document'),
              cell: ({ person }) => <span class="mono">{person.documentNumber ?? ''}</span>,
            },
            ...(isClinic ? [] : [{ key: 'unit', head: t('rule.unit'), cell: ({ clinic }: Finding) => clinic.name }]),
            { key: 'state', head: t('rule.state'), cell: (finding) => <State finding={finding} /> },
            ...(isClinic
              ? [
                  {
                    key: 'act',
                    head: '',
                    cell: (finding: Finding) => (
                      <span class="row">
                        <ButtonLink
                          icon="record"
                          href={`#/child/${finding.person.id}/edit?back=/quality/${filter.rule}`}
                        >
                          {t('rule.correct')}
                        </ButtonLink>
                        {finding.state === 'handed_over' && (
                          <Button onClick={() => setAnswering(finding)}>{t('rule.answer')}</Button>
                        )}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('rule.more')}
        </Button>
      )}
      {answering && (
        <Answer
          finding={answering}
          onClose={() => setAnswering(null)}
          onDone={(answer) => {
            replace({ ...answering, state: 'answered', answer });
            setAnswering(null);
          }}
        />
      )}
    </section>
  );
}

function State({ finding: { state, answer, foundAt } }: { finding: Finding }) {
  return (
    <span class="stack-tight">
      <Badge tone={TONE[state]}>{t(`state.${state}`)}</Badge>
      <span class="muted small">{answer ?? t('rule.foundAt', { at: formatInstant(foundAt) })}</span>
    </span>
  );
}

function Answer({
  finding: { person, rule },
  onClose,
  onDone,
}: {
  finding: Finding;
  onClose: () => void;
  onDone: (answer: string) => void;
}) {
  const [commandId] = useState(newId);
  return (
    <ReasonForm
      title={t('answer.title', { name: person.name })}
      label={t('answer.words')}
      needed={t('answer.needed')}
      onClose={onClose}
      onSave={async (answer) => {
        const done = await mutate(AnswerFinding, { commandId, personId: person.id, rule: rule.id, answer });
        if (!done.ok) return done.problem;
        toast(t('answer.done'));
        onDone(answer);
        return null;
      }}
    />
  );
}
