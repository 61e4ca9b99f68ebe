import { DOCUMENT_TYPES, isDocumentType } from '@miaoben/identifiers';
import type { GuardianRelation, Sex } from '../../data/generated/clinic.ts';
import { t } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t as file } from '../../i18n/file.ts';
import type { Township } from '../../offline/packs-rows.ts';
import { DateField, Segmented, Select, TextField } from '../../ui/field.tsx';
import { DETAILS_FAULTS, NO_DETAILS } from '../person-file/details-draft.ts';
import { DetailsFields, EthnicityField, HouseholdTypeField } from '../person-file/details-fields.tsx';
import { codeOfDraft, factsOfDocument, namesMother, type PersonDraft, type PersonFault } from './new-person.ts';

const SHOWN_TYPES = DOCUMENT_TYPES.filter((type) => type !== 'DRIVING_LICENCE');
const RELATIONS = ['mother', 'father', 'other'] as const;
const SEXES = ['F', 'M'] as const;
const HBSAG = ['negative', 'positive', 'unknown'] as const;

interface Props {
  draft: PersonDraft;
  faults: readonly PersonFault[];
  townships: readonly Township[];
  day: string;
  onChange: (part: Partial<PersonDraft>) => void;
}

/** The fields of a file, the ID number first: it fills in birth date and sex. */
export function PersonForm(props: Props) {
  const { draft, faults, townships, day, onChange } = props;
  const has = (fault: PersonFault) => faults.includes(fault);
  const code = codeOfDraft(draft);
  return (
    <>
      <TextField
        label={t('new.name')}
        value={draft.name}
        autocomplete="off"
        maxLength={50}
        error={has('name') ? t('new.name.bad') : undefined}
        onInput={(name) => onChange({ name })}
      />
      <DocumentFields {...props} />
      <div class="stack-tight">
        <span class="field-label">{t('new.sex')}</span>
        <Segmented
          legend={t('new.sex')}
          value={draft.sex}
          options={SEXES.map((sex) => ({ value: sex, label: common(`sex.${sex}`) }))}
          onChange={(sex) => onChange({ sex: sex as Sex })}
        />
        {has('sex') && <p class="field-error">{t('new.sex')}</p>}
      </div>
      <DateField
        label={t('new.birth')}
        value={draft.birthDate}
        max={day}
        error={has('birthDate') ? t('new.birth.bad') : undefined}
        onInput={(birthDate) => onChange({ birthDate })}
      />
      <Select
        label={t('new.residence')}
        value={draft.residence}
        placeholder
        options={townships.map(({ code, name }) => ({ value: code, label: name }))}
        error={has('residence') ? t('new.residence.bad') : undefined}
        onInput={(residence) => onChange({ residence })}
      />
      <TextField
        label={t('new.address')}
        value={draft.residenceAddress}
        optional
        autocomplete="off"
        maxLength={200}
        onInput={(residenceAddress) => onChange({ residenceAddress })}
      />
      <EthnicityField value={draft.ethnicity} onInput={(ethnicity) => onChange({ ethnicity })} />
      <HouseholdTypeField
        value={draft.details.householdType}
        onInput={(householdType) => onChange({ details: { ...draft.details, householdType } })}
      />
      <GuardianFields {...props} />
      <TextField
        label={t('new.weight')}
        value={draft.birthWeight}
        optional
        inputmode="numeric"
        autocomplete="off"
        maxLength={4}
        error={has('weight') ? t('new.weight.bad') : undefined}
        onInput={(birthWeight) => onChange({ birthWeight })}
      />
      <div class="stack-tight">
        <span class="field-label">{t('new.hbsag')}</span>
        <Segmented
          legend={t('new.hbsag')}
          value={draft.hbsag}
          options={HBSAG.map((state) => ({ value: state, label: t(`new.hbsag.${state}`) }))}
          onChange={(hbsag) => onChange({ hbsag: hbsag as PersonDraft['hbsag'] })}
        />
      </div>
      <details open={faults.some((fault) => DETAILS_FAULTS.some((own) => own === fault))}>
        <summary>{file('details.more')}</summary>
        <DetailsFields
          draft={draft.details}
          now={NO_DETAILS}
          hasHouseholdType={false}
          faults={DETAILS_FAULTS.filter((fault) => faults.includes(fault))}
          onChange={(part) => onChange({ details: { ...draft.details, ...part } })}
        />
      </details>
      {code && (
        <p class="muted" role="status">
          {file('code.preview')} <span class="mono">{code}</span>
        </p>
      )}
    </>
  );
}

function DocumentFields({ draft, faults, onChange }: Props) {
  const error = faults.includes('document')
    ? t('new.document.bad')
    : faults.includes('documentBirth')
      ? t('new.document.birth')
      : faults.includes('documentSex')
        ? t('new.document.sex')
        : undefined;
  return (
    <>
      <Select
        label={t('new.documentType')}
        value={draft.documentType}
        options={SHOWN_TYPES.map((type) => ({ value: type, label: t(`document.${type}`) }))}
        onInput={(type) => isDocumentType(type) && onChange({ documentType: type })}
      />
      <TextField
        label={t('new.document')}
        value={draft.documentNumber}
        optional
        autocomplete="off"
        maxLength={40}
        error={error}
        onInput={(documentNumber) =>
          onChange({ documentNumber, ...factsOfDocument({ documentType: draft.documentType, documentNumber }) })
        }
      />
    </>
  );
}

function GuardianFields({ draft, faults, onChange }: Props) {
  return (
    <>
      <TextField
        label={t('new.guardian')}
        value={draft.guardianName}
        autocomplete="off"
        maxLength={50}
        error={faults.includes('guardian') ? t('new.guardian.bad') : undefined}
        onInput={(guardianName) => onChange({ guardianName })}
      />
      <div class="stack-tight">
        <span class="field-label">{t('new.relation')}</span>
        <Segmented
          legend={t('new.relation')}
          value={draft.relation}
          options={RELATIONS.map((relation) => ({ value: relation, label: t(`relation.${relation}`) }))}
          onChange={(relation) => onChange({ relation: relation as GuardianRelation })}
        />
      </div>
      <TextField
        label={t('new.phone')}
        type="tel"
        value={draft.phone}
        optional
        inputmode="tel"
        autocomplete="off"
        maxLength={20}
        error={faults.includes('phone') ? t('new.phone.bad') : undefined}
        onInput={(phone) => onChange({ phone })}
      />
      {namesMother(draft) && (
        <>
          <TextField
            label={file('new.motherNumber')}
            hint={file('new.motherNumberHint')}
            value={draft.guardianNumber}
            optional
            autocomplete="off"
            maxLength={18}
            error={faults.includes('guardianNumber') ? t('new.document.bad') : undefined}
            onInput={(guardianNumber) => onChange({ guardianNumber })}
          />
          <TextField
            label={file('new.birthOrder')}
            hint={file('new.birthOrderHint')}
            value={draft.birthOrder}
            optional
            inputmode="numeric"
            autocomplete="off"
            maxLength={1}
            error={faults.includes('birthOrder') ? file('new.birthOrderBad') : undefined}
            onInput={(birthOrder) => onChange({ birthOrder })}
          />
        </>
      )}
    </>
  );
}
