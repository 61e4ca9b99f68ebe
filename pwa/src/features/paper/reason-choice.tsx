import { useState } from 'preact/hooks';
import { t } from '../../i18n/paper.ts';
import { Select, TextField } from '../../ui/field.tsx';

const QUICK = ['unclear', 'misplaced', 'corrected', 'lost', 'full'] as const;
const OWN = 'own';

/** Why something is printed again or a new booklet is taken: what is said most, then anything. */
export function ReasonChoice({ onChange }: { onChange: (reason: string) => void }) {
  const [picked, setPicked] = useState('');
  const [own, setOwn] = useState('');
  return (
    <>
      <Select
        label={t('reason.label')}
        value={picked}
        placeholder
        options={[...QUICK, OWN].map((key) => ({
          value: key,
          label: t(`reason.${key as (typeof QUICK)[number] | typeof OWN}`),
        }))}
        onInput={(value) => {
          setPicked(value);
          const quick = QUICK.find((key) => key === value);
          onChange(quick ? t(`reason.${quick}`) : own.trim());
        }}
      />
      {picked === OWN && (
        <TextField
          label={t('reason.ownLabel')}
          value={own}
          maxLength={200}
          onInput={(value) => {
            setOwn(value);
            onChange(value.trim());
          }}
        />
      )}
    </>
  );
}
