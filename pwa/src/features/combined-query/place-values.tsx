import { useState } from 'preact/hooks';
import { PlaceBelow } from '../../data/generated/coming.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/query.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useMe } from '../administration/use-me.ts';
import { ClinicSelect, PlacePicker } from '../coming/place-picker.tsx';

const COUNTY_DIGITS = 6;

/** The caller's own division, once it is known. */
export const useOwnArea = (): string | undefined => useMe().data?.me.divisions[0]?.code;

/** Divisions of the area, one added after the other. */
export function AreaValues({ values, onChange }: { values: readonly string[]; onChange: (values: string[]) => void }) {
  const root = useOwnArea();
  const [path, setPath] = useState<readonly string[]>([]);
  if (!root) return null;
  const chosen = path.at(-1) ?? root;
  return (
    <div class="stack-tight">
      <PlacePicker root={root} path={path} onChoose={setPath} />
      <span>
        <Button
          icon="plus"
          onClick={() => {
            if (!values.includes(chosen)) onChange([...values, chosen]);
            setPath([]);
          }}
        >
          {t('form.addValue')}
        </Button>
      </span>
      <span class="row">
        {values.map((code) => (
          <PlaceButton key={code} code={code} onRemove={() => onChange(values.filter((value) => value !== code))} />
        ))}
      </span>
    </div>
  );
}

function PlaceButton({ code, onRemove }: { code: string; onRemove: () => void }) {
  const name = useData(PlaceBelow, { code }, { keep: true }).data?.division?.fullName ?? code;
  return (
    <Button icon="close" label={t('form.remove', { what: name })} onClick={onRemove}>
      {name}
    </Button>
  );
}

/** Codes of divisions anywhere in the country, typed. */
export function CodeValues({ values, onChange }: { values: readonly string[]; onChange: (values: string[]) => void }) {
  const [text, setText] = useState(values.join(' '));
  return (
    <TextField
      label={t('form.codes')}
      hint={t('form.codesHint')}
      value={text}
      inputmode="numeric"
      autocomplete="off"
      maxLength={200}
      onInput={(typed) => {
        setText(typed);
        onChange(typed.split(/[\s,，、]+/u).filter(Boolean));
      }}
    />
  );
}

/** One unit of the area: its county first, where the area is larger. */
export function UnitValue({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const root = useOwnArea();
  const [path, setPath] = useState<readonly string[]>([]);
  if (!root || account.value?.role === 'vaccinator') return null;
  const place = path.at(-1) ?? root;
  return (
    <>
      {root.length < COUNTY_DIGITS && (
        <PlacePicker root={root} path={path} onChoose={(to) => setPath(to.filter((c) => c.length <= COUNTY_DIGITS))} />
      )}
      {place.length >= COUNTY_DIGITS && (
        <ClinicSelect place={place} label={label} value={value} emptyText={t('form.choose')} onInput={onChange} />
      )}
    </>
  );
}
