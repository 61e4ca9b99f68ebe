import { t } from '../../i18n/licence.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Select, TextField } from '../../ui/field.tsx';
import type { Definition } from './definition.ts';
import type { Edit } from './edit.ts';
import { addGroup, moveGroup, moveLine, nameGroup, putOnFace, removeGroup, takeOffFace } from './edit-face.ts';
import { columnName, labelOf } from './field-words.ts';

const MAX_GROUPS = 12;

/** What stands on the face, line by line in its groups (J-39). */
export function FaceForm({ edit, onEdit }: { edit: Edit; onEdit: (edit: Edit) => void }) {
  const { definition } = edit;
  const { face } = definition;
  const set = (next: Definition['face']) => onEdit({ ...edit, definition: { ...definition, face: next } });
  const shown = new Set(face.groups.flatMap((g) => g.fields));
  const missing = definition.fields.filter((f) => !shown.has(f.key));
  return (
    <section class="stack">
      <div class="row-between">
        <h2>{t('type.face')}</h2>
        <Button icon="plus" disabled={face.groups.length >= MAX_GROUPS} onClick={() => set(addGroup(face))}>
          {t('face.addGroup')}
        </Button>
      </div>
      {missing.length > 0 && <p class="muted small">{t('face.missing', { names: missing.map(labelOf).join('、') })}</p>}
      {face.groups.map((group, place) => {
        const name = t('face.group', { number: place + 1 });
        return (
          // A group has no name of its own that stays: its place is what it is.
          <fieldset key={place} class="card stack face-group" data-group={place}>
            <legend class="field-label">{name}</legend>
            <div class="edit-pair">
              <TextField
                label={t('face.titleZh')}
                value={group.title?.zh ?? ''}
                maxLength={60}
                optional
                onInput={(zh) => set(nameGroup(face, place, { zh }))}
              />
              <TextField
                label={t('face.titleEn')}
                value={group.title?.en ?? ''}
                maxLength={120}
                optional
                onInput={(en) => set(nameGroup(face, place, { en }))}
              />
            </div>
            {group.fields.length === 0 && <p class="muted small">{t('face.empty')}</p>}
            <ol class="edit-fields">
              {group.fields.map((key, line) => {
                const label = columnName(definition, key);
                return (
                  <li key={key} class="edit-field">
                    <span>{label}</span>
                    <div class="edit-field-tools">
                      <Button
                        variant="quiet"
                        label={t('edit.up', { name: label })}
                        disabled={line === 0}
                        onClick={() => set(moveLine(face, place, line, -1))}
                      >
                        ↑
                      </Button>
                      <Button
                        variant="quiet"
                        label={t('edit.down', { name: label })}
                        disabled={line === group.fields.length - 1}
                        onClick={() => set(moveLine(face, place, line, 1))}
                      >
                        ↓
                      </Button>
                      <Button
                        variant="quiet"
                        icon="cross"
                        label={t('face.takeOff', { name: label })}
                        onClick={() => set(takeOffFace(face, key))}
                      />
                    </div>
                  </li>
                );
              })}
            </ol>
            <Select
              // What was chosen is no choice any more: the list begins anew.
              key={group.fields.join(' ')}
              label={t('face.put')}
              value=""
              placeholder={t('edit.choose')}
              options={definition.fields
                .filter((f) => !group.fields.includes(f.key))
                .map((f) => ({ value: f.key, label: labelOf(f) }))}
              onInput={(key) => key !== '' && set(putOnFace(face, key, place))}
            />
            <div class="row">
              <Button
                variant="quiet"
                label={t('edit.up', { name })}
                disabled={place === 0}
                onClick={() => set(moveGroup(face, place, -1))}
              >
                ↑
              </Button>
              <Button
                variant="quiet"
                label={t('edit.down', { name })}
                disabled={place === face.groups.length - 1}
                onClick={() => set(moveGroup(face, place, 1))}
              >
                ↓
              </Button>
              <Button
                variant="quiet"
                icon="cross"
                label={t('edit.remove', { name })}
                disabled={face.groups.length === 1}
                onClick={() => set(removeGroup(face, place))}
              />
            </div>
          </fieldset>
        );
      })}
      <Checkbox checked={face.qr} onChange={(qr) => set({ ...face, qr })}>
        {t('face.qrBox')}
      </Checkbox>
    </section>
  );
}
