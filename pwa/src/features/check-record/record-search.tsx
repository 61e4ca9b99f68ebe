import '../own-check/own-check.css';
import { useState } from 'preact/hooks';
import { CheckRecordClasses } from '../../data/generated/checks.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/checks.ts';
import { t as words } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { DateField, type Option, Select, TextField } from '../../ui/field.tsx';

export interface Search {
  round: string;
  classId: string;
  checkType: string;
  /** `yes`, `no`, or nothing asked */
  seen: string;
  verdict: string;
  from: string;
  to: string;
  name: string;
  birthDate: string;
  documentNumber: string;
}
export const EMPTY_SEARCH: Search = {
  round: '',
  classId: '',
  checkType: '',
  seen: '',
  verdict: '',
  from: '',
  to: '',
  name: '',
  birthDate: '',
  documentNumber: '',
};
const VERDICTS = ['complete', 'missing_doses', 'no_file', 'postponed', 'not_yet_due', 'candidate'] as const;
const CHECK_TYPES = ['entry', 'transfer', 'inserted', 'recheck'] as const;

/** Whether something is asked that stands folded away. */
const hasMore = ({ checkType, seen, from, to, documentNumber }: Search): boolean =>
  [checkType, seen, from, to, documentNumber].some((value) => value !== '');

/** What to look for; a name is looked up whole and with the day of birth. */
export function RecordSearch({
  initial,
  school,
  rounds,
  onSearch,
}: {
  initial: Search;
  /** The one the list is narrowed to; the classes to choose from are its, else the own school's. */
  school: string | null;
  rounds: readonly Option[];
  onSearch: (search: Search) => void;
}) {
  const [typed, setTyped] = useState(initial);
  const [isTried, setTried] = useState(false);
  const isIncomplete = typed.name.trim() !== '' && typed.birthDate === '';
  const isAsked = isTried && isIncomplete;
  const classes = useData(CheckRecordClasses, { round: typed.round, schoolId: school }, { pause: typed.round === '' });
  const found = typed.round === '' ? [] : (classes.data?.checkRecordClasses ?? []);
  const put = (change: Partial<Search>) => setTyped({ ...typed, ...change });
  return (
    <form
      class="stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isIncomplete) onSearch(typed);
      }}
    >
      <div class="own-filter">
        <Select
          label={t('summary.round')}
          value={typed.round}
          placeholder={t('own.search.all')}
          options={[...rounds]}
          onInput={(round) => put({ round, classId: '' })}
        />
        {(typed.round === '' || found.length > 0) && (
          <Select
            label={t('record.class')}
            value={typed.classId}
            placeholder={t(typed.round === '' ? 'record.firstRound' : 'own.search.all')}
            options={found.map(({ id, grade, name }) => ({ value: id, label: `${grade}${name}` }))}
            onInput={(classId) => put({ classId })}
          />
        )}
        <Select
          label={t('own.search.result')}
          value={typed.verdict}
          placeholder={t('own.search.all')}
          options={VERDICTS.map((value) => ({ value, label: words(`verdict.${value}`) }))}
          onInput={(verdict) => put({ verdict })}
        />
        <TextField label={t('own.search.name')} type="search" value={typed.name} onInput={(name) => put({ name })} />
        <DateField
          label={t('own.search.birthDate')}
          value={typed.birthDate}
          {...(isAsked && { error: t('record.needBirthDate') })}
          onInput={(birthDate) => put({ birthDate })}
        />
        <Button type="submit" icon="search">
          {t('own.search')}
        </Button>
      </div>
      <details class="record-more" open={hasMore(initial)}>
        <summary>{t('record.more')}</summary>
        <div class="own-filter">
          <Select
            label={t('record.checkType')}
            value={typed.checkType}
            placeholder={t('own.search.all')}
            options={CHECK_TYPES.map((value) => ({ value, label: t(`checkType.${value}`) }))}
            onInput={(checkType) => put({ checkType })}
          />
          <Select
            label={t('record.seen')}
            value={typed.seen}
            placeholder={t('own.search.all')}
            options={[
              { value: 'yes', label: words('pupil.seen') },
              { value: 'no', label: words('pupil.notSeen') },
            ]}
            onInput={(seen) => put({ seen })}
          />
          <DateField label={t('record.from')} value={typed.from} onInput={(from) => put({ from })} />
          <DateField label={t('record.to')} value={typed.to} onInput={(to) => put({ to })} />
          <TextField
            label={t('record.documentNumber')}
            type="search"
            value={typed.documentNumber}
            onInput={(documentNumber) => put({ documentNumber })}
          />
        </div>
      </details>
    </form>
  );
}
