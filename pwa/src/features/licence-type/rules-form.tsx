import { RULE_KINDS } from '@miaoben/schema/licence-definition.ts';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/licence.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import type { DefinitionRule } from './definition.ts';
import type { Edit } from './edit.ts';
import { newRule } from './edit-face.ts';
import { labelOf } from './field-words.ts';

const MAX_RULES = 30;
/** The members of each kind, with the type of field each names. */
const MEMBERS = {
  date_order: [
    ['earlier', 'date', false],
    ['later', 'date', false],
  ],
  not_in_future: [['date', 'date', false]],
  document_agrees: [
    ['document', 'document', false],
    ['birthDate', 'date', true],
    ['sex', 'code', true],
  ],
} as const;

/** What is checked when a licence is entered or collected: rules over its fields (J-39). */
export function RulesForm({ edit, onEdit }: { edit: Edit; onEdit: (edit: Edit) => void }) {
  const { definition } = edit;
  const { rules, fields } = definition;
  const [kind, setKind] = useState<DefinitionRule['kind']>('date_order');
  const set = (next: DefinitionRule[]) => onEdit({ ...edit, definition: { ...definition, rules: next } });
  const add = () => {
    const rule = newRule(definition, kind);
    if (rule) set([...rules, rule]);
    else toast(t('rules.noField'));
  };
  const change = (place: number, member: string, key: string) =>
    set(
      rules.map((rule, i) => {
        if (i !== place) return rule;
        const { [member]: _old, ...rest } = rule;
        return key === '' ? rest : { ...rest, [member]: key };
      }) as DefinitionRule[],
    );
  return (
    <section class="stack">
      <h2>{t('rules.title', { count: rules.length })}</h2>
      {rules.length === 0 && <p class="muted">{t('rules.none')}</p>}
      {rules.map((rule, place) => (
        // A rule has nothing that stays but its place.
        <fieldset key={place} class="card stack face-group" data-rule={rule.kind}>
          <legend class="field-label">{t(`rule.${rule.kind}`)}</legend>
          <div class="edit-pair">
            {MEMBERS[rule.kind].map(([member, type, isOptional]) => (
              <Select
                key={member}
                label={t(`rule.${rule.kind}.${member}` as 'rule.date_order.earlier')}
                value={(rule as Record<string, string>)[member] ?? ''}
                optional={isOptional}
                options={[
                  ...(isOptional ? [{ value: '', label: t('edit.unset') }] : []),
                  ...fields.filter((f) => f.type === type).map((f) => ({ value: f.key, label: labelOf(f) })),
                ]}
                onInput={(key) => change(place, member, key)}
              />
            ))}
          </div>
          <div class="row">
            <Button
              variant="quiet"
              icon="cross"
              onClick={() => set(rules.filter((_, i) => i !== place))}
              label={t('rules.remove', { number: place + 1 })}
            >
              {t('edit.removeShort')}
            </Button>
          </div>
        </fieldset>
      ))}
      <div class="row rule-add">
        <Select
          label={t('rules.kind')}
          value={kind}
          options={RULE_KINDS.map((k) => ({ value: k, label: t(`rule.${k}`) }))}
          onInput={(value) => setKind(value as DefinitionRule['kind'])}
        />
        <Button icon="plus" disabled={rules.length >= MAX_RULES} onClick={add}>
          {t('rules.add')}
        </Button>
      </div>
    </section>
  );
}
