import { useState } from 'preact/hooks';
import {
  PlanQualityProblem,
  type QualityProblemState,
  QualityProblems,
  type QualityProblemsQuery,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { t as desk } from '../../i18n/desk.ts';
import { formatDate, formatInstant, todayInChina } from '../../i18n/format.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select, TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { PROBLEM_TONES, ruleText } from './words.ts';

type Row = QualityProblemsQuery['qualityProblems']['nodes'][number];
const STATES = ['open', 'planned', 'repaired', 'verified', 'dropped'] as const;

/** Problems of quality from finding to verified repair (提质台账). */
export function Ledger() {
  const [state, setState] = useState('');
  const [planning, setPlanning] = useState<Row | null>(null);
  const variables = { state: (state || null) as QualityProblemState | null };
  const { nodes, problem, isLoading, hasMore, more, replace } = usePages(
    QualityProblems,
    variables,
    (data) => data.qualityProblems,
  );
  const mayPlan = account.value?.role === 'cdc' || account.value?.role === 'inspector';
  return (
    <>
      <div class="filter no-print">
        <Select
          label={t('batch.state')}
          value={state}
          options={[
            { value: '', label: t('ledger.all') },
            ...STATES.map((value) => ({ value, label: t(`problem.${value}`) })),
          ]}
          onInput={setState}
        />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="check" title={t('ledger.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('collection.ledger')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            { key: 'rule', head: t('batch.rule'), lead: true, cell: ({ rule }) => ruleText(rule) },
            { key: 'type', head: t('batch.type'), cell: ({ typeName }) => typeName },
            { key: 'opened', head: t('ledger.opened'), cell: ({ openedAt }) => formatInstant(openedAt) },
            { key: 'rows', head: t('ledger.rows'), end: true, cell: ({ rows }) => <span class="number">{rows}</span> },
            {
              key: 'state',
              head: t('batch.state'),
              cell: (row) => <Badge tone={PROBLEM_TONES[row.state]}>{t(`problem.${row.state}`)}</Badge>,
            },
            {
              key: 'plan',
              head: t('ledger.planText'),
              cell: ({ plan, dueOn }) => (plan ? `${plan}${dueOn ? `（${formatDate(dueOn)}）` : ''}` : '–'),
            },
            {
              key: 'do',
              head: '',
              cell: (row) => (
                <span class="row">
                  <a href={`#/collection/${row.batchId}`}>{t('ledger.batch')}</a>
                  {mayPlan && (row.state === 'open' || row.state === 'planned') && (
                    <Button onClick={() => setPlanning(row)}>{t('ledger.plan')}</Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {desk('list.more')}
        </Button>
      )}
      {planning && <PlanDialog row={planning} onClose={() => setPlanning(null)} onDone={replace} />}
    </>
  );
}

function PlanDialog({ row, onClose, onDone }: { row: Row; onClose: () => void; onDone: (row: Row) => void }) {
  const [commandId] = useState(newId);
  const [plan, setPlan] = useState(row.plan ?? '');
  const [dueOn, setDueOn] = useState(row.dueOn ?? todayInChina());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async () => {
    setBusy(true);
    const answer = await mutate(PlanQualityProblem, { commandId, id: row.id, plan, dueOn });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onDone(answer.data.planQualityProblem);
    toast(t('ledger.saved'));
    onClose();
  };
  const wrongPlan = fieldProblem(problem, 'plan');
  const wrongDay = fieldProblem(problem, 'dueOn');
  return (
    <FormDialog
      title={t('ledger.planOf', { rule: ruleText(row.rule) })}
      saveText={t('ledger.plan')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <TextArea label={t('ledger.planText')} value={plan} maxLength={500} error={wrongPlan} onInput={setPlan} />
      <DateField label={t('ledger.due')} value={dueOn} min={todayInChina()} error={wrongDay} onInput={setDueOn} />
      {problem && !wrongPlan && !wrongDay && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
