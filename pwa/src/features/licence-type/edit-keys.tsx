import { t } from '../../i18n/licence.ts';
import { Checkbox, Select } from '../../ui/field.tsx';
import type { Edit } from './edit.ts';
import { labelOf } from './field-words.ts';

/** Which fields tell two licences apart, and which date tells the newer of two. Only required fields can. */
export function EditKeys({ edit, onEdit }: { edit: Edit; onEdit: (edit: Edit) => void }) {
  const { definition } = edit;
  const { primaryKey } = definition;
  const required = definition.fields.filter((f) => f.required && f.type !== 'image' && f.type !== 'list');
  const toggle = (key: string) => {
    const next = primaryKey.includes(key) ? primaryKey.filter((k) => k !== key) : [...primaryKey, key];
    if (next.length > 0) onEdit({ ...edit, definition: { ...definition, primaryKey: next } });
  };
  return (
    <section class="stack">
      <h2>{t('edit.settings')}</h2>
      <fieldset class="edit-keys stack-tight">
        <legend class="field-label">{t('type.primaryKey')}</legend>
        <div class="edit-pair">
          {required.map((field) => (
            <Checkbox key={field.key} checked={primaryKey.includes(field.key)} onChange={() => toggle(field.key)}>
              {labelOf(field)}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <Select
        label={t('type.businessDate')}
        value={definition.businessDate}
        options={required.filter((f) => f.type === 'date').map((f) => ({ value: f.key, label: labelOf(f) }))}
        onInput={(businessDate) => onEdit({ ...edit, definition: { ...definition, businessDate } })}
      />
    </section>
  );
}
