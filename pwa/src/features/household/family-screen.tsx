import { PersonFamily, type PersonFamilyQuery } from '../../data/generated/person-file.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/household.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { Guardians } from './guardians.tsx';
import { Home } from './home.tsx';

export type FamilyFile = NonNullable<PersonFamilyQuery['person']>;

/** States of a file that is not changed any more. */
const ENDED = new Set(['cancelled']);

/** Who cares for a child and with whom it lives (J-05): read by all staff, kept by clinics and disease control. */
const FamilyScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, refresh } = useData(PersonFamily, { id });
  const file = data?.person;
  const role = account.value?.role;
  const mayChange = (role === 'vaccinator' || role === 'cdc') && !ENDED.has(file?.registrationState ?? '');
  return (
    <Page title={t('page.title')} back={`/child/${id}`}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={8} />}
      {data && !file && <EmptyState icon="people" title={clinic('record.missing')} />}
      {file && (
        <>
          <p class="row">
            <strong>
              <bdi>{file.name}</bdi>
            </strong>
            {common(`sex.${file.sex}`)} <span class="number">{formatDate(file.birthDate)}</span>
            {file.registrationState !== 'active' && (
              <Badge tone="warn">{clinic(`person.state.${file.registrationState}`)}</Badge>
            )}
          </p>
          <Guardians file={file} mayChange={mayChange} onChanged={refresh} />
          <Home file={file} mayChange={mayChange} onChanged={refresh} />
        </>
      )}
    </Page>
  );
};
export default FamilyScreen;
