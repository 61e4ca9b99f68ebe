import { useState } from 'preact/hooks';
import {
  ApplyForCompensation,
  ChildReactions,
  type ChildReactionsQuery,
  TellReaction,
  WithdrawCompensation,
  WithdrawReaction,
} from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Answer } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { type Card, type CardDose, cardFaults, contentOf, newCard } from '../../features/aefi/card.ts';
import { SymptomChoice } from '../../features/aefi/card-fields.tsx';
import { PLAIN_SYMPTOMS, STATE_TONES, symptomTexts } from '../../features/aefi/words.ts';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/aefi.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { toTimeField } from '../../i18n/time-field.ts';
import { currentInstant } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, DateTimeField, Select, TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';

type Child = NonNullable<ChildReactionsQuery['person']>;
type Reaction = Child['adverseEvents'][number];

/** What a family told of a child after vaccination, what became of it, and the ways to tell and to apply for compensation. */
const ReactionsScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(ChildReactions, { id });
  const [isOpen, setOpen] = useState(false);
  const child = data?.person;
  return (
    <Page title={t('own.title')} back={`/child/${id}`} narrow>
      <Notice tone="warn">{t('own.explain')}</Notice>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={5} />}
      {child && !isOpen && (
        <Button variant="primary" icon="plus" wide onClick={() => setOpen(true)}>
          {t('own.tell')}
        </Button>
      )}
      {child && isOpen && (
        <TellForm
          child={child}
          onDone={() => {
            setOpen(false);
            refresh();
          }}
        />
      )}
      {child?.adverseEvents.length === 0 && !isOpen && <p class="muted">{t('own.none')}</p>}
      {child?.adverseEvents.map((one) => (
        <ReactionCard key={one.id} reaction={one} onChanged={refresh} />
      ))}
    </Page>
  );
};
export default ReactionsScreen;

function TellForm({ child, onDone }: { child: Child; onDone: () => void }) {
  const [doses] = useState<CardDose[]>(() =>
    child.doses.map(({ id, date, vaccine }) => ({ id, date, vaccine: vaccine.name, lot: null })).reverse(),
  );
  const [card, setCard] = useState<Card>(() =>
    newCard(
      currentInstant(),
      doses.slice(0, 1).map(({ id }) => id),
    ),
  );
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), id: newId() }));
  const change = (changes: Partial<Card>) => setCard((old) => ({ ...old, ...changes }));
  // When it was found is for the clinic to say.
  const faults = cardFaults({ ...card, found: toTimeField(currentInstant()) }, doses, currentInstant());
  const send = async () => {
    setTried(true);
    if (faults.size > 0 || busy) return;
    setBusy(true);
    const { foundAt: _, ...content } = contentOf(card);
    const answer = await mutate(TellReaction, {
      commandId: made.commandId,
      input: { id: made.id, personId: child.id, content },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('own.sent'));
    onDone();
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Select
        label={t('own.which')}
        value={card.suspects[0] ?? ''}
        options={doses.map((d) => ({
          value: d.id,
          label: t('own.after', { vaccine: d.vaccine, date: formatDate(d.date) }),
        }))}
        error={isTried && faults.has('suspects') ? t('card.suspectsNeeded') : undefined}
        onInput={(id) => change({ suspects: [id] })}
      />
      <DateTimeField
        label={t('own.when')}
        value={card.onset}
        max={toTimeField(currentInstant())}
        error={isTried && faults.has('onset') ? t('card.timeBad') : undefined}
        onInput={(onset) => change({ onset })}
      />
      <SymptomChoice symptoms={PLAIN_SYMPTOMS} card={card} faults={isTried ? faults : new Set()} onChange={change} />
      <TextArea
        label={t('own.more')}
        optional={!card.symptoms.includes('other')}
        rows={3}
        maxLength={1000}
        value={card.description}
        error={isTried && faults.has('description') ? t('card.descriptionNeeded') : undefined}
        onInput={(description) => change({ description })}
      />
      <Checkbox checked={card.hospitalised} onChange={(hospitalised) => change({ hospitalised })}>
        {t('card.hospitalised')}
      </Checkbox>
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('own.send')}
      </Button>
    </form>
  );
}

