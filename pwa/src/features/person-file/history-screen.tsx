import { ClinicFileHistory } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/file.ts';
import { formatInstant } from '../../i18n/format.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { changedValue, fieldName } from './change-words.ts';

/** The edits of a file (J-03), before and after side by side, the last first. */
const HistoryScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, refresh } = useData(ClinicFileHistory, { id });
  const person = data?.person;
  return (
    <Page title={t('history.title')} back={`/child/${id}`}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!person && !problem && <Skeleton lines={8} />}
      {person?.history.length === 0 && <EmptyState icon="record" title={t('history.none', { name: person.name })} />}
      {person?.history.map((version) => (
        <section key={version.version} class="card stack">
          <p class="muted">{t('history.by', { who: version.by.displayName, when: formatInstant(version.at) })}</p>
          <Table
            caption={t('history.version', { version: version.version })}
            rows={version.changes}
            rowKey={({ field }) => field}
            columns={[
              { key: 'field', head: t('history.field'), lead: true, cell: ({ field }) => fieldName(field) },
              {
                key: 'before',
                head: t('history.before'),
                cell: (change) => <bdi>{changedValue(change, 'before')}</bdi>,
              },
              { key: 'after', head: t('history.after'), cell: (change) => <bdi>{changedValue(change, 'after')}</bdi> },
            ]}
          />
        </section>
      ))}
    </Page>
  );
};
export default HistoryScreen;
