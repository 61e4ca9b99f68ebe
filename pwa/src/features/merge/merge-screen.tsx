import { useState } from 'preact/hooks';
import { ClinicFileDuplicates, ClinicMergeFile, type ClinicMergeFileQuery } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/merge.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { routeQuery, type Screen } from '../../ui/router.tsx';
import { PersonLine } from '../people-search/person-line.tsx';
import { cameFrom } from '../person-file/came-from.ts';
import { Page } from '../session/shell.tsx';
import { Compare } from './compare.tsx';

type File = NonNullable<ClinicMergeFileQuery['person']>;

/** Files like that of one child (查重): choose one, compare, merge. */
const MergeScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, refresh } = useData(ClinicMergeFile, { id });
  const file = data?.person;
  return (
    <Page title={t('page.title')} back={cameFrom(id)}>
      <p class="muted">{t('page.explain')}</p>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!file && !problem && <Skeleton lines={6} />}
      {file && <Candidates of={file} />}
    </Page>
  );
};
export default MergeScreen;

function Candidates({ of: file }: { of: File }) {
  const [chosen, setChosen] = useState(() => routeQuery('with'));
  const { id, name } = file;
  const { data, problem, refresh } = useData(ClinicFileDuplicates, { id });
  const others = data?.person?.duplicates;
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!others) return <Skeleton lines={4} />;
  if (others.length === 0) return <EmptyState icon="check" title={t('find.none', { name })} />;
  return (
    <>
      <section class="stack">
        <h2>{t('find.title')}</h2>
        <ul class="stack">
          {others.map(({ person }) => (
            <li key={person.id} class="card row-between">
              <span class="stack-tight">
                <PersonLine
                  hit={{
                    id: person.id,
                    name: person.name,
                    sex: person.sex,
                    birthDate: person.birthDate,
                    state: person.registrationState,
                    guardian: person.guardians[0]?.name ?? null,
                    township: person.residence.name,
                    documentNumber: person.documentNumber,
                    isOwn: false,
                  }}
                />
              </span>
              <Button label={t('find.compareOf', { name: person.name })} onClick={() => setChosen(person.id)}>
                {t('find.compare')}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      {chosen && <Compare key={chosen} file={file} otherId={chosen} />}
    </>
  );
}
