import { t } from '../../i18n/licence.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import type { Definition, DefinitionField } from './definition.ts';
import { labelOf, lengthOf, rangeOf } from './field-words.ts';

/** The data elements of a definition (J-38). */
export function FieldTable({ definition }: { definition: Definition }) {
  return (
    <Table
      caption={t('type.fields')}
      hideCaption
      rows={definition.fields}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'label',
          head: t('type.element'),
          lead: true,
          cell: (field) => (
            <span class="field-name">
              {labelOf(field)} <span class="muted small mono">{field.key}</span>
            </span>
          ),
        },
        { key: 'kind', head: t('type.kind'), cell: ({ type }) => t(`kind.${type}`) },
        { key: 'length', head: t('type.length'), cell: (field) => lengthOf(field) || '–' },
        { key: 'range', head: t('type.range'), cell: (field) => <span class="small">{rangeOf(field) || '–'}</span> },
        {
          key: 'rules',
          head: t('type.rules'),
          cell: ({ key, required, personal }) => (
            <span class="field-marks">
              <span>{t(required ? 'type.required' : 'type.optional')}</span>
              {definition.primaryKey.includes(key) && <Badge tone="info">{t('type.primaryKey')}</Badge>}
              {definition.businessDate === key && <Badge tone="info">{t('type.businessDate')}</Badge>}
              {personal && <Badge tone="warn">{t('type.personal')}</Badge>}
            </span>
          ),
        },
        ...(definition.fields.some((field) => field.definition)
          ? [{ key: 'meaning', head: t('type.meaning'), cell: (field: DefinitionField) => field.definition || '–' }]
          : []),
      ]}
    />
  );
}
