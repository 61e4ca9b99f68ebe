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
import { Checkbox, DateField, TextArea, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { PointSession } from './sessions.ts';

const FIELDS = ['day', 'point', 'address', 'team', 'vaccines'];

/** Vaccines in the fridge, and those the session names already. */
function vaccinesOf(codes: ClinicCodesQuery, session: PointSession | null): { code: string; name: string }[] {
  const products = new Map(codes.products.map(({ id, vaccine }) => [id, vaccine.code]));
  const held = new Set(codes.lotsOnHand.map(({ product }) => products.get(product.id)));
  const named = new Set(session?.vaccines.map(({ code }) => code));
  return codes.vaccines.filter(({ code }) => held.has(code) || named.has(code));
}

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
  const [team, setTeam] = useState(session?.team.join('\n') ?? '');
  const [vaccines, setVaccines] = useState<readonly string[]>(session?.vaccines.map(({ code }) => code) ?? []);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const save = async () => {
    if (busy) return;
    setBusy(true);
    const names = team.split('\n').flatMap((name) => name.trim() || []);
    const input = { sessionId, day, point, address: address.trim() || null, team: names, vaccines: [...vaccines] };
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
      <TextArea label={t('team')} hint={t('team.hint')} value={team} rows={3} error={wrong('team')} onInput={setTeam} />
      <fieldset class="choices">
        <legend class="field-label">{t('vaccines')}</legend>
        <p class="field-hint">{t('vaccines.hint')}</p>
        {vaccinesOf(codes, session).map(({ code, name }) => (
          <Checkbox
            key={code}
            checked={vaccines.includes(code)}
            onChange={(isTaken) =>
              setVaccines(isTaken ? [...vaccines, code] : vaccines.filter((other) => other !== code))
            }
          >
            {name}
          </Checkbox>
        ))}
        {wrong('vaccines') && (
          <p class="field-error" role="alert">
            {wrong('vaccines')}
          </p>
        )}
      </fieldset>
      {problem && !FIELDS.includes(problem.field ?? '') && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
