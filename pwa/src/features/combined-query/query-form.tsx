import type { QueryLogic } from '../../data/generated/query.ts';
import { t } from '../../i18n/query.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/field.tsx';
import { ConditionRow } from './condition-row.tsx';
import { conditionOf, type Group, type Query, withCondition, withGroup } from './query.ts';

/** How conditions or groups are joined. */
const Logic = ({
  legend,
  value,
  onChange,
}: {
  legend: string;
  value: QueryLogic;
  onChange: (logic: QueryLogic) => void;
}) => (
  <span class="row">
    <span class="muted">{legend}</span>
    <Segmented
      legend={legend}
      value={value}
      options={[
        { value: 'and', label: t('form.and') },
        { value: 'or', label: t('form.or') },
      ]}
      onChange={(logic) => onChange(logic as QueryLogic)}
    />
  </span>
);

/** Groups of conditions and how they are joined. */
export function QueryForm({
  query,
  isChecked,
  onChange,
}: {
  query: Query;
  isChecked: boolean;
  onChange: (query: Query) => void;
}) {
  return (
    <>
      {query.groups.length > 1 && (
        <Logic legend={t('form.groups')} value={query.logic} onChange={(logic) => onChange({ ...query, logic })} />
      )}
      {query.groups.map((group, place) => (
        <GroupCard
          // A group has no name of its own; its place is all there is.
          key={place}
          place={place}
          group={group}
          isChecked={isChecked}
          onChange={(changed) => onChange(withGroup(query, place, changed))}
        />
      ))}
      <span>
        <Button
          icon="plus"
          onClick={() =>
            onChange({
              ...query,
              groups: [...query.groups, { logic: 'and', conditions: [conditionOf('birthDate')] }],
            })
          }
        >
          {t('form.addGroup')}
        </Button>
      </span>
    </>
  );
}

function GroupCard({
  place,
  group,
  isChecked,
  onChange,
}: {
  place: number;
  group: Group;
  isChecked: boolean;
  onChange: (group: Group) => void;
}) {
  return (
    <fieldset class="card stack">
      <legend>{t('form.group', { place: place + 1 })}</legend>
      {group.conditions.length > 1 && (
        <Logic legend={t('form.within')} value={group.logic} onChange={(logic) => onChange({ ...group, logic })} />
      )}
      {group.conditions.map((condition, at) => (
        <ConditionRow
          key={`${at} ${condition.field}`}
          condition={condition}
          isChecked={isChecked}
          onChange={(changed) => onChange(withCondition(group, at, changed))}
          onRemove={() => onChange(withCondition(group, at, null))}
        />
      ))}
      <span>
        <Button
          icon="plus"
          onClick={() => onChange({ ...group, conditions: [...group.conditions, conditionOf('birthDate')] })}
        >
          {t('form.addCondition')}
        </Button>
      </span>
    </fieldset>
  );
}
