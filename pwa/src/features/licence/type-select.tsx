import { t } from '../../i18n/licence.ts';
import { Select } from '../../ui/field.tsx';

/** One type of licence, or all. */
export const TypeSelect = ({
  names,
  value,
  onInput,
}: {
  names: ReadonlyMap<string, string>;
  value: string;
  onInput: (slug: string) => void;
}) => (
  <Select
    label={t('licences.type')}
    value={value}
    placeholder={t('licences.all')}
    options={[...names].map(([slug, label]) => ({ value: slug, label }))}
    onInput={onInput}
  />
);
