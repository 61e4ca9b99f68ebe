import { useState } from 'preact/hooks';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/licence.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast.tsx';
import type { DefinitionField } from './definition.ts';
import { type Edit, heldBy, moveField, removeField } from './edit.ts';
import { FieldDialog } from './field-dialog.tsx';
import { labelOf, lengthOf, rangeOf } from './field-words.ts';

/** The fields in their order: each can be changed, moved and removed, and one can be added. */
export function EditFields({
  edit,
  isStored,
  onEdit,
}: {
  edit: Edit;
  /** licences may be stored already: a new field asks for their value */
  isStored: boolean;
  onEdit: (edit: Edit) => void;
}) {
  const { fields, primaryKey, businessDate } = edit.definition;
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const [asking, setAsking] = useState<DefinitionField | null>(null);
  const ask = (field: DefinitionField) => {
    const held = heldBy(edit, field.key);
    if (held) toast(t(`edit.held.${held}`, { name: labelOf(field) }));
    else setAsking(field);
  };
  return (
    <section class="stack">
      <div class="row-between">
        <h2>{t('edit.fields', { count: fields.length })}</h2>
        <Button icon="plus" onClick={() => setOpen('new')}>
          {t('edit.add')}
        </Button>
      </div>
      <ol class="edit-fields">
        {fields.map((field, index) => {
          const name = labelOf(field);
          return (
            <li key={field.key} class="edit-field" data-field={field.key}>
              <div class="stack-tight">
                <div class="field-marks">
                  <strong>{name}</strong>
                  <span class="muted small mono">{field.key}</span>
                  {primaryKey.includes(field.key) && <Badge tone="info">{t('type.primaryKey')}</Badge>}
                  {businessDate === field.key && <Badge tone="info">{t('type.businessDate')}</Badge>}
                </div>
                <span class="muted small">
                  {[
                    t(`kind.${field.type}`),
                    lengthOf(field),
                    rangeOf(field),
                    t(field.required ? 'type.required' : 'type.optional'),
                    field.personal ? t('type.personal') : '',
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
              </div>
              <div class="edit-field-tools">
                <Button variant="quiet" onClick={() => setOpen(index)}>
                  {t('edit.change')}
                </Button>
                <Button
                  variant="quiet"
                  label={t('edit.up', { name })}
                  disabled={index === 0}
                  onClick={() => onEdit(moveField(edit, index, -1))}
                >
                  ↑
                </Button>
                <Button
                  variant="quiet"
                  label={t('edit.down', { name })}
                  disabled={index === fields.length - 1}
                  onClick={() => onEdit(moveField(edit, index, 1))}
                >
                  ↓
                </Button>
                <Button variant="quiet" icon="cross" label={t('edit.remove', { name })} onClick={() => ask(field)} />
              </div>
            </li>
          );
        })}
      </ol>
      {open !== null && (
        <FieldDialog
          edit={edit}
          index={open === 'new' ? null : open}
          isStored={isStored}
          onClose={() => setOpen(null)}
          onEdit={(next) => {
            setOpen(null);
            onEdit(next);
          }}
        />
      )}
      {asking && (
        <Dialog
          title={t('edit.remove', { name: labelOf(asking) })}
          onClose={() => setAsking(null)}
          actions={
            <>
              <Button onClick={() => setAsking(null)}>{common('action.cancel')}</Button>
              <Button
                variant="danger"
                onClick={() => {
                  const before = edit;
                  onEdit(removeField(edit, asking.key));
                  setAsking(null);
                  toast(t('edit.removed', { name: labelOf(asking) }), {
                    label: common('action.undo'),
                    run: () => onEdit(before),
                  });
                }}
              >
                {t('edit.removeShort')}
              </Button>
            </>
          }
        >
          <p>{t('edit.removeAsk', { name: labelOf(asking) })}</p>
        </Dialog>
      )}
    </section>
  );
}
