import { useState } from 'preact/hooks';
import { PlaceBelow } from '../../data/generated/coming.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/division.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Select, TextArea, TextField } from '../../ui/field.tsx';
import { ClinicSelect } from '../coming/place-picker.tsx';
import { type Change, isCode, isWhole, KINDS, namesIn, needsFrom, needsTo } from './change-list.ts';

const EMPTY: Change = { kind: 'rename', from: '', to: '', name: '', villages: [], villageNames: [], units: [] };
const TOWNSHIP_DIGITS = 9;

/** One change, put together; the name beside a code says which division it is. */
export function ChangeForm({ onAdd }: { onAdd: (change: Change) => void }) {
  const [change, setChange] = useState<Change>(EMPTY);
  const [isTried, setTried] = useState(false);
  const set = (changes: Partial<Change>) => setChange({ ...change, ...changes });
  const { kind } = change;
  const nameLabel = kind === 'move' ? t('form.nameKept') : t('form.name');
  const add = () => {
    setTried(true);
    if (!isWhole(change)) return;
    const isSplit = kind === 'split';
    onAdd({
      kind,
      from: needsFrom(kind) ? change.from : null,
      to: needsTo(kind) ? change.to : null,
      name: kind === 'merge' ? null : change.name?.trim() || null,
      villages: isSplit ? change.villages : null,
      villageNames: isSplit ? change.villageNames : null,
      units: isSplit ? change.units : null,
    });
    setChange({ ...EMPTY, kind });
    setTried(false);
  };
  return (
    <div class="card stack">
      <div class="division-form">
        <Select
          label={t('form.kind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onInput={(value) => set({ kind: value as Change['kind'], villages: [], villageNames: [], units: [] })}
        />
        {needsFrom(kind) && (
          <CodeField
            label={t('form.from')}
            value={change.from ?? ''}
            isTried={isTried}
            onInput={(from) => set({ from })}
          />
        )}
        {needsTo(kind) && (
          <CodeField
            label={kind === 'merge' ? t('form.into') : t('form.to')}
            value={change.to ?? ''}
            isTried={isTried}
            isNew={kind !== 'merge'}
            onInput={(to) => set({ to })}
          />
        )}
        {kind !== 'merge' && (
          <TextField
            label={nameLabel}
            value={change.name ?? ''}
            maxLength={50}
            autocomplete="off"
            onInput={(name) => set({ name })}
          />
        )}
      </div>
      {kind === 'split' && change.from?.length === TOWNSHIP_DIGITS && (
        <SplitParts key={change.from} township={change.from} change={change} isTried={isTried} onChange={set} />
      )}
      <span>
        <Button icon="plus" onClick={add}>
          {t('form.add')}
        </Button>
      </span>
    </div>
  );
}

function CodeField({
  label,
  value,
  isTried,
  isNew = false,
  onInput,
}: {
  label: string;
  value: string;
  isTried: boolean;
  /** stands nowhere yet */
  isNew?: boolean;
  onInput: (code: string) => void;
}) {
  const { data } = useData(PlaceBelow, { code: value }, { pause: isNew || !isCode(value) });
  const isUnknown = !isNew && isCode(value) && data !== undefined && data.division === null;
  return (
    <TextField
      label={label}
      hint={(!isNew && isCode(value) && data?.division?.fullName) || t('form.codeHint')}
      error={isUnknown ? t('form.unknown') : isTried && !isCode(value) ? t('form.codeHint') : undefined}
      value={value}
      inputmode="numeric"
      maxLength={12}
      autocomplete="off"
      onInput={onInput}
    />
  );
}

/** What of a township goes: villages, those that are no divisions by their names, and a unit with its files. */
function SplitParts({
  township,
  change,
  isTried,
  onChange,
}: {
  township: string;
  change: Change;
  isTried: boolean;
  onChange: (changes: Partial<Change>) => void;
}) {
  const { data } = useData(PlaceBelow, { code: township });
  const villages = data?.division?.children ?? [];
  const chosen = change.villages ?? [];
  const [names, setNames] = useState('');
  const isNothing = chosen.length + namesIn(names).length + (change.units?.length ?? 0) === 0;
  return (
    <>
      {villages.length > 0 && (
        <fieldset class="stack-tight">
          <legend>{t('form.villages')}</legend>
          {villages.map(({ code, name }) => (
            <Checkbox
              key={code}
              checked={chosen.includes(code)}
              onChange={(on) => onChange({ villages: on ? [...chosen, code] : chosen.filter((one) => one !== code) })}
            >
              {name}
            </Checkbox>
          ))}
        </fieldset>
      )}
      <TextArea
        label={t(villages.length > 0 ? 'form.otherVillages' : 'form.villages')}
        hint={t('form.villageNamesHint')}
        rows={3}
        maxLength={2000}
        value={names}
        onInput={(text) => {
          setNames(text);
          onChange({ villageNames: namesIn(text) });
        }}
      />
      <ClinicSelect
        place={township}
        label={t('form.unit')}
        value={change.units?.[0] ?? ''}
        emptyText={t('form.noUnit')}
        error={isTried && isNothing ? t('form.noParts') : undefined}
        onInput={(id) => onChange({ units: id ? [id] : [] })}
      />
    </>
  );
}
