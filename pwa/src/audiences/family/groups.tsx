import {
  declaredGroupsOf,
  mayBelong,
  SPECIAL_GROUP_NAMES,
  type SpecialGroup,
  specialGroupsOf,
} from '@miaoben/schedule';
import { useState } from 'preact/hooks';
import { FamilyGroups, type FamilyGroupsQuery, WithdrawGroupDeclaration } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { GroupAdvice } from '../../features/from-family/group-advice.tsx';
import { Page } from '../../features/session/shell.tsx';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/declaration.ts';
import { t as family } from '../../i18n/family.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as own } from '../../i18n/own-file.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Notice, Skeleton, type Tone } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { DeclareDialog } from './declare-dialog.tsx';

type Child = NonNullable<FamilyGroupsQuery['person']>;
type Declaration = Child['groupDeclarations'][number];

const TONES: Partial<Record<Declaration['state'], Tone>> = { confirmed: 'good', dismissed: 'warn' };

/** The special groups of one's own: advice, what one declares oneself, and what the clinic made of it. */
const GroupsScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, takenAt, refresh } = useData(FamilyGroups, { id }, { keep: true });
  const [isDeclaring, setDeclaring] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Declaration | null>(null);
  const child = data?.person;
  const choices = child ? declarable(child) : [];
  return (
    <Page title={own('groups.title')} back={`/child/${id}`} narrow aside={<DataAge takenAt={takenAt} />}>
      <p class="muted">{t('family.explain')}</p>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && !child && <EmptyState icon="record" title={family('child.notFound')} />}
      {child && (
        <>
          <Advice child={child} />
          {choices.length > 0 && (
            <Button variant="primary" icon="plus" wide onClick={() => setDeclaring(true)}>
              {t('family.declare')}
            </Button>
          )}
          {child.groupDeclarations.length === 0 && <EmptyState icon="people" title={t('family.none')} />}
          {child.groupDeclarations.map((declaration) => (
            <Card key={declaration.id} declaration={declaration} onWithdraw={() => setWithdrawing(declaration)} />
          ))}
          {isDeclaring && (
            <DeclareDialog child={child} choices={choices} onClose={() => setDeclaring(false)} onSaved={refresh} />
          )}
          {withdrawing && (
            <Withdraw personId={id} declaration={withdrawing} onClose={() => setWithdrawing(null)} onDone={refresh} />
          )}
        </>
      )}
    </Page>
  );
};
export default GroupsScreen;

/** The groups that are left to declare: possible by sex and age, not known yet and not waiting for the clinic. */
function declarable(child: Child): SpecialGroup[] {
  const today = currentDay();
  const known = specialGroupsOf(child, today);
  return SPECIAL_GROUP_NAMES.filter(
    (group) =>
      mayBelong(group, child, today) &&
      !known.includes(group) &&
      !child.groupDeclarations.some((d) => d.group === group && d.state === 'declared'),
  );
}

/** What holds for the groups, and what to tell and ask the doctor. */
function Advice({ child }: { child: Child }) {
  const today = currentDay();
  const groups = specialGroupsOf(child, today);
  const open = child.groupDeclarations.filter(({ state }) => state === 'declared');
  const declared = declaredGroupsOf(open, groups, today);
  const asked = SPECIAL_GROUP_NAMES.filter((group) => groups.includes(group) || declared.includes(group));
  return (
    <>
      <GroupAdvice groups={groups} declared={declared} />
      {asked.length > 0 && (
        <Notice title={t('ask.title')}>
          {asked.map((group) => (
            <span key={group}>{t(`ask.${group}`)}</span>
          ))}
        </Notice>
      )}
    </>
  );
}

function Card({ declaration, onWithdraw }: { declaration: Declaration; onWithdraw: () => void }) {
  const { group, since, expectedEnd, note, state, reason, fact } = declaration;
  const name = t(`group.${group}`);
  return (
    <section class="card stack-tight">
      <div class="row-between">
        <strong>{name}</strong>
        <Badge tone={TONES[state] ?? 'neutral'}>{t(`state.${state}`)}</Badge>
      </div>
      <span class="row muted">
        <span class="number">{t('since', { date: formatDate(fact?.date ?? since) })}</span>
        {!fact && expectedEnd && <span class="number">{t('expected', { date: formatDate(expectedEnd) })}</span>}
        {fact?.until && <span class="number">{t('until', { date: formatDate(fact.until) })}</span>}
      </span>
      {note && <span>{note}</span>}
      {reason && <span>{t('card.why', { reason })}</span>}
      {state === 'confirmed' && <span class="small muted">{t('family.confirmed')}</span>}
      {(state === 'declared' || state === 'dismissed') && (
        <div class="row">
          <Button variant="quiet" label={t('card.actOf', { act: t('act.withdraw'), group: name })} onClick={onWithdraw}>
            {t('act.withdraw')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Withdraw({
  personId,
  declaration,
  onClose,
  onDone,
}: {
  personId: string;
  declaration: Declaration;
  onClose: () => void;
  onDone: () => void;
}) {
  const { id, version, group, since } = declaration;
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const withdraw = async () => {
    setBusy(true);
    const answer = await mutate(WithdrawGroupDeclaration, { commandId, personId, id, expectedVersion: version });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('family.withdrawn'));
    onDone();
    onClose();
  };
  return (
    <Dialog
      title={t('family.withdrawAsk')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={() => void withdraw()}>
            {t('act.withdraw')}
          </Button>
        </>
      }
    >
      <p>
        {t(`group.${group}`)} · <span class="number">{t('since', { date: formatDate(since) })}</span>
      </p>
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
