import { useState } from 'preact/hooks';
import { t } from '../../i18n/licence.ts';
import { locale } from '../../i18n/locale.ts';
import { Button } from '../../ui/button.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import type { Definition } from '../licence-type/definition.ts';
import { columnName } from '../licence-type/field-words.ts';

export interface FilterValue {
  field: string;
  value: string;
}

/** The filters a definition names: sealed fields take the whole value, open texts their beginning, codes are chosen. */
export function Filters({
  definition,
  onSearch,
}: {
  definition: Definition;
  onSearch: (filters: readonly FilterValue[]) => void;
}) {
  const [values, setValues] = useState<Record<string, string>>({});
  const set = (key: string) => (value: string) => setValues({ ...values, [key]: value });
  const filled = Object.entries(values).flatMap(([field, value]) => (value.trim() === '' ? [] : [{ field, value }]));
  return (
    <form
      class="stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(filled);
      }}
    >
      <div class="coverage-choice">
        {definition.filters.map((key) => (
          <Filter key={key} definition={definition} of={key} value={values[key] ?? ''} onInput={set(key)} />
        ))}
      </div>
      <div class="row">
        <Button type="submit" variant="primary" icon="search">
          {t('licences.search')}
        </Button>
        {filled.length > 0 && (
          <Button
            onClick={() => {
              setValues({});
              onSearch([]);
            }}
          >
            {t('licences.clear')}
          </Button>
        )}
      </div>
    </form>
  );
}

function Filter({
  definition,
  of: key,
  value,
  onInput,
}: {
  definition: Definition;
  of: string;
  value: string;
  onInput: (value: string) => void;
}) {
  const label = columnName(definition, key);
  const field = definition.fields.find((f) => f.key === key);
  if (key === '$validity') {
    const options = (['valid', 'expiring', 'expired'] as const).map((one) => ({
      value: one,
      label: t(`licences.${one}`),
    }));
    return <Select label={label} value={value} placeholder={t('licences.all')} options={options} onInput={onInput} />;
  }
  if (field?.codes) {
    const options = field.codes.map((code) => ({ value: code.code, label: locale.value === 'en' ? code.en : code.zh }));
    return <Select label={label} value={value} placeholder={t('licences.all')} options={options} onInput={onInput} />;
  }
  if (field?.type === 'date') return <DateField label={label} value={value} optional onInput={onInput} />;
  const isPrefix = field?.type === 'text' && !field.personal;
  return (
    <TextField
      type="search"
      label={label}
      placeholder={t(isPrefix ? 'licences.prefix' : 'licences.exact')}
      value={value}
      autocomplete="off"
      onInput={onInput}
    />
  );
}
