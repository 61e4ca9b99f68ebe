import { useState } from 'preact/hooks';
import { t } from '../../i18n/class-pack.ts';
import type { Pack } from '../../offline/class-packs.ts';
import { DateField, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { sendAdded } from './acts.ts';

/** Takes in a pupil who is not on the list; which file is the child's is decided when there is a network. */
export function AddUnlisted({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const [name, setName] = useState('');
  const [birthDate, setBirthDate] = useState('');
  const [documentNumber, setDocumentNumber] = useState('');
  const [isTried, setTried] = useState(false);
  const missing = (value: string) => (isTried && value.trim() === '' ? t('add.required') : undefined);
  const save = async () => {
    setTried(true);
    if (name.trim() === '' || birthDate === '') return;
    await sendAdded(pack, { name: name.trim(), birthDate, documentNumber: documentNumber.trim() || null });
    toast(t('add.queued', { name: name.trim() }));
    onClose();
  };
  return (
    <FormDialog title={t('add.open')} saveText={t('add.open')} busy={false} onSave={save} onClose={onClose}>
      <div class="stack">
        <TextField label={t('add.name')} value={name} onInput={setName} error={missing(name)} autocomplete="off" />
        <DateField label={t('add.birthDate')} value={birthDate} onInput={setBirthDate} error={missing(birthDate)} />
        <TextField
          label={t('add.documentNumber')}
          optional
          value={documentNumber}
          onInput={setDocumentNumber}
          autocomplete="off"
        />
      </div>
    </FormDialog>
  );
}
