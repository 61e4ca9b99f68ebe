import { useState } from 'preact/hooks';
import { WithdrawCollectionBatch } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/collection.ts';
import { ReasonDialog } from './reason-dialog.tsx';

export function WithdrawDialog({ id, onClose }: { id: string; onClose: (changed: boolean) => void }) {
  const [commandId] = useState(newId);
  return (
    <ReasonDialog
      title={t('batch.withdraw')}
      ask={t('batch.withdrawAsk')}
      action={t('batch.withdraw')}
      done={t('batch.withdrawn')}
      run={(reason) => mutate(WithdrawCollectionBatch, { commandId, id, reason })}
      onClose={onClose}
    />
  );
}
