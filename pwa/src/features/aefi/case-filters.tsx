import {
  type AdverseEventCause,
  type AdverseEventFilterInput,
  type AdverseEventSeverity,
  type AdverseEventState,
  AefiVaccines,
} from '../../data/generated/aefi.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { Checkbox, DateField, Select, TextField } from '../../ui/field.tsx';
import { useMe } from '../administration/use-me.ts';
import { ClinicSelect } from '../coming/place-picker.tsx';
import { causeOptions, STATES, severityOptions } from './words.ts';

interface Props {
  filter: AdverseEventFilterInput;
  onChange: (filter: AdverseEventFilterInput) => void;
}

/** What a list of cases is narrowed by. */
export function CaseFilters({ filter, onChange }: Props) {
  const all = { value: '', label: t('list.all') };
  const { data } = useData(AefiVaccines, {}, { keep: true });
  const set = (changes: AdverseEventFilterInput) => onChange({ ...filter, ...changes });
  return (
    <div class="filter">
      <Select
        label={t('list.state')}
        value={filter.states?.[0] ?? ''}
        options={[all, ...STATES.map((value) => ({ value, label: t(`state.${value}`) }))]}
        onInput={(value) => set({ states: value ? [value as AdverseEventState] : null })}
      />
      <Select
        label={t('list.severity')}
        value={filter.severity ?? ''}
        options={[all, ...severityOptions()]}
        onInput={(value) => set({ severity: (value || null) as AdverseEventSeverity | null })}
      />
      <Select
        label={t('list.cause')}
        value={filter.cause ?? ''}
        options={[all, ...causeOptions()]}
        onInput={(value) => set({ cause: (value || null) as AdverseEventCause | null })}
      />
      <Select
        label={t('list.vaccine')}
        value={filter.vaccine ?? ''}
        options={[all, ...(data?.vaccines ?? []).map(({ code, name }) => ({ value: code, label: name }))]}
        onInput={(value) => set({ vaccine: value || null })}
      />
      <TextField
        label={t('list.lotFilter')}
        type="search"
        autocomplete="off"
        maxLength={40}
        value={filter.lotNumber ?? ''}
        onInput={(value) => set({ lotNumber: value.trim() || null, productId: null })}
      />
      {account.value?.role !== 'vaccinator' && <OfClinic filter={filter} onChange={onChange} />}
      <DateField label={t('list.from')} value={filter.from ?? ''} onInput={(value) => set({ from: value || null })} />
      <DateField label={t('list.to')} value={filter.to ?? ''} onInput={(value) => set({ to: value || null })} />
      <Checkbox checked={filter.overdue === true} onChange={(overdue) => set({ overdue: overdue || null })}>
        {t('list.overdueOnly')}
      </Checkbox>
    </div>
  );
}

/** The clinic that reports, of a county's own; disease control above it looks at lots and vaccines. */
function OfClinic({ filter, onChange }: Props) {
  const area = useMe().data?.me.divisions[0]?.code ?? '';
  if (!/^\d{6}/u.test(area)) return null;
  return (
    <ClinicSelect
      place={area}
      label={t('list.unit')}
      value={filter.clinicId ?? ''}
      emptyText={t('list.all')}
      onInput={(value) => onChange({ ...filter, clinicId: value || null })}
    />
  );
}