function ReactionCard({ reaction, onChanged }: { reaction: Reaction; onChanged: () => void }) {
  const [isApplying, setApplying] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { state, compensation } = reaction;
  const [chief] = reaction.suspects;
  const settle = (answer: Answer<unknown>) => {
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    toast(t('own.withdrawn'));
    onChanged();
  };
  const withdraw = async () =>
    settle(
      await mutate(WithdrawReaction, {
        commandId: newId(),
        input: { id: reaction.id, expectedVersion: reaction.version, action: 'withdraw' },
      }),
    );
  const withdrawClaim = async (claim: NonNullable<Reaction['compensation']>) =>
    settle(
      await mutate(WithdrawCompensation, {
        commandId: newId(),
        input: { claimId: claim.id, expectedVersion: claim.version, action: 'withdraw' },
      }),
    );
  return (
    <section class="card stack-tight" data-reaction={state}>
      <div class="row-between">
        <strong>{symptomTexts(reaction.symptoms.map(({ code }) => code))}</strong>
        <Badge tone={STATE_TONES[state]}>
          {state === 'suspected' || state === 'dismissed' ? t(`own.state.${state}`) : t(`state.${state}`)}
        </Badge>
      </div>
      <p class="muted small">
        <span class="number">{formatInstant(reaction.onsetAt)}</span>{' '}
        {chief && t('own.after', { vaccine: chief.vaccine.name, date: formatDate(chief.givenOn) })}
      </p>
      {reaction.cause && (
        <>
          <p>{t('own.conclusion', { cause: t(`cause.${reaction.cause}`) })}</p>
          {reaction.causeReason && <p class="small">{reaction.causeReason}</p>}
        </>
      )}
      {compensation && (
        <p>
          {t('own.claimState', { state: t(`claims.state.${compensation.state}`) })}{' '}
          {compensation.amountYuan != null && t('claims.granted', { amount: compensation.amountYuan })}
        </p>
      )}
      {compensation?.decision && <p class="small">{compensation.decision}</p>}
      <div class="row">
        {reaction.actions.includes('withdraw') && (
          <Button variant="quiet" onClick={() => void withdraw()}>
            {t('own.withdraw')}
          </Button>
        )}
        {reaction.mayClaim && <Button onClick={() => setApplying(true)}>{t('own.claim')}</Button>}
        {compensation?.actions.includes('withdraw') && (
          <Button variant="quiet" onClick={() => void withdrawClaim(compensation)}>
            {t('own.claimWithdraw')}
          </Button>
        )}
      </div>
      {problem && <ErrorBox problem={problem} />}
      {isApplying && <ApplyDialog caseId={reaction.id} onClose={() => setApplying(false)} onSaved={onChanged} />}
    </section>
  );
}

function ApplyDialog({ caseId, onClose, onSaved }: { caseId: string; onClose: () => void; onSaved: () => void }) {
  const [statement, setStatement] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [made] = useState(() => ({ commandId: newId(), claimId: newId() }));
  const save = async () => {
    setTried(true);
    if (statement.trim() === '' || busy) return;
    setBusy(true);
    const answer = await mutate(ApplyForCompensation, {
      commandId: made.commandId,
      input: { claimId: made.claimId, caseId, statement: statement.trim() },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('own.claimed'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('own.claimTitle')} saveText={t('own.claim')} busy={busy} onSave={save} onClose={onClose}>
      <TextArea
        label={t('claims.statement')}
        hint={t('own.claimHint')}
        rows={4}
        maxLength={1000}
        value={statement}
        error={isTried && statement.trim() === '' ? t('own.claimNeeded') : undefined}
        onInput={setStatement}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
