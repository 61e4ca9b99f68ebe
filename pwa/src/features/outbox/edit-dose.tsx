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
import { DateField, Select, TextArea, TextField } from '../../ui/field.tsx';
import { useCodes } from '../packs/use-clinic.ts';
import { useVials } from '../vial/use-vials.ts';
import { vialName } from '../vial/vial-notice.tsx';
import { vialChoices } from './vial-choices.ts';

/** Corrects what a server may refuse of a dose: day, lot, trace code or vial, the reason against the advice. */
export function EditDose({ entry, onClose }: { entry: DoseEntry; onClose: () => void }) {
  const { content } = entry;
  const { input } = content;
  const [date, setDate] = useState(input.date);
  const [lot, setLot] = useState(input.lotNumber ?? '');
  const [trace, setTrace] = useState(input.traceCode ?? '');
  const [vialId, setVialId] = useState(input.vialId ?? '');
  const { codes } = useCodes();
  const { vials } = useVials();
  const isOfSeveral =
    !input.outside && codes?.products.some((p) => p.id === input.productId && p.dosesPerContainer > 1);
  const choices = vialChoices(vials, { ...input, lotNumber: lot.trim() });
  const [override, setOverride] = useState(input.overrideReason ?? '');
  const save = async () => {
    const changed = {
      ...input,
      date,
      lotNumber: lot.trim() || null,
      traceCode: trace.trim() || null,
      // The code names the vial; what never had one says nothing of it, so the same command stays the same.
      ...((vialId !== '' || input.vialId) && { vialId: trace.trim() === '' && vialId !== '' ? vialId : null }),
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
      {isOfSeveral && trace.trim() === '' && (
        <Select
          label={t('edit.vial')}
          value={vialId}
          placeholder={t('edit.vial.none')}
          options={choices.map((choice) => ({
            value: choice.id,
            label: choice.vial ? vialName(choice.vial) : t('edit.vial.unknown'),
          }))}
          onInput={setVialId}
        />
      )}
      <TextArea label={t('edit.override')} value={override} maxLength={200} optional onInput={setOverride} />
    </Dialog>
  );
}
