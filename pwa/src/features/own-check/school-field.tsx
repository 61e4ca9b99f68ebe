import { useEffect, useState } from 'preact/hooks';
import { FindSchools, type FindSchoolsQuery } from '../../data/generated/checks.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/checks.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';

export type School = FindSchoolsQuery['findSchools'][number];

/** Typing rests this long before the directory is asked. */
const REST_MS = 300;

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
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const isAsking = Array.from(asked).length >= 2;
  const { data, problem } = useData(FindSchools, { text: asked }, { pause: !isAsking || school !== null });
  if (school) {
    return (
      <div class="row-between">
        <div>
          <p class="muted small">{t('own.school')}</p>
          <strong>{school.name}</strong>
        </div>
        <Button onClick={() => onChange(null)}>{t('own.changeSchool')}</Button>
      </div>
    );
  }
  return (
    <div class="stack-tight">
      <TextField
        label={t('own.school')}
        hint={t('own.schoolHint')}
        type="search"
        value={text}
        onInput={setText}
        error={error}
        maxLength={50}
      />
      {problem && <ErrorBox problem={problem} />}
      {isAsking && data?.findSchools.length === 0 && <p class="muted">{t('own.schools.none')}</p>}
      {isAsking && data && data.findSchools.length > 0 && (
        <ul class="stack-tight" aria-label={t('own.schools')}>
          {data.findSchools.map((found) => (
            <li key={found.id}>
              <Button wide onClick={() => onChange(found)}>
                {found.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
