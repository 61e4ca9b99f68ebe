import type { DestinationBasis } from '../../data/generated/coming.ts';
import { t } from '../../i18n/birth.ts';
import { t as coming } from '../../i18n/coming.ts';
import { Select } from '../../ui/field.tsx';
import { ClinicSelect } from './place-picker.tsx';

const BASES: readonly DestinationBasis[] = ['residence', 'household', 'obstetric'];

export interface Destination {
  by: DestinationBasis;
  unit: string;
}

/** S-12: by which address the destination is chosen, and which clinic of its county. */
export function DestinationFields({
  destination,
  places,
  isTried,
  onChange,
}: {
  destination: Destination;
  /** 9-digit township of each basis, '' while it is not chosen */
  places: Readonly<Record<DestinationBasis, string>>;
  isTried: boolean;
  onChange: (destination: Destination) => void;
}) {
  const place = places[destination.by];
  return (
    <>
      <Select
        label={t('form.basis')}
        value={destination.by}
        options={BASES.map((value) => ({ value, label: t(`basis.${value}`) }))}
        onInput={(by) => onChange({ by: by as DestinationBasis, unit: '' })}
      />
      {place !== '' && (
        <ClinicSelect
          place={place}
          label={t('list.to')}
          value={destination.unit}
          error={isTried && destination.unit === '' ? t('bad.unit') : undefined}
          emptyText={coming('place.choose')}
          onInput={(unit) => onChange({ ...destination, unit })}
        />
      )}
    </>
  );
}
