import { corrected } from '@miaoben/sync';
import { useState } from 'preact/hooks';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/device.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import type { DoseEntry } from '../../offline/outbox-content.ts';
import { rewriteEntry } from '../../offline/outbox-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';

/** Corrects what a server may refuse of a dose: day, lot, trace code, the reason against the advice. */
export function EditDose({ entry, onClose }: { entry: DoseEntry; onClose: () => void }) {
  const { content } = entry;
  const { input } = content;
  const [date, setDate] = useState(input.date);
  const [lot, setLot] = useState(input.lotNumber ?? '');
  const [trace, setTrace] = useState(input.traceCode ?? '');
  const [override, setOverride] = useState(input.overrideReason ?? '');
  const save = async () => {
    const changed = {
      ...input,
      date,
      lotNumber: lot.trim() || null,
      traceCode: trace.trim() || null,
      // The code names the vial.
      ...(trace.trim() !== '' && { vialId: null }),
      overrideReason: override.trim() || null,
    };
    // The command was refused or never answered under this content: a new content is a new command.
    await rewriteEntry(entry, { ...content, input: changed }, (stored, sealed) => corrected(stored, sealed, newId()));
    onClose();
  };
  return (
    <Dialog
      title={t('edit.dose')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="primary" onClick={() => void save()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <DateField label={t('edit.date')} value={date} max={currentDay()} onInput={setDate} />
      <TextField label={t('edit.lot')} value={lot} maxLength={40} onInput={setLot} />
      <TextField label={t('edit.trace')} value={trace} inputmode="numeric" maxLength={20} optional onInput={setTrace} />
      <TextArea label={t('edit.override')} value={override} maxLength={200} optional onInput={setOverride} />
    </Dialog>
  );
}
