import { useEffect, useState } from 'preact/hooks';
import { type FileBlock, FileHead } from '../../data/generated/person-file.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t as file } from '../../i18n/file.ts';
import { t } from '../../i18n/file-blocks.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as household } from '../../i18n/household.ts';
import { t as trace } from '../../i18n/trace.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { routeQuery, type Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Merges } from '../merge/merges.tsx';
import { Page } from '../session/shell.tsx';
import { HealthTab } from './health-tab.tsx';
import { LogTab } from './log-tab.tsx';
import { MovesTab } from './moves-tab.tsx';
import { ReactionsTab } from './reactions-tab.tsx';

const TABS = [
  'moves',
  'contraindications',
  'reactions',
  'infections',
  'allergies',
  'log',
] as const satisfies FileBlock[];
type TabKey = (typeof TABS)[number];
const asked = (): TabKey => TABS.find((key) => key === routeQuery('tab')) ?? 'moves';

/** What a tab is given. */
export interface TabProps {
  person: { readonly id: string; readonly name: string; readonly birthDate: string };
  mayChange: boolean;
}

/** The case in six tabs (S-26), each with an address of its own; those hidden from the account (J-04) are not there. */
const FileScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, isLoading, takenAt, refresh } = useData(FileHead, { id }, { keep: true });
  const [tab, setTab] = useTab(id);
  const role = account.value?.role;
  const isClinic = role === 'vaccinator';
  const person = data?.person;
  const hidden: readonly FileBlock[] = data?.me.hiddenBlocks ?? [];
  const shown = TABS.filter((key) => !hidden.includes(key));
  const mayChange = (isClinic || role === 'cdc') && person?.registrationState !== 'cancelled';
  return (
    <Page
      title={person ? `${t('page.title')} · ${person.name}` : t('page.title')}
      back={isClinic ? `/child/${id}` : '/files'}
      aside={<DataAge takenAt={takenAt} />}
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {data && !person && <EmptyState icon="record" title={clinic('record.missing')} />}
      {person && (
        <>
          <p class="row">
            {common(`sex.${person.sex}`)} <span class="number">{formatDate(person.birthDate)}</span>
            <span class="muted">{person.managingClinic.name}</span>
            {person.registrationState !== 'active' && (
              <Badge tone="warn">{clinic(`person.state.${person.registrationState}`)}</Badge>
            )}
          </p>
          <p class="row no-print">
            {!hidden.includes('family') && <a href={`#/child/${id}/family`}>{household('page.title')}</a>}
            {role !== 'inspector' && <a href={`#/child/${id}/state`}>{file('state.title')}</a>}
            {role !== 'inspector' && <a href={`#/child/${id}/trace`}>{trace('title')}</a>}
            {!hidden.includes('log') && <a href={`#/child/${id}/history`}>{file('history.title')}</a>}
          </p>
          {/* At a clinic they stand with the record. */}
          {role === 'cdc' && takenAt === undefined && <Merges personId={id} onChanged={refresh} />}
          <Tabs
            label={t('tabs.label')}
            selected={tab}
            onSelect={(key) => setTab(key as TabKey)}
            tabs={shown.map((key) => ({ key, label: t(`tab.${key}`) }))}
          >
            {hidden.includes(tab) ? (
              <EmptyState icon="info" title={t('hidden')}>
                {t('hidden.explain')}
              </EmptyState>
            ) : (
              <Panel key={tab} tab={tab} person={person} mayChange={mayChange} />
            )}
          </Tabs>
        </>
      )}
    </Page>
  );
};
export default FileScreen;

/** The tab of the address. Choosing one changes the address in place: focus stays, and going back leaves the case. */
function useTab(id: string): [TabKey, (key: TabKey) => void] {
  const [tab, setTab] = useState(asked);
  useEffect(() => {
    const follow = () => setTab(asked());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const choose = (key: TabKey) => {
    history.replaceState(history.state, '', `#/child/${id}/file?tab=${key}`);
    setTab(key);
  };
  return [tab, choose];
}

function Panel({ tab, ...props }: TabProps & { tab: TabKey }) {
  switch (tab) {
    case 'moves':
      return <MovesTab {...props} />;
    case 'reactions':
      return <ReactionsTab {...props} />;
    case 'log':
      return <LogTab {...props} />;
    case 'contraindications':
      return <HealthTab {...props} kind="contraindication" />;
    case 'infections':
      return <HealthTab {...props} kind="infection" />;
    case 'allergies':
      return <HealthTab {...props} kind="allergy" />;
  }
}
