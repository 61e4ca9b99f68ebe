import { ClinicFileHistory, type ClinicFileHistoryQuery } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { isChangedField, t } from '../../i18n/file.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';

type Version = NonNullable<ClinicFileHistoryQuery['person']>['history'][number];
type Change = Version['changes'][number];

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
              { key: 'before', head: t('history.before'), cell: (change) => <bdi>{shownValue(change, 'before')}</bdi> },
              { key: 'after', head: t('history.after'), cell: (change) => <bdi>{shownValue(change, 'after')}</bdi> },
            ]}
          />
        </section>
      ))}
    </Page>
  );
};
export default HistoryScreen;

const DATES = new Set(['birthDate', 'endedOn', 'diedOn', 'deletedOn']);
// A newer server may keep fields this app has no word for.
const fieldName = (field: string): string => (isChangedField(field) ? t(`field.${field}`) : field);

function shownValue(change: Change, side: 'before' | 'after'): string {
  const [place, unit, text] =
    side === 'before'
      ? [change.placeBefore, change.unitBefore, change.before]
      : [change.placeAfter, change.unitAfter, change.after];
  return place?.name ?? unit?.name ?? (text ? inWords(change.field, text) : t('history.empty'));
}

/** A stored value in the words of its reader. */
function inWords(field: string, text: string): string {
  if (field === 'sex' && (text === 'F' || text === 'M' || text === 'U')) return common(`sex.${text}`);
  if (field === 'maritalStatus') return t(`marital.${text as 'single'}`);
  if (field === 'personType') return t(`personType.${text as 'resident'}`);
  if (field === 'householdType') return t(`householdType.${text as 'local'}`);
  if (field === 'endReason') return t(`end.${text as 'other'}`);
  if (DATES.has(field)) return formatDate(text);
  if (field === 'conditions') return text.split(',').map(healthFactText).join('、');
  if (field === 'registrationState') return clinic(`person.state.${text as 'active'}`);
  if (field === 'documentType') return clinic(`document.${text as 'RESIDENT_ID'}`);
  return text;
}
