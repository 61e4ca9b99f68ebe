import { declaredGroupsOf, specialGroupsOf } from '@miaoben/schedule';
import { useEffect, useState } from 'preact/hooks';
import { ChildRecord, type ChildRecordQuery, UnbindChild } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { GroupAdvice } from '../../features/from-family/group-advice.tsx';
import { Page } from '../../features/session/shell.tsx';
import { ageText } from '../../i18n/age.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/family.ts';
import { formatDate } from '../../i18n/format.ts';
import { locale } from '../../i18n/locale.ts';
import { t as own } from '../../i18n/own-file.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { DoseList } from './dose-list.tsx';
import { Observed } from './observed.tsx';
import type { OwnWords } from './own-words.ts';
import { PersonCode } from './person-code.tsx';
import { PlanList } from './plan-list.tsx';

type Child = NonNullable<ChildRecordQuery['person']>;

type TabKey = 'plan' | 'record' | 'code';
const TABS: readonly TabKey[] = ['plan', 'record', 'code'];

/** A child's plan, record and code (Q-144, H-20, H-01); readable without a network. */
const ChildScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, takenAt, refresh } = useData(ChildRecord, { id }, { keep: true });
  const [tab, setTab] = useState<TabKey>('plan');
  const child = data?.person;
  const words = useOwnWords(child ?? null);
  return (
    <Page title={child?.name ?? t('home.record')} back="/" narrow aside={<DataAge takenAt={takenAt} />}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {data && !child && (
        <EmptyState icon="record" title={t('child.notFound')}>
          {t('child.notFound.hint')}
        </EmptyState>
      )}
      {child && (
        <>
          <p class="muted">
            {[
              common(`sex.${child.sex}`),
              ageText(child.birthDate, child.plan.asOf),
              t('child.born', { date: formatDate(child.birthDate) }),
            ].join(' · ')}
          </p>
          <Ways id={id} />
          <GroupAdvice {...groupsOf(child)} />
          <Observed doses={child.doses} asOf={child.plan.asOf} takenAt={takenAt} />
          <Tabs
            label={child.name}
            selected={tab}
            onSelect={(key) => setTab(key as TabKey)}
            tabs={TABS.map((key) => ({ key, label: t(`child.tab.${key}`) }))}
          >
            {tab === 'plan' && <PlanList person={child} words={words} />}
            {tab === 'record' && <DoseList doses={child.doses} words={words} />}
            {tab === 'code' && <PersonCode barcode={child.barcode} name={child.name} />}
          </Tabs>
          <Unbind id={id} name={child.name} />
        </>
      )}
    </Page>
  );
};
export default ChildScreen;

function groupsOf(child: Child) {
  const { asOf } = child.plan;
  const groups = specialGroupsOf(child, asOf);
  const open = child.groupDeclarations.filter(({ state }) => state === 'declared');
  return { groups, declared: declaredGroupsOf(open, groups, asOf) };
}

/** The engine's words in another language than the server's; the engine is fetched for them alone. */
function useOwnWords(child: Child | null): OwnWords | null {
  const [words, setWords] = useState<OwnWords | null>(null);
  const language = locale.value;
  useEffect(() => {
    setWords(null);
    if (!child || language === 'zh-CN') return;
    let isStale = false;
    void import('./own-words.ts')
      .then(({ ownWords }) => ownWords(child))
      .then((found) => {
        if (!isStale) setWords(found);
      });
    return () => {
      isStale = true;
    };
  }, [child, language]);
  return words;
}

/** Where one goes from here: what is needed often in sight, the rest folded so that the plan is not pushed down. */
function Ways({ id }: { id: string }) {
  const rest = {
    reactions: t('child.reactions'),
    notes: own('notes.title'),
    groups: own('groups.title'),
    health: own('health.title'),
    contact: own('contact.title'),
    travel: t('home.travel'),
  };
  return (
    <nav class="stack-tight no-print" aria-label={t('child.ways')}>
      <div class="row">
        <ButtonLink icon="certificate" href={`#/child/${id}/certificate`}>
          {t('home.certificate')}
        </ButtonLink>
        <ButtonLink icon="school" href={`#/child/${id}/check`}>
          {t('child.entryCheck')}
        </ButtonLink>
        <ButtonLink icon="question" href={`#/child/${id}/inquiry`}>
          {t('inquiry.title')}
        </ButtonLink>
      </div>
      <details class="child-more">
        <summary>{t('child.more')}</summary>
        <ul class="list">
          {Object.entries(rest).map(([route, label]) => (
            <li key={route}>
              <a class="list-item" href={`#/child/${id}/${route}`}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

function Unbind({ id, name }: { id: string; name: string }) {
  const [isOpen, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const unbind = async () => {
    setBusy(true);
    const answer = await mutate(UnbindChild, { commandId: newId(), personId: id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('unbind.done'));
    navigate('/', { replace: true });
  };
  return (
    <div class="no-print">
      <Button variant="quiet" onClick={() => setOpen(true)}>
        {t('unbind.open')}
      </Button>
      {isOpen && (
        <Dialog
          title={t('unbind.title', { name })}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>{common('action.cancel')}</Button>
              <Button variant="danger" busy={busy} onClick={() => void unbind()}>
                {t('unbind.open')}
              </Button>
            </>
          }
        >
          <p>{t('unbind.hint')}</p>
          {problem && <ErrorBox problem={problem} />}
        </Dialog>
      )}
    </div>
  );
}
