import { useState } from 'preact/hooks';
import { t } from '../../i18n/clinic.ts';
import { pack } from '../../offline/packs-data.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { FromFamilyCard } from '../from-family/from-family.tsx';
import { GroupAdvice } from '../from-family/group-advice.tsx';
import { groupsOf } from '../from-family/groups.ts';
import type { FactGroup } from '../health/fact-kinds.ts';
import { HealthCard } from '../health/health-card.tsx';
import { NotGiven } from '../health/not-given.tsx';
import { Merges } from '../merge/merges.tsx';
import { Page } from '../session/shell.tsx';
import { StartVisit } from '../visit/start-visit.tsx';
import { ToldHome } from '../visitor/told-home.tsx';
import { DoseList } from './dose-list.tsx';
import { PersonHeader } from './person-header.tsx';
import { Plan } from './plan.tsx';
import { useRecord } from './use-record.ts';

/** The record of one child: who it is, what may be given today and why, what was given. */
const RecordScreen: Screen = ({ params }) => {
  const { record, problem, isLoading, refresh } = useRecord(params.id ?? '');
  const [adding, setAdding] = useState<FactGroup | null>(null);
  if (!record) {
    return (
      <Page title={t('record.title')} back="/">
        {isLoading ? (
          <Skeleton lines={8} />
        ) : problem && problem.code !== 'OFFLINE' && problem.code !== 'UNAVAILABLE' ? (
          <ErrorBox problem={problem} onRetry={refresh} />
        ) : (
          <EmptyState
            icon="record"
            title={t(problem && pack.value === null ? 'record.missingDevice' : 'record.missing')}
          />
        )}
      </Page>
    );
  }
  // Nothing is planned for a file that is cancelled; its record is read under the one that stands.
  const isEnded = record.person.registrationState === 'cancelled';
  return (
    <Page title={record.person.name} back="/">
      {record.takenAt !== null && <DataAge takenAt={record.takenAt} />}
      <PersonHeader person={record.person} isOwn={record.entry !== null} />
      {record.person.visitor && <ToldHome visitor={record.person.visitor} doses={record.doses} />}
      {record.takenAt === null && <Merges personId={record.person.id} onChanged={refresh} />}
      {!isEnded && <GroupAdvice {...groupsOf(record)} />}
      {!isEnded && <NotGiven record={record} onChanged={refresh} />}
      {!isEnded && (
        <StartVisit person={record.person} doses={record.doses.filter(({ state }) => state !== 'voided').length} />
      )}
      {/* Below the first act: what comes later moves nothing under a hand. */}
      {!isEnded && record.entry === null && <FromFamilyCard record={record} onChanged={refresh} />}
      <div class="record-columns">
        {!isEnded && <Plan record={record} onSkinTest={() => setAdding('test')} />}
        <div class="stack">
          <DoseList record={record} onChanged={refresh} />
          <HealthCard record={record} adding={adding} onAdd={setAdding} onChanged={refresh} />
        </div>
      </div>
    </Page>
  );
};
export default RecordScreen;
