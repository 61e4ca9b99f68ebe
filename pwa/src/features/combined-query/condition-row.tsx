import { type QueryField, type QueryOperator, QueryVaccines } from '../../data/generated/query.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/query.ts';
import { Button } from '../../ui/button.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { ManyOf } from './many-of.tsx';
import { AreaValues, CodeValues, UnitValue } from './place-values.tsx';
import { type Condition, conditionOf, fieldsFor, kindOf, lacking, operatorsOf } from './query.ts';
import { optionsOf } from './words.ts';

interface Props {
  condition: Condition;
  /** faults are shown */
  isChecked: boolean;
  onChange: (condition: Condition) => void;
}

/** One condition: field, relation, values. */
export function ConditionRow({ condition, isChecked, onChange, onRemove }: Props & { onRemove: () => void }) {
  const { field, operator } = condition;
  const isFaulty = isChecked && lacking(condition) > 0;
  return (
    <div class="query-condition">
      <Select
        label={t('form.field')}
        value={field}
        options={fieldsFor(account.value?.role).map((value) => ({ value, label: t(`field.${value}`) }))}
        onInput={(value) => onChange(conditionOf(value as QueryField))}
      />
      <Select
        label={t('form.operator')}
        value={operator}
        error={isFaulty ? t('form.incomplete') : undefined}
        options={operatorsOf(field).map((value) => ({ value, label: t(`operator.${value}`) }))}
        onInput={(value) => onChange({ ...condition, operator: value as QueryOperator })}
      />
      {operator !== 'filled' && operator !== 'empty' && (
        <div class="query-values">
          <Values condition={condition} onChange={onChange} />
        </div>
      )}
      <span class="query-remove">
        <Button variant="quiet" icon="close" onClick={onRemove}>
          {t('form.removeCondition')}
        </Button>
      </span>
    </div>
  );
}

function Values({ condition, onChange }: Omit<Props, 'isChecked'>) {
  const { field, operator, values } = condition;
  const set = (next: string[]) => onChange({ ...condition, values: next });
  const at = (place: 0 | 1) => (value: string) => {
    const other = values[1 - place] ?? '';
    set(operator === 'between' ? (place === 0 ? [value, other] : [other, value]) : [value]);
  };
  const label = t('form.value');
  switch (kindOf(field)) {
    case 'name':
      return <TextField label={label} value={values[0] ?? ''} maxLength={30} autocomplete="off" onInput={at(0)} />;
    case 'date':
      return (
        <>
          <DateField label={operator === 'between' ? t('form.from') : label} value={values[0] ?? ''} onInput={at(0)} />
          {operator === 'between' && <DateField label={t('form.to')} value={values[1] ?? ''} onInput={at(1)} />}
        </>
      );
    case 'number':
      return (
        <>
          <Figure label={operator === 'between' ? t('form.from') : label} value={values[0] ?? ''} onInput={at(0)} />
          {operator === 'between' && <Figure label={t('form.to')} value={values[1] ?? ''} onInput={at(1)} />}
        </>
      );
    case 'division':
      return field === 'residence' ? (
        <AreaValues values={values} onChange={set} />
      ) : (
        <CodeValues values={values} onChange={set} />
      );
    case 'unit':
      return <UnitValue label={label} value={values[0] ?? ''} onChange={(id) => set(id ? [id] : [])} />;
    case 'doses':
      return <Doses condition={condition} onChange={onChange} />;
    default:
      return <ManyOf label={label} values={values} options={optionsOf(field)} onChange={set} />;
  }
}

const Figure = ({ label, value, onInput }: { label: string; value: string; onInput: (value: string) => void }) => (
  <TextField label={label} value={value} inputmode="numeric" maxLength={6} autocomplete="off" onInput={onInput} />
);

/** How many doses, of which vaccines, when, where. */
function Doses({ condition, onChange }: Omit<Props, 'isChecked'>) {
  const window = condition.doses ?? { vaccines: [] };
  const { data } = useData(QueryVaccines, {}, { keep: true });
  const set = (changes: Partial<typeof window>) => onChange({ ...condition, doses: { ...window, ...changes } });
  return (
    <>
      <Figure
        label={t('form.doses')}
        value={condition.values[0] ?? ''}
        onInput={(value) => onChange({ ...condition, values: [value] })}
      />
      <ManyOf
        label={t('form.vaccines')}
        values={window.vaccines}
        options={(data?.vaccines ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(vaccines) => set({ vaccines })}
      />
      <DateField label={t('form.givenFrom')} value={window.from ?? ''} onInput={(day) => set({ from: day || null })} />
      <DateField label={t('form.givenTo')} value={window.to ?? ''} onInput={(day) => set({ to: day || null })} />
      <UnitValue
        label={t('form.clinic')}
        value={window.clinic ?? ''}
        onChange={(clinic) => set({ clinic: clinic || null })}
      />
    </>
  );
}
