import { useState } from 'preact/hooks';
import { SchoolsAround, TransferPupil } from '../../data/generated/school.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/school.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { PupilDetail } from './pupil-page.tsx';
import { useAct } from './use-act.ts';

const AWAY = 'away';

/** The pupil leaves this school: to another school of the province, where the row goes on, or away. */
export function TransferDialog({
  pupil,
  onClose,
  onMoved,
}: {
  pupil: PupilDetail;
  onClose: () => void;
  onMoved: () => void;
}) {
  const schools = useData(SchoolsAround, {});
  const { act, isBusy, problem } = useAct();
  const [to, setTo] = useState(AWAY);
  const save = async () => {
    if (await act(TransferPupil, { id: pupil.id, toSchoolId: to === AWAY ? null : to })) onMoved();
  };
  const all = [...(schools.data?.schools.nodes ?? []), ...(schools.data?.kindergartens.nodes ?? [])];
  const others = all.filter(({ id }) => id !== pupil.school.id);
  return (
    <FormDialog title={t('transfer.title')} saveText={t('transfer.save')} busy={isBusy} onSave={save} onClose={onClose}>
      <div class="stack">
        <p>{t('transfer.explain', { name: pupil.name })}</p>
        <Select
          label={t('transfer.to')}
          value={to}
          options={[
            { value: AWAY, label: t('transfer.away') },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onInput={setTo}
        />
        {problem && <ErrorBox problem={problem} />}
      </div>
    </FormDialog>
  );
}
