import { t } from '../../i18n/school.ts';
import { Select, TextField } from '../../ui/field.tsx';
import { byClass, type Pupil, type RosterFilter } from './roster.ts';

const ALL = 'all';
const OF_CLASS = 'class:';

/** The classes of a list as options; `null` is all of them. */
export function ClassSelect({
  pupils,
  value,
  onChange,
}: {
  pupils: readonly Pupil[];
  value: string | null;
  onChange: (className: string | null) => void;
}) {
  const options = byClass(pupils).map(({ name, pupils: own }) => ({
    value: OF_CLASS + name,
    label: `${name || t('class.none')} (${own.length})`,
  }));
  return (
    <Select
      label={t('filter.class')}
      value={value === null ? ALL : OF_CLASS + value}
      options={[{ value: ALL, label: t('filter.allClasses') }, ...options]}
      onInput={(chosen) => onChange(chosen === ALL ? null : chosen.slice(OF_CLASS.length))}
    />
  );
}

/** Class and name; the verdict is chosen by the tiles above. */
export function RosterFilters({
  pupils,
  filter,
  onChange,
}: {
  pupils: readonly Pupil[];
  filter: RosterFilter;
  onChange: (filter: RosterFilter) => void;
}) {
  return (
    <div class="filters no-print">
      <ClassSelect
        pupils={pupils}
        value={filter.className}
        onChange={(className) => onChange({ ...filter, className })}
      />
      <TextField
        label={t('filter.search')}
        type="search"
        value={filter.text}
        onInput={(text) => onChange({ ...filter, text })}
        autocomplete="off"
      />
    </div>
  );
}
