import { t } from '../../i18n/licence.ts';
import { locale } from '../../i18n/locale.ts';
import { DateField, Select, TextArea, TextField } from '../../ui/field.tsx';
import type { DefinitionField } from './definition.ts';
import { labelOf } from './field-words.ts';

/** The entry of a field of a licence, as its definition says what it holds. */
export function FieldEntry({
  field,
  ...rest
}: {
  field: DefinitionField;
  value: string;
  optional?: boolean;
  error: string | undefined;
  onInput: (value: string) => void;
}) {
  const props = { ...rest, label: labelOf(field) };
  switch (field.type) {
    case 'date':
      return <DateField {...props} />;
    case 'code':
      return (
        <Select
          {...props}
          placeholder=""
          options={(field.codes ?? []).map((c) => ({ value: c.code, label: locale.value === 'en' ? c.en : c.zh }))}
        />
      );
    case 'list':
      return <TextArea {...props} rows={3} hint={t('make.listHint')} />;
    default:
      return (
        <TextField
          {...props}
          autocomplete="off"
          {...(field.type === 'number' && { inputmode: 'numeric' as const, hint: field.unit })}
        />
      );
  }
}
