import { useState } from 'preact/hooks';
import { AddSchoolPupil, AddSchoolPupilByCode } from '../../data/generated/school.ts';
import { t as common } from '../../i18n/common.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/school.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Segmented, Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useAct } from './use-act.ts';

const FIELDS = ['name', 'birthDate', 'sex', 'documentNumber', 'guardianPhone', 'code'] as const;

/** Takes in one pupil: by the certificate at hand (a scanner types its code), or by hand. */
export function AddPupil({
  roundId,
  classId,
  onClose,
  onAdded,
}: {
  roundId: string;
  classId: string;
  onClose: () => void;
  onAdded: () => void;
}) {
  const { act, isBusy, problem } = useAct();
  const [way, setWay] = useState('code');
  const [values, setValues] = useState<Partial<Record<(typeof FIELDS)[number], string>>>({});
  const field = (name: (typeof FIELDS)[number]) => ({
    value: values[name] ?? '',
    onInput: (value: string) => setValues({ ...values, [name]: value }),
    error: fieldProblem(problem, name),
  });
  const text = (name: (typeof FIELDS)[number]) => values[name]?.trim() || null;
  const save = async () => {
    const added =
      way === 'code'
        ? (await act(AddSchoolPupilByCode, { roundId, classId, code: text('code') ?? '' }))?.addSchoolPupilByCode
        : (
            await act(AddSchoolPupil, {
              input: {
                roundId,
                classId,
                name: text('name') ?? '',
                birthDate: text('birthDate') ?? '',
                sex: text('sex'),
                documentNumber: text('documentNumber'),
                guardianPhone: text('guardianPhone'),
              },
            })
          )?.addSchoolPupil;
    if (!added) return;
    toast(t('pupil.added', { name: added.name, verdict: t(`verdict.${added.verdict}`) }));
    onAdded();
  };
  const isForField = FIELDS.some((name) => fieldProblem(problem, name));
  return (
    <FormDialog title={t('pupil.add')} saveText={t('pupil.add')} busy={isBusy} onSave={save} onClose={onClose}>
      <div class="stack">
        <Segmented
          legend={t('pupil.add')}
          value={way}
          options={[
            { value: 'code', label: t('pupil.byCode') },
            { value: 'hand', label: t('pupil.byHand') },
          ]}
          onChange={setWay}
        />
        {way === 'code' ? (
          <TextField label={t('pupil.code')} hint={t('pupil.codeHint')} {...field('code')} autocomplete="off" />
        ) : (
          <>
            <TextField label={t('column.name')} {...field('name')} autocomplete="off" />
            <DateField label={t('column.birthDate')} {...field('birthDate')} />
            <Select
              label={t('rosterColumn.sex')}
              optional
              placeholder
              options={[
                { value: 'm', label: common('sex.M') },
                { value: 'f', label: common('sex.F') },
              ]}
              {...field('sex')}
            />
            <TextField
              label={t('rosterColumn.documentNumber')}
              optional
              {...field('documentNumber')}
              autocomplete="off"
            />
            <TextField label={t('rosterColumn.guardianPhone')} optional type="tel" {...field('guardianPhone')} />
          </>
        )}
        {problem && !isForField && <ErrorBox problem={problem} />}
      </div>
    </FormDialog>
  );
}
