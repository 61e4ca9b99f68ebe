import { FIELD_TYPES, type FieldType, NEEDS_LENGTH } from '@miaoben/schema/licence-definition.ts';
import { useState } from 'preact/hooks';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/licence.ts';
import { Checkbox, Select, TextArea, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { addField, changeField, type Edit, toggleIn } from './edit.ts';
import { type FieldForm, type FormFaults, faultsOf, fieldOf, formOf } from './field-form.ts';
import { labelOf } from './field-words.ts';

const LISTS = [
  ['filters', 'edit.inFilters'],
  ['managementColumns', 'edit.inManagement'],
  ['listColumns', 'edit.inList'],
] as const;

/** One field of a definition: what it is called, which values it takes, where it is shown. */
export function FieldDialog({
  edit,
  index,
  isStored,
  onClose,
  onEdit,
}: {
  edit: Edit;
  /** null: a new one */
  index: number | null;
  isStored: boolean;
  onClose: () => void;
  onEdit: (edit: Edit) => void;
}) {
  const old = index === null ? undefined : edit.definition.fields[index];
  const [form, setForm] = useState<FieldForm>(() => formOf(old));
  const [value, setValue] = useState('');
  const [faults, setFaults] = useState<FormFaults>({});
  const [shown, setShown] = useState(() => ({
    filters: old ? edit.definition.filters.includes(old.key) : false,
    managementColumns: old ? edit.definition.managementColumns.includes(old.key) : false,
    listColumns: old ? edit.definition.listColumns.includes(old.key) : false,
  }));
  const set = (change: Partial<FieldForm>) => setForm({ ...form, ...change });
  const fault = (name: keyof FieldForm) => (faults[name] ? t(`edit.${faults[name]}`) : undefined);
  const save = async () => {
    const found = faultsOf(form, edit.definition, index);
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    const field = fieldOf(form);
    let next = index === null ? addField(edit, field, value.trim()) : changeField(edit, index, field);
    if (index !== null && value.trim() !== '') {
      next = { ...next, hints: { ...next.hints, defaults: { ...next.hints.defaults, [field.key]: value.trim() } } };
    }
    for (const [list] of LISTS) {
      if (next.definition[list].includes(field.key) !== shown[list]) next = toggleIn(next, list, field.key);
    }
    onEdit(next);
  };
  const typeFields = edit.definition.fields.filter((f) => f.type === 'code' && f.key !== old?.key);
  const asksValue = isStored && (index === null || (form.required && !old?.required));
  return (
    <FormDialog
      title={t(index === null ? 'edit.fieldNew' : 'edit.fieldTitle')}
      saveText={common('action.confirm')}
      busy={false}
      onSave={save}
      onClose={onClose}
    >
      <div class="edit-pair">
        <TextField
          label={t('edit.labelZh')}
          value={form.labelZh}
          maxLength={60}
          error={fault('labelZh')}
          onInput={(labelZh) => set({ labelZh })}
        />
        <TextField
          label={t('edit.labelEn')}
          value={form.labelEn}
          maxLength={120}
          optional
          onInput={(labelEn) => set({ labelEn })}
        />
        <TextField
          label={t('edit.key')}
          value={form.key}
          maxLength={32}
          autocomplete="off"
          error={fault('key')}
          onInput={(key) => set({ key })}
        />
        <Select
          label={t('type.kind')}
          value={form.type}
          options={FIELD_TYPES.map((type) => ({ value: type, label: t(`kind.${type}`) }))}
          onInput={(type) => set({ type: type as FieldType })}
        />
        {NEEDS_LENGTH.includes(form.type) && (
          <TextField
            type="number"
            label={t('edit.maxLength')}
            value={form.maxLength}
            error={fault('maxLength')}
            onInput={(maxLength) => set({ maxLength })}
          />
        )}
        {form.type === 'list' && (
          <TextField
            type="number"
            label={t('edit.maxItems')}
            value={form.maxItems}
            optional
            onInput={(maxItems) => set({ maxItems })}
          />
        )}
        {form.type === 'number' && (
          <>
            <TextField type="number" label={t('edit.min')} value={form.min} optional onInput={(min) => set({ min })} />
            <TextField type="number" label={t('edit.max')} value={form.max} optional onInput={(max) => set({ max })} />
            <TextField
              label={t('edit.unit')}
              value={form.unit}
              maxLength={20}
              optional
              onInput={(unit) => set({ unit })}
            />
          </>
        )}
        {form.type === 'document' && (
          <Select
            label={t('edit.document')}
            value={form.document}
            options={[
              { value: 'RESIDENT_ID', label: t('document.RESIDENT_ID') },
              { value: 'PASSPORT', label: t('document.PASSPORT') },
              ...typeFields.map((f) => ({ value: `$${f.key}`, label: t('edit.documentOther', { name: labelOf(f) }) })),
            ]}
            onInput={(document) => set({ document })}
          />
        )}
      </div>
      {form.type === 'code' && (
        <TextArea
          label={t('edit.codes')}
          hint={t('edit.codesHint')}
          value={form.codes}
          rows={5}
          error={fault('codes')}
          onInput={(codes) => set({ codes })}
        />
      )}
      <TextArea
        label={t('type.meaning')}
        value={form.definition}
        rows={2}
        maxLength={300}
        optional
        onInput={(definition) => set({ definition })}
      />
      <Checkbox checked={form.required} onChange={(required) => set({ required })}>
        {t('edit.requiredBox')}
      </Checkbox>
      <Checkbox checked={form.personal} onChange={(personal) => set({ personal })}>
        {t('edit.personalBox')}
      </Checkbox>
      {LISTS.map(([list, label]) => (
        <Checkbox key={list} checked={shown[list]} onChange={(is) => setShown({ ...shown, [list]: is })}>
          {t(label)}
        </Checkbox>
      ))}
      {asksValue && (
        <TextField
          label={t('edit.default')}
          hint={t('edit.defaultHint')}
          value={value}
          maxLength={200}
          optional
          onInput={setValue}
        />
      )}
    </FormDialog>
  );
}
