import { addDays } from '@miaoben/schedule';
import { useState } from 'preact/hooks';
import { type ClinicCodesQuery, PlanSession } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/outreach.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { Choices, StaffChoices, vaccineChoices } from './choices.tsx';
import type { PointSession } from './sessions.ts';

const FIELDS = ['day', 'point', 'address', 'staff', 'team', 'vaccines'];

/** Plans a session, or changes one: where, when, who goes, what is taken along. */
export function PlanDialog({
  session,
  codes,
  onClose,
  onSaved,
}: {
  session: PointSession | null;
  codes: ClinicCodesQuery;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [sessionId] = useState(session?.id ?? newId);
  const [day, setDay] = useState(session?.day ?? addDays(currentDay(), 1));
  const [point, setPoint] = useState(session?.point ?? '');
  const [address, setAddress] = useState(session?.address ?? '');
  const [staff, setStaff] = useState<readonly string[]>(session?.staff?.map(({ id }) => id) ?? []);
  const [team, setTeam] = useState(session?.team.join('\n') ?? '');
  const [vaccines, setVaccines] = useState<readonly string[]>(session?.vaccines.map(({ code }) => code) ?? []);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const save = async () => {
    if (busy) return;
    setBusy(true);
    const names = team.split('\n').flatMap((name) => name.trim() || []);
    const at = { sessionId, day, point, address: address.trim() || null };
    const input = { ...at, staff: [...staff], team: names, vaccines: [...vaccines] };
    // What was refused and mended is another command.
    const answer = await mutate(PlanSession, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('saved'));
    onSaved();
    onClose();
  };
  const wrong = (field: string) => fieldProblem(problem, field);
  return (
    <FormDialog
      title={t(session ? 'edit.title' : 'plan')}
      saveText={t('save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <DateField label={t('day')} value={day} min={currentDay()} error={wrong('day')} onInput={setDay} />
      <TextField
        label={t('point')}
        hint={t('point.hint')}
        value={point}
        maxLength={40}
        error={wrong('point')}
        onInput={setPoint}
      />
      <TextField
        label={t('address')}
        value={address}
        optional
        maxLength={100}
        error={wrong('address')}
        onInput={setAddress}
      />
      <StaffChoices known={session?.staff ?? []} chosen={staff} error={wrong('staff')} onChange={setStaff} />
      <TextArea
        label={t('team')}
        hint={t('team.hint')}
        value={team}
        optional
        rows={2}
        error={wrong('team')}
        onInput={setTeam}
      />
      <Choices
        legend={t('vaccines')}
        hint={t('vaccines.hint')}
        options={vaccineChoices(codes, session?.vaccines.map(({ code }) => code) ?? [])}
        chosen={vaccines}
        error={wrong('vaccines')}
        onChange={setVaccines}
      />
      {problem && !FIELDS.includes(problem.field ?? '') && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
