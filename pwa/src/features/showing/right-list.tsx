import { useState } from 'preact/hooks';
import {
  CollectableTypes,
  GrantShowing,
  ShowingRights,
  type ShowingRightsQuery,
  WithdrawShowingRight,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { ReasonDialog } from '../collection/reason-dialog.tsx';
import { PageList } from './page-list.tsx';
import { SubjectSelect, subjectOf } from './subject-select.tsx';

type Right = ShowingRightsQuery['showingRights']['nodes'][number];
const PER_MINUTE = '60';
const PER_DAY = '5000';

/** Rights of partner systems to have licences shown (亮证授权). */
export function RightList({ maySet }: { maySet: boolean }) {
  const [round, setRound] = useState(0);
  return <Rights key={round} maySet={maySet} onChanged={() => setRound(round + 1)} />;
}

function Rights({ maySet, onChanged }: { maySet: boolean; onChanged: () => void }) {
  const pages = usePages(ShowingRights, {}, (data) => data.showingRights);
  const [isGiving, setGiving] = useState(false);
  const [ending, setEnding] = useState<Right | null>(null);
  const [commandId] = useState(newId);
  return (
    <>
      {maySet && (
        <div class="row no-print">
          <Button variant="primary" icon="plus" onClick={() => setGiving(true)}>
            {t('rights.give')}
          </Button>
        </div>
      )}
      <PageList
        caption={t('rights.showing')}
        empty={t('rights.none')}
        icon="certificate"
        pages={pages}
        columns={[
          { key: 'type', head: t('batch.type'), lead: true, cell: ({ typeName }) => typeName },
          {
            key: 'subject',
            head: t('rights.subject'),
            cell: ({ organisation, accountId }) => organisation?.name ?? <span class="mono small">{accountId}</span>,
          },
          { key: 'purposes', head: t('rights.purposes'), cell: ({ purposes }) => purposes.join('、') },
          {
            key: 'limits',
            head: t('rights.limits'),
            cell: ({ perMinute, perDay }) => t('rights.limitsOf', { minute: perMinute, day: perDay }),
          },
          {
            key: 'state',
            head: t('rights.state'),
            cell: (right) =>
              right.withdrawnAt ? (
                <Badge>{t('rights.ended', { reason: right.reason ?? '' })}</Badge>
              ) : (
                <span class="row">
                  <Badge tone="good">{t('rights.standing')}</Badge>
                  {maySet && <Button onClick={() => setEnding(right)}>{t('rights.withdraw')}</Button>}
                </span>
              ),
          },
        ]}
      />
      {isGiving && <GiveDialog onClose={(given) => (given ? onChanged() : setGiving(false))} />}
      {ending && (
        <ReasonDialog
          title={t('rights.withdrawOf', { type: ending.typeName })}
          ask={t('rights.withdrawAsk')}
          action={t('rights.withdraw')}
          done={t('rights.withdrawn')}
          run={(reason) => mutate(WithdrawShowingRight, { commandId, id: ending.id, reason })}
          onClose={(changed) => (changed ? onChanged() : setEnding(null))}
        />
      )}
    </>
  );
}

function GiveDialog({ onClose }: { onClose: (given: boolean) => void }) {
  const { data } = useData(CollectableTypes, {});
  const [type, setType] = useState('');
  const [subject, setSubject] = useState('');
  const [purposes, setPurposes] = useState('');
  const [perMinute, setPerMinute] = useState(PER_MINUTE);
  const [perDay, setPerDay] = useState(PER_DAY);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const give = async () => {
    setBusy(true);
    const input = {
      type,
      ...subjectOf(subject),
      purposes: purposes.split('\n').filter((line) => line.trim() !== ''),
      perMinute: Number(perMinute) || 0,
      perDay: Number(perDay) || 0,
    };
    const answer = await mutate(GrantShowing, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('rights.given'));
    onClose(true);
  };
  const wrong = {
    purposes: fieldProblem(problem, 'purposes'),
    perMinute: fieldProblem(problem, 'perMinute'),
    perDay: fieldProblem(problem, 'perDay'),
  };
  return (
    <FormDialog
      title={t('rights.give')}
      saveText={t('rights.give')}
      busy={busy}
      onSave={give}
      onClose={() => onClose(false)}
    >
      <Select
        label={t('batch.type')}
        value={type}
        placeholder
        options={(data?.collectableTypes ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        onInput={setType}
      />
      <SubjectSelect value={subject} onInput={setSubject} />
      <TextArea
        label={t('rights.purposes')}
        hint={t('rights.purposesHint')}
        value={purposes}
        rows={3}
        error={wrong.purposes}
        onInput={setPurposes}
      />
      <TextField
        label={t('rights.perMinute')}
        type="number"
        inputmode="numeric"
        value={perMinute}
        error={wrong.perMinute}
        onInput={setPerMinute}
      />
      <TextField
        label={t('rights.perDay')}
        type="number"
        inputmode="numeric"
        value={perDay}
        error={wrong.perDay}
        onInput={setPerDay}
      />
      {problem && !Object.values(wrong).some(Boolean) && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
