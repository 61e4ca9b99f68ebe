import { t } from '../../i18n/clinic.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { Likely } from './new-person-screen.tsx';
import { HitList } from './person-line.tsx';

/** Files that may be the same child: open one, or say that it is another. */
export function DuplicatesDialog({
  likely,
  onClose,
  onOther,
}: {
  likely: readonly Likely[];
  onClose: () => void;
  onOther: () => void;
}) {
  return (
    <Dialog
      title={t('new.duplicates')}
      onClose={onClose}
      isForm
      actions={<Button onClick={onOther}>{t('new.other')}</Button>}
    >
      <p class="muted">{t('new.duplicatesHint')}</p>
      <HitList hits={likely.map(({ hit }) => hit)} />
    </Dialog>
  );
}
