import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/keys.ts';
import { TextField } from '../../ui/field.tsx';

/** The own password, before what cannot be taken back. */
export function PasswordAgain({
  value,
  onInput,
  problem,
}: {
  value: string;
  onInput: (value: string) => void;
  problem: Problem | null;
}) {
  return (
    <TextField
      label={t('password.again')}
      hint={t('password.why')}
      type="password"
      autocomplete="current-password"
      value={value}
      error={problem?.code === 'WRONG_CREDENTIALS' ? t('password.wrong') : undefined}
      onInput={onInput}
    />
  );
}
