import { CORE_NAMES, type CoreName, type FieldType, METADATA_NAMES } from '@miaoben/schema/licence-definition.ts';
import { t } from '../../i18n/licence.ts';
import { Segmented, Select } from '../../ui/field.tsx';
import type { Edit } from './edit.ts';
import { labelOf } from './field-words.ts';

const TEXTS: readonly FieldType[] = ['text', 'code', 'document', 'credit_code'];
/** Which types a field of the core may have, as the server checks it. */
const CORE_TYPES: Record<CoreName, readonly FieldType[]> = {
  number: TEXTS,
  holderName: ['text'],
  holderDocument: ['document', 'credit_code'],
  holderDocumentType: ['code'],
  holderBirthDate: ['date'],
  issuerName: ['text'],
  issuerCode: ['text', 'credit_code'],
  issueDate: ['date'],
  validFrom: ['date'],
  validTo: ['date'],
};
/** What every licence has; only required fields can be it. */
const NEEDED: readonly CoreName[] = ['number', 'holderName', 'issuerName'];

/** Who holds a licence of the type, which fields are its number, holder, issuer and validity, and which are its metadata (J-37). */
export function MetadataForm({ edit, onEdit }: { edit: Edit; onEdit: (edit: Edit) => void }) {
  const { definition } = edit;
  const { fields, core, metadata } = definition;
  const put = (part: 'core' | 'metadata', name: string, key: string) => {
    const { [name]: _old, ...rest } = definition[part];
    onEdit({ ...edit, definition: { ...definition, [part]: key === '' ? rest : { ...rest, [name]: key } } });
  };
  const optionsOf = (keys: readonly { value: string; label: string }[], isNeeded: boolean) =>
    isNeeded ? keys : [{ value: '', label: t('edit.unset') }, ...keys];
  return (
    <section class="stack">
      <h2>{t('core.title')}</h2>
      <Segmented
        legend={t('type.holder')}
        value={definition.holder}
        options={(['person', 'organisation'] as const).map((value) => ({ value, label: t(`type.holder.${value}`) }))}
        onChange={(holder) =>
          onEdit({ ...edit, definition: { ...definition, holder: holder as typeof definition.holder } })
        }
      />
      <div class="edit-pair">
        {CORE_NAMES.map((name) => {
          const isNeeded = NEEDED.includes(name);
          const fitting = fields.filter((f) => CORE_TYPES[name].includes(f.type) && (f.required || !isNeeded));
          return (
            <Select
              key={name}
              label={t(`core.${name}`)}
              value={core[name] ?? ''}
              optional={!isNeeded}
              options={optionsOf(
                fitting.map((f) => ({ value: f.key, label: labelOf(f) })),
                isNeeded,
              )}
              onInput={(key) => put('core', name, key)}
            />
          );
        })}
      </div>
      <h2>{t('type.metadata')}</h2>
      <div class="edit-pair">
        {METADATA_NAMES.map((name) => (
          <Select
            key={name}
            label={`${t(`metadata.${name}`)} ${name}`}
            value={metadata[name] ?? ''}
            optional
            options={optionsOf(
              fields
                .filter((f) => f.type !== 'image' && f.type !== 'list')
                .map((f) => ({ value: f.key, label: labelOf(f) })),
              false,
            )}
            onInput={(key) => put('metadata', name, key)}
          />
        ))}
      </div>
    </section>
  );
}
