import type { HouseholdType, MaritalStatus, PersonType } from '../../data/generated/clinic.ts';
import { t } from '../../i18n/file.ts';
import { Select, TextField } from '../../ui/field.tsx';
import type { Details, DetailsDraft, DetailsFault } from './details-draft.ts';

const PERSON_TYPES = ['resident', 'floating', 'temporary'] as const satisfies PersonType[];
const HOUSEHOLDS = ['local', 'other_county', 'other_province', 'outside'] as const satisfies HouseholdType[];
const MARITAL = ['single', 'married', 'widowed', 'divorced'] as const satisfies MaritalStatus[];

/** Household type, marital state, birth and the emergency contact: all of them may be left empty. */
export function DetailsFields({
  draft,
  now,
  faults,
  onChange,
}: {
  draft: DetailsDraft;
  now: Details;
  faults: readonly DetailsFault[];
  onChange: (part: Partial<DetailsDraft>) => void;
}) {
  const error = (fault: DetailsFault) => (faults.includes(fault) ? t(`details.bad.${fault}`) : undefined);
  return (
    <fieldset class="stack">
      <legend>{t('details.title')}</legend>
      <Select
        label={t('details.personType')}
        value={draft.personType}
        placeholder="—"
        options={PERSON_TYPES.map((value) => ({ value, label: t(`personType.${value}`) }))}
        onInput={(personType) => onChange({ personType: personType as PersonType })}
      />
      <Select
        label={t('details.householdType')}
        hint={t('details.recognised')}
        value={draft.householdType}
        placeholder="—"
        options={HOUSEHOLDS.map((value) => ({ value, label: t(`householdType.${value}`) }))}
        onInput={(householdType) => onChange({ householdType: householdType as HouseholdType })}
      />
      <TextField
        label={t('details.registeredDivision')}
        hint={t('details.recognised')}
        value={draft.registeredDivision}
        optional
        inputmode="numeric"
        autocomplete="off"
        maxLength={9}
        error={error('registeredDivision')}
        onInput={(registeredDivision) => onChange({ registeredDivision })}
      />
      <Select
        label={t('details.maritalStatus')}
        value={draft.maritalStatus}
        placeholder="—"
        options={MARITAL.map((value) => ({ value, label: t(`marital.${value}`) }))}
        onInput={(maritalStatus) => onChange({ maritalStatus: maritalStatus as MaritalStatus })}
      />
      <TextField
        label={t('details.birthHospital')}
        value={draft.birthHospital}
        optional
        autocomplete="off"
        maxLength={100}
        onInput={(birthHospital) => onChange({ birthHospital })}
      />
      <TextField
        label={t('details.birthCertificate')}
        hint={now.birthCertificate ? t('edit.numberNow', { number: now.birthCertificate }) : undefined}
        value={draft.newCertificate}
        optional
        autocomplete="off"
        maxLength={20}
        error={error('birthCertificate')}
        onInput={(newCertificate) => onChange({ newCertificate })}
      />
      <TextField
        label={t('details.emergencyName')}
        value={draft.emergencyName}
        optional
        autocomplete="off"
        maxLength={50}
        error={error('emergencyName')}
        onInput={(emergencyName) => onChange({ emergencyName })}
      />
      <TextField
        label={t('details.emergencyPhone')}
        hint={now.emergencyPhone ? t('edit.phoneNow', { phone: now.emergencyPhone }) : undefined}
        value={draft.newEmergencyPhone}
        optional
        inputmode="tel"
        autocomplete="off"
        maxLength={20}
        error={error('emergencyPhone')}
        onInput={(newEmergencyPhone) => onChange({ newEmergencyPhone })}
      />
    </fieldset>
  );
}
