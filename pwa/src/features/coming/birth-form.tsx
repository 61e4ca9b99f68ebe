import type { Sex } from '../../data/generated/coming.ts';
import { t } from '../../i18n/birth.ts';
import { t as common } from '../../i18n/common.ts';
import { currentDay } from '../../offline/day.ts';
import { DateField, Segmented, TextField } from '../../ui/field.tsx';
import { DestinationFields } from './birth-destination.tsx';
import { TestFields, type TestRules } from './birth-tests.tsx';
import { type BirthDraft, type BirthFault, townshipOf } from './new-birth.ts';
import { PlacePicker } from './place-picker.tsx';

const PROVINCE_DIGITS = 2;

interface Props {
  draft: BirthDraft;
  /** the ward's own township */
  home: string;
  rules: TestRules;
  faults: readonly BirthFault[];
  onChange: (part: Partial<BirthDraft>) => void;
}

/** The fields of a birth file: child, mother, places. */
export function BirthForm(props: Props) {
  return (
    <>
      <Child {...props} />
      <Mother {...props} />
      <Places {...props} />
    </>
  );
}

type Text =
  | 'name'
  | 'birthTime'
  | 'weight'
  | 'weeks'
  | 'order'
  | 'certificate'
  | 'motherName'
  | 'motherId'
  | 'motherPhone';

function Child({ draft, faults, onChange }: Props) {
  const text = (key: Text) => ({ value: draft[key], onInput: (value: string) => onChange({ [key]: value }) });
  const bad = (fault: 'birthTime' | 'weight' | 'weeks' | 'order') =>
    faults.includes(fault) ? t(`bad.${fault}`) : undefined;
  return (
    <fieldset class="stack coming-place">
      <legend>{t('form.child')}</legend>
      <TextField
        label={t('form.name')}
        hint={t('form.nameHint')}
        optional
        autocomplete="off"
        maxLength={50}
        {...text('name')}
      />
      <div class="stack-tight">
        <span class="field-label">{t('form.sex')}</span>
        <Segmented
          legend={t('form.sex')}
          value={draft.sex}
          options={(['F', 'M', 'U'] as const).map((sex) => ({ value: sex, label: common(`sex.${sex}`) }))}
          onChange={(sex) => onChange({ sex: sex as Sex })}
        />
        {faults.includes('sex') && <p class="field-error">{t('bad.sex')}</p>}
      </div>
      <DateField
        label={t('form.birthDate')}
        max={currentDay()}
        value={draft.birthDate}
        error={faults.includes('birthDate') ? t('bad.birthDate') : undefined}
        onInput={(birthDate) => onChange({ birthDate })}
      />
      <TextField
        label={t('form.birthTime')}
        optional
        autocomplete="off"
        maxLength={5}
        error={bad('birthTime')}
        {...text('birthTime')}
      />
      <TextField
        label={t('form.weight')}
        optional
        inputmode="numeric"
        autocomplete="off"
        maxLength={4}
        error={bad('weight')}
        {...text('weight')}
      />
      <TextField
        label={t('form.weeks')}
        optional
        inputmode="numeric"
        autocomplete="off"
        maxLength={2}
        error={bad('weeks')}
        {...text('weeks')}
      />
      <TextField
        label={t('form.order')}
        optional
        inputmode="numeric"
        autocomplete="off"
        maxLength={2}
        error={bad('order')}
        {...text('order')}
      />
      <TextField label={t('form.certificate')} optional autocomplete="off" maxLength={20} {...text('certificate')} />
    </fieldset>
  );
}

function Mother({ draft, rules, faults, onChange }: Props) {
  const text = (key: Text) => ({ value: draft[key], onInput: (value: string) => onChange({ [key]: value }) });
  return (
    <fieldset class="stack coming-place">
      <legend>{t('form.mother')}</legend>
      <TextField
        label={t('form.motherName')}
        autocomplete="off"
        maxLength={50}
        error={faults.includes('motherName') ? t('bad.motherName') : undefined}
        {...text('motherName')}
      />
      <TextField label={t('form.motherId')} optional autocomplete="off" maxLength={18} {...text('motherId')} />
      <TextField
        label={t('form.motherPhone')}
        optional
        type="tel"
        autocomplete="off"
        maxLength={20}
        {...text('motherPhone')}
      />
      <TestFields
        tests={draft.tests}
        rules={rules}
        isTried={faults.includes('tests')}
        onChange={(tests) => onChange({ tests })}
      />
    </fieldset>
  );
}

function Places({ draft, home, faults, onChange }: Props) {
  const { destination } = draft;
  // Another place of the basis makes the clinic chosen before a stranger.
  const moved = (basis: 'household' | 'residence', path: readonly string[]) =>
    onChange({
      [basis]: path,
      ...(destination.by === basis && { destination: { ...destination, unit: '' } }),
    });
  return (
    <>
      {(['residence', 'household'] as const).map((basis) => (
        <fieldset key={basis} class="stack coming-place">
          <legend>{t(`form.${basis}`)}</legend>
          <PlacePicker
            root={home.slice(0, PROVINCE_DIGITS)}
            path={draft[basis]}
            error={faults.includes(basis) ? t('bad.place') : undefined}
            onChoose={(path) => moved(basis, path)}
          />
        </fieldset>
      ))}
      <TextField
        label={t('form.address')}
        optional
        autocomplete="off"
        maxLength={200}
        value={draft.address}
        onInput={(address) => onChange({ address })}
      />
      <DestinationFields
        destination={destination}
        places={{ household: townshipOf(draft.household), residence: townshipOf(draft.residence), obstetric: home }}
        isTried={faults.includes('unit')}
        onChange={(next) => onChange({ destination: next })}
      />
    </>
  );
}
