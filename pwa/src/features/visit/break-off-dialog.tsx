import { breakOffReasons } from '@miaoben/schedule/clinic-visit';
import { useState } from 'preact/hooks';
import type { BreakOffReason } from '../../data/generated/clinic.ts';
import { t } from '../../i18n/visit.ts';
import { currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { breakOffVisit, type Visitor } from './save-visit.ts';
import type { ClinicVisit } from './visit-state.ts';

/** Ends a visit early, with the reason. */
export function BreakOffDialog({
  person,
  visit,
  onClose,
  onSaved,
}: {
  person: Visitor;
  visit: ClinicVisit;
  onClose: () => void;
  onSaved: () => void;
}) {
  const reasons = breakOffReasons(visit.state);
  const [commandId] = useState(newId);
  const save = async (reason: BreakOffReason, note: string | null) => {
    const input = { visitId: visit.id, reason, note, at: currentInstant() };
    const saved = await breakOffVisit(commandId, person, input);
    if (saved.kind === 'refused') return saved.problem;
    toast(t('break.done'));
    onSaved();
    return null;
  };
  return (
    <ReasonDialog
      texts={{
        title: t('break.title'),
        confirm: t('break.confirm'),
        reason: t('break.reason'),
        pick: t('break.pick'),
        note: t('break.note'),
        noteBad: t('break.note.bad'),
      }}
      options={reasons.map((value) => ({ value, label: t(`break.${value}`) }))}
      initial={reasons.length === 2 ? reasons[0] : ''}
      onSave={save}
      onClose={onClose}
    />
  );
}
