import { LICENCE_APPLICATION_KINDS } from '@miaoben/schema/licence-definition.ts';
import { t } from '../../i18n/licence.ts';
import { t as applying } from '../../i18n/licence-application.ts';
import { Checkbox, Select, TextField } from '../../ui/field.tsx';
import type { DefinitionApplication } from './definition.ts';
import type { Edit } from './edit.ts';
import { allow, canAllow, changeApplication, givable, toggleGiven } from './edit-applications.ts';
import { labelOf } from './field-words.ts';

/** What holders of the type may apply for, and what they fill in then (J-55). */
export function ApplicationsForm({ edit, onEdit }: { edit: Edit; onEdit: (edit: Edit) => void }) {
  const { definition } = edit;
  const set = (next: typeof definition) => onEdit({ ...edit, definition: next });
  return (
    <section class="stack">
      <h2>{t('diff.applications')}</h2>
      <p class="muted">{t('applications.explain')}</p>
      {LICENCE_APPLICATION_KINDS.map((kind) => {
        const allowed = definition.applications?.find((one) => one.kind === kind);
        return (
          <fieldset key={kind} class="card stack face-group" data-allows={kind}>
            <legend class="field-label">{applying(`kind.${kind}`)}</legend>
            {canAllow(definition, kind) ? (
              <Checkbox
                checked={allowed !== undefined}
                onChange={(isAllowed) => set(allow(definition, kind, isAllowed))}
              >
                {t('applications.allow')}
              </Checkbox>
            ) : (
              <p class="muted">{t('applications.cannot')}</p>
            )}
            {allowed && <Allowed edit={edit} application={allowed} onChange={set} />}
          </fieldset>
        );
      })}
    </section>
  );
}

function Allowed({
  edit: { definition },
  application: { kind, fields, daysBefore, record },
  onChange,
}: {
  edit: Edit;
  application: DefinitionApplication;
  onChange: (definition: Edit['definition']) => void;
}) {
  const days = (text: string) =>
    onChange(
      changeApplication(definition, kind, ({ daysBefore: _old, ...rest }) => {
        const count = Number.parseInt(text, 10);
        return count > 0 ? { ...rest, daysBefore: count } : rest;
      }),
    );
  const note = (key: string) =>
    onChange(
      changeApplication(definition, kind, ({ record: _old, ...rest }) =>
        key === '' ? rest : { ...rest, record: key },
      ),
    );
  const lists = definition.fields.filter(({ type }) => type === 'list');
  return (
    <>
      <fieldset class="edit-keys stack-tight">
        <legend class="field-label">{t('applications.fields')}</legend>
        <div class="edit-pair">
          {givable(definition).map((field) => (
            <Checkbox
              key={field.key}
              checked={fields.includes(field.key)}
              onChange={() => onChange(toggleGiven(definition, kind, field.key))}
            >
              {labelOf(field)}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <div class="edit-pair">
        {kind === 'extension' && (
          <TextField
            label={t('applications.daysBefore')}
            hint={t('applications.daysBeforeHint')}
            optional
            inputmode="numeric"
            value={daysBefore === undefined ? '' : String(daysBefore)}
            onInput={days}
          />
        )}
        {lists.length > 0 && (
          <Select
            label={t('applications.record')}
            optional
            value={record ?? ''}
            options={[
              { value: '', label: t('edit.unset') },
              ...lists.map((field) => ({ value: field.key, label: labelOf(field) })),
            ]}
            onInput={note}
          />
        )}
      </div>
    </>
  );
}
