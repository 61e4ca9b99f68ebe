import { useRef } from 'preact/hooks';
import { t } from '../../i18n/consent.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { PersonHead } from '../record/view.ts';
import { ConsentParts, sheetTitle, useSheet } from './consent-parts.tsx';
import { deviceName } from './facts.ts';
import { saveConsent } from './save-consent.ts';
import type { SheetItem } from './sheet-items.ts';
import { SignForm } from './sign-form.tsx';

/** The sheet handed to the guardian on the tablet, for each vaccine of the visit its words. */
export function ConsentSheet({
  person,
  items,
  onClose,
  onChanged,
}: {
  person: Pick<PersonHead, 'id' | 'name' | 'birthDate' | 'guardians'>;
  items: readonly SheetItem[];
  onClose: () => void;
  onChanged: () => void;
}) {
  const isQueued = useRef(false);
  const sheet = useSheet(person.id, items, async (commandId, input, vaccine) => {
    const label = { name: person.name, birthDate: person.birthDate, vaccine };
    const saved = await saveConsent(commandId, input, label);
    if (saved.kind === 'refused') return saved.problem;
    isQueued.current ||= saved.kind === 'queued';
    return null;
  });
  const [only] = items.length === 1 ? items : [];
  return (
    <Dialog title={sheetTitle(items)} onClose={onClose} isForm>
      <p>
        <bdi>{person.name}</bdi>
        {only && ` · ${only.vaccine.name}`}
      </p>
      <ConsentParts sheet={sheet} />
      <SignForm
        device={deviceName('tablet')}
        onTablet
        // A masked name is nobody's signature.
        signers={person.guardians.filter(({ name }) => !name.includes('*'))}
        onSign={async (choice) => {
          const refused = await sheet.sign(choice);
          if (refused) return refused;
          toast(isQueued.current ? t('queued') : t('signed'));
          onChanged();
          onClose();
          return null;
        }}
      />
    </Dialog>
  );
}
