import { ETHNICITY_CODES, ethnicityName } from '@miaoben/identifiers';
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
  hasHouseholdType = true,
  onChange,
}: {
  draft: DetailsDraft;
  now: Details;
  faults: readonly DetailsFault[];
  /** false where the form asks for it elsewhere */
  hasHouseholdType?: boolean;
  onChange: (part: Partial<DetailsDraft>) => void;
}) {
  const error = (fault: DetailsFault) => (faults.includes(fault) ? t(`details.bad.${fault}`) : undefined);
  return (
    <fieldset class="stack">
      <legend>{t('details.title')}</legend>
      <Select
        label={t('details.personType')}
        value={draft.personType}
        placeholder
        options={PERSON_TYPES.map((value) => ({ value, label: t(`personType.${value}`) }))}
        onInput={(personType) => onChange({ personType: personType as PersonType })}
      />
      {hasHouseholdType && (
        <HouseholdTypeField value={draft.householdType} onInput={(householdType) => onChange({ householdType })} />
      )}
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
        placeholder
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

/** 户籍类型; left empty it is recognised from the identity data. */
export function HouseholdTypeField({
  value,
  onInput,
}: {
  value: DetailsDraft['householdType'];
  onInput: (value: DetailsDraft['householdType']) => void;
}) {
  return (
    <Select
      label={t('details.householdType')}
      hint={t('details.recognised')}
      value={value}
      placeholder
      options={HOUSEHOLDS.map((type) => ({ value: type, label: t(`householdType.${type}`) }))}
      onInput={(type) => onInput(type as HouseholdType | '')}
    />
  );
}

/** 民族, by the names of GB/T 3304. */
export function EthnicityField({ value, onInput }: { value: string; onInput: (value: string) => void }) {
  return (
    <Select
      label={t('field.ethnicity')}
      value={value}
      optional
      placeholder
      options={ETHNICITY_CODES.map((code) => ({ value: code, label: ethnicityName(code) }))}
      onInput={onInput}
    />
  );
}
