import { FindSchools, type FindSchoolsQuery } from '../../data/generated/checks.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/checks.ts';
import { ChosenName, FoundByName, useSought } from '../../ui/found-by-name.tsx';

export type School = FindSchoolsQuery['findSchools'][number];

/** A school found by a part of its name. */
export function SchoolField({
  school,
  onChange,
  error,
}: {
  school: School | null;
  onChange: (school: School | null) => void;
  error: string | undefined;
}) {
  const { text, setText, sought } = useSought();
  const { data, problem } = useData(FindSchools, { text: sought }, { pause: sought === '' || school !== null });
  if (school) {
    return (
      <ChosenName
        label={t('own.school')}
        name={school.name}
        change={t('own.changeSchool')}
        onChange={() => onChange(null)}
      />
    );
  }
  return (
    <div class="stack-tight">
      <FoundByName
        label={t('own.school')}
        hint={t('own.schoolHint')}
        listLabel={t('own.schools')}
        none={t('own.schools.none')}
        text={text}
        onInput={setText}
        found={sought ? data?.findSchools : undefined}
        problem={problem}
        error={error}
        onChoose={onChange}
      />
    </div>
  );
}
