import { useState } from 'preact/hooks';
import { type ClinicCodesQuery, SetPointLists } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/outreach.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { Choices, StaffChoices, vaccineChoices } from './choices.tsx';
import type { PointLists } from './sessions.ts';

/** The permanent points of the clinic, each with who works there and what is given there (H-11). */
export function Points({ codes, onChanged }: { codes: ClinicCodesQuery; onChanged: () => void }) {
  const [edited, setEdited] = useState<PointLists | null>(null);
  // A pack of an earlier release knows of no lists.
  const points = codes.clinicSettings.pointLists ?? [];
  return (
    <section class="stack" aria-labelledby="fixed-points">
      <h2 id="fixed-points">{t('fixed')}</h2>
      {points.length === 0 && <p class="muted">{t('fixed.none')}</p>}
      {points.map((point) => (
        <article key={point.name} class="card" aria-label={point.name}>
          <strong>
            <bdi>{point.name}</bdi>
          </strong>
          <dl class="facts">
            <div>
              <dt>{t('staff')}</dt>
              <dd>
                <bdi>{point.staff.map(({ displayName }) => displayName).join(' / ') || t('staff.all')}</bdi>
              </dd>
            </div>
            <div>
              <dt>{t('list')}</dt>
              <dd>{point.vaccines.map(({ name }) => name).join(' / ') || t('list.all')}</dd>
            </div>
          </dl>
          <div class="row">
            <Button onClick={() => setEdited(point)}>{t('edit')}</Button>
          </div>
        </article>
      ))}
      {edited && <PointDialog point={edited} codes={codes} onClose={() => setEdited(null)} onSaved={onChanged} />}
    </section>
  );
}

function PointDialog({
  point,
  codes,
  onClose,
  onSaved,
}: {
  point: PointLists;
  codes: ClinicCodesQuery;
  onClose: () => void;
  onSaved: () => void;
}) {
  const named = point.vaccines.map(({ code }) => code);
  const [staff, setStaff] = useState<readonly string[]>(point.staff.map(({ id }) => id));
  const [vaccines, setVaccines] = useState<readonly string[]>(named);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const save = async () => {
    if (busy) return;
    setBusy(true);
    const input = { point: point.name, staff: [...staff], vaccines: [...vaccines] };
    // What was refused and mended is another command.
    const answer = await mutate(SetPointLists, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={point.name} saveText={t('save')} busy={busy} onSave={save} onClose={onClose}>
      <StaffChoices known={point.staff} chosen={staff} error={fieldProblem(problem, 'staff')} onChange={setStaff} />
      <Choices
        legend={t('list')}
        hint={t('list.hint')}
        options={vaccineChoices(codes, named)}
        chosen={vaccines}
        error={fieldProblem(problem, 'vaccines')}
        onChange={setVaccines}
      />
      {problem && !['staff', 'vaccines'].includes(problem.field ?? '') && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
