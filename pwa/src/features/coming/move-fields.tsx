import { t } from '../../i18n/coming.ts';
import { TextArea, TextField } from '../../ui/field.tsx';

export interface MoveDetails {
  address: string;
  contact: string;
  phone: string;
  reason: string;
}
export const NO_DETAILS: MoveDetails = { address: '', contact: '', phone: '', reason: '' };

/** What both ways of a move ask: where exactly, whom to call, why. */
export function MoveFields({
  details,
  reasonLabel,
  isTried,
  onChange,
}: {
  details: MoveDetails;
  reasonLabel: string;
  isTried: boolean;
  onChange: (details: MoveDetails) => void;
}) {
  const set = (key: keyof MoveDetails) => (value: string) => onChange({ ...details, [key]: value });
  return (
    <>
      <TextField
        label={t('move.address')}
        optional
        autocomplete="off"
        maxLength={200}
        value={details.address}
        onInput={set('address')}
      />
      <TextField
        label={t('move.contact')}
        optional
        autocomplete="off"
        maxLength={50}
        value={details.contact}
        onInput={set('contact')}
      />
      <TextField
        label={t('move.phone')}
        optional
        type="tel"
        autocomplete="off"
        maxLength={20}
        value={details.phone}
        onInput={set('phone')}
      />
      <TextArea
        label={reasonLabel}
        error={isTried && details.reason.trim() === '' ? t('out.reasonNeeded') : undefined}
        rows={2}
        maxLength={200}
        value={details.reason}
        onInput={set('reason')}
      />
    </>
  );
}

/** The details as the server takes them. */
export const detailsInput = ({ address, contact, phone, reason }: MoveDetails) => ({
  address: address.trim() || null,
  contact: contact.trim() || null,
  phone: phone.trim() || null,
  reason: reason.trim(),
});
