import '../administration/administration.css';
import './coming.css';
import { useState } from 'preact/hooks';
import { FetchNewborns, FileNewborns, type NewbornState, Newborns } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as coming } from '../../i18n/coming.ts';
import { t } from '../../i18n/newborn.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import type { Column } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { CaseList, WhoCell } from './case-list.tsx';
import { ComingNav } from './coming-nav.tsx';
import { NewbornDialog } from './newborn-dialog.tsx';
import { FINDING_TONES, faultText, likeness, type Newborn, nameOf, whyText } from './newborn-words.ts';

const TABS = ['waiting', 'filed', 'dismissed'] as const satisfies readonly NewbornState[];

/** 新生儿信息 (J-12): newborns of the maternal-child system, how each stands, and its file in one press. */
const NewbornsScreen: Screen = () => {
  const [state, setState] = useState<NewbornState>('waiting');
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isUnit = account.value?.role === 'vaccinator';
  const fetchNow = async () => {
    setBusy(true);
    setProblem(null);
    setSaid(null);
    const answer = await mutate(FetchNewborns, { commandId: newId() });
    setBusy(false);
    if (!answer.ok)
      return answer.problem.code === 'UNAVAILABLE' ? setSaid(t('fetch.away')) : setProblem(answer.problem);
    const { received, fresh, changed, unreadable } = answer.data.fetchNewborns;
    setSaid(
      t('fetch.done', { received, fresh, changed }) +
        (unreadable > 0 ? t('fetch.unreadable', { count: unreadable }) : ''),
    );
    setRound((n) => n + 1);
  };
  return (
    <Page
      title={t('page.title')}
      aside={
        isUnit && (
          <Button icon="download" variant="primary" busy={busy} onClick={() => void fetchNow()}>
            {t('fetch.do')}
          </Button>
        )
      }
    >
      <ComingNav />
      {said && <Notice>{said}</Notice>}
      {problem && <ErrorBox problem={problem} />}
      <Tabs
        label={t('page.title')}
        selected={state}
        tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
        onSelect={(key) => setState(TABS.find((one) => one === key) ?? 'waiting')}
      >
        <div class="stack tab-body">
          <List key={`${state} ${round}`} state={state} isUnit={isUnit} onChanged={() => setRound((n) => n + 1)} />
        </div>
      </Tabs>
    </Page>
  );
};
export default NewbornsScreen;

function List({ state, isUnit, onChanged }: { state: NewbornState; isUnit: boolean; onChanged: () => void }) {
  const pages = usePages(Newborns, { filter: { state } }, (data) => data.newborns);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const create = async (newborns: readonly Newborn[], notDuplicateOf: readonly string[] = []) => {
    setBusy(true);
    setProblem(null);
    setRefused([]);
    const rows = newborns.map(({ id, version }) => ({
      id,
      expectedVersion: version,
      notDuplicateOf: [...notDuplicateOf],
    }));
    const answer = await mutate(FileNewborns, { commandId: newId(), rows });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const names = new Map(newborns.map((n) => [n.id, nameOf(n)]));
    const why = answer.data.fileNewborns.flatMap(({ newbornId, field, reason }) =>
      reason ? [`${names.get(newbornId) ?? ''} ${whyText(field, reason)}`] : [],
    );
    if (why.length === 0) return onChanged();
    setRefused(why);
  };
  const ready = (pages.nodes ?? []).filter((n) => n.finding === 'ready' && n.actions.includes('create'));
  return (
    <>
      {ready.length > 0 && (
        <div>
          <Button icon="plus" variant="primary" busy={busy} onClick={() => void create(ready)}>
            {t('create.all', { count: ready.length })}
          </Button>
        </div>
      )}
      {problem && <ErrorBox problem={problem} />}
      {refused.length > 0 && (
        <Notice tone="bad" alert>
          <p>{t('create.refused', { count: refused.length })}</p>
          <ul>
            {refused.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Notice>
      )}
      <CaseList
        pages={pages}
        caption={t('list.caption')}
        none={t(state === 'waiting' ? 'list.noneWaiting' : 'list.none')}
        columns={(open) => columns(open, (one) => void create([one]), busy)}
        dialog={(newborn, close) => (
          <NewbornDialog
            newborn={newborn}
            isUnit={isUnit}
            onCreate={(one, others) => create([one], others)}
            onClose={close}
            onDone={onChanged}
          />
        )}
      />
    </>
  );
}

const columns = (open: (one: Newborn) => void, create: (one: Newborn) => void, busy: boolean): Column<Newborn>[] => [
  { key: 'child', head: t('list.child'), lead: true, cell: (one) => <WhoCell {...one} name={nameOf(one)} /> },
  {
    key: 'mother',
    head: t('list.mother'),
    cell: ({ mother }) => (
      <span class="stack-none">
        <bdi>{mother.name}</bdi>
        {mother.children != null && <span class="muted small">{t('list.children', { count: mother.children })}</span>}
      </span>
    ),
  },
  {
    key: 'numbers',
    head: t('list.numbers'),
    cell: ({ idNumber, birthCertificate }) => <span class="mono small">{idNumber ?? birthCertificate ?? ''}</span>,
  },
  {
    key: 'now',
    head: t('list.now'),
    cell: ({ state, finding, faults, candidates, news, file }) => (
      <span class="stack-none">
        <span>
          {finding ? (
            <Badge tone={FINDING_TONES[finding]}>{t(`finding.${finding}`)}</Badge>
          ) : (
            <Badge tone={state === 'filed' ? 'good' : 'neutral'}>{t(`tab.${state}`)}</Badge>
          )}
        </span>
        {faults.map((fault) => (
          <span key={fault.field + fault.reason} class="muted small">
            {faultText(fault)}
          </span>
        ))}
        {candidates.length > 0 && (
          <span class="muted small">{[...new Set(candidates.flatMap((c) => c.reasons.map(likeness)))].join('、')}</span>
        )}
        {news.length > 0 && <span class="small">{t('list.hasNews')}</span>}
        {file && state === 'filed' && <bdi class="muted small">{file.name}</bdi>}
      </span>
    ),
  },
  {
    key: 'act',
    head: coming('moves.act'),
    cell: (one) => (
      <span class="row">
        {one.finding === 'ready' && one.actions.includes('create') && (
          <Button label={t('create.oneOf', { name: nameOf(one) })} busy={busy} onClick={() => create(one)}>
            {t('create.one')}
          </Button>
        )}
        <Button label={coming('list.openOf', { name: nameOf(one) })} onClick={() => open(one)}>
          {coming('list.open')}
        </Button>
      </span>
    ),
  },
];
