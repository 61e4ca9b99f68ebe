import { GrantSubjects } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/collection.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/field.tsx';

/** To whom a right is given: `account:<id>` or `organisation:<id>`. */
export function subjectOf(value: string): { accountId: string | null; organisationId: string | null } {
  const [kind, id = ''] = value.split(':');
  return kind === 'account' ? { accountId: id, organisationId: null } : { accountId: null, organisationId: id };
}

/** The partner systems and the CDCs of the area. */
export function SubjectSelect({ value, onInput }: { value: string; onInput: (value: string) => void }) {
  const { data, problem, refresh } = useData(GrantSubjects, {});
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  const options = [
    ...(data?.accounts.nodes ?? []).map(({ id, displayName, login }) => ({
      value: `account:${id}`,
      label: `${t('rights.account')}：${displayName}（${login}）`,
    })),
    ...(data?.organisations.nodes ?? []).map(({ id, name }) => ({
      value: `organisation:${id}`,
      label: `${t('rights.organisation')}：${name}`,
    })),
  ];
  return <Select label={t('rights.subject')} value={value} options={options} placeholder onInput={onInput} />;
}
