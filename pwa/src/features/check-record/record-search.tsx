import '../own-check/own-check.css';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/checks.ts';
import { t as school } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { DateField, type Option, Select, TextField } from '../../ui/field.tsx';

export interface Search {
  round: string;
  verdict: string;
  from: string;
  to: string;
  name: string;
  birthDate: string;
  documentNumber: string;
}
export const EMPTY_SEARCH: Search = {
  round: '',
  verdict: '',
  from: '',
  to: '',
  name: '',
  birthDate: '',
  documentNumber: '',
};
const VERDICTS = ['complete', 'missing_doses', 'no_file', 'postponed', 'not_yet_due', 'candidate'] as const;

/** What to look for; a name is looked up whole and with the day of birth. */
export function RecordSearch({
  initial,
  rounds,
  onSearch,
}: {
  initial: Search;
  rounds: readonly Option[];
  onSearch: (search: Search) => void;
}) {
  const [typed, setTyped] = useState(initial);
  const [isTried, setTried] = useState(false);
  const isIncomplete = typed.name.trim() !== '' && typed.birthDate === '';
  const isAsked = isTried && isIncomplete;
  const put = (change: Partial<Search>) => setTyped({ ...typed, ...change });
  return (
    <form
      class="own-filter no-print"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isIncomplete) onSearch(typed);
      }}
    >
      <Select
        label={t('summary.round')}
        value={typed.round}
        placeholder={t('own.search.all')}
        options={[...rounds]}
        onInput={(round) => put({ round })}
      />
      <Select
        label={t('own.search.result')}
        value={typed.verdict}
        placeholder={t('own.search.all')}
        options={VERDICTS.map((value) => ({ value, label: school(`verdict.${value}`) }))}
        onInput={(verdict) => put({ verdict })}
      />
      <DateField label={t('record.from')} value={typed.from} onInput={(from) => put({ from })} />
      <DateField label={t('record.to')} value={typed.to} onInput={(to) => put({ to })} />
      <TextField label={t('own.search.name')} type="search" value={typed.name} onInput={(name) => put({ name })} />
      <DateField
        label={t('own.search.birthDate')}
        value={typed.birthDate}
        {...(isAsked && { error: t('record.needBirthDate') })}
        onInput={(birthDate) => put({ birthDate })}
      />
      <TextField
        label={t('record.documentNumber')}
        type="search"
        value={typed.documentNumber}
        onInput={(documentNumber) => put({ documentNumber })}
      />
      <Button type="submit" icon="search">
        {t('own.search')}
      </Button>
    </form>
  );
}
