import { t } from '../../i18n/query.ts';
import { Button } from '../../ui/button.tsx';
import { type Option, Select } from '../../ui/field.tsx';

/** Several of a list: what was chosen stands as buttons that take it away, the rest is chosen from. */
export function ManyOf({
  label,
  values,
  options,
  onChange,
}: {
  label: string;
  values: readonly string[];
  options: readonly Option[];
  onChange: (values: string[]) => void;
}) {
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? value;
  return (
    <div class="stack-tight">
      <Select
        label={label}
        value=""
        placeholder={t('form.choose')}
        options={options.filter(({ value }) => !values.includes(value))}
        onInput={(value) => value && onChange([...values, value])}
      />
      <Chosen
        values={values.map((value) => ({ value, label: labelOf(value) }))}
        onRemove={(gone) => onChange(values.filter((value) => value !== gone))}
      />
    </div>
  );
}

/** Values that were chosen, each a button that takes it away. */
export function Chosen({ values, onRemove }: { values: readonly Option[]; onRemove: (value: string) => void }) {
  if (values.length === 0) return null;
  return (
    <span class="row">
      {values.map(({ value, label }) => (
        <Button key={value} icon="close" label={t('form.remove', { what: label })} onClick={() => onRemove(value)}>
          {label}
        </Button>
      ))}
    </span>
  );
}
