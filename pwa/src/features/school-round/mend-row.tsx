import { useState } from 'preact/hooks';
import { MendSchoolCheckRow } from '../../data/generated/school.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Pupil } from '../school-check/roster.ts';
import { findingText } from '../school-check/verdict-look.ts';
import { useAct } from './use-act.ts';

const COLUMNS = ['name', 'sex', 'birthDate', 'documentType', 'documentNumber', 'grade', 'className'] as const;

/** The cells of a row with mistakes, to be mended in place; the row alone is judged again. */
export function MendRow({ checkId, pupil, onMended }: { checkId: string; pupil: Pupil; onMended: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="record" onClick={() => setOpen(true)}>
        {t('mend.open')}
      </Button>
      {isOpen && (
        <MendDialog
          checkId={checkId}
          pupil={pupil}
          onClose={() => setOpen(false)}
          onMended={() => {
            setOpen(false);
            onMended();
          }}
        />
      )}
    </>
  );
}

interface MendProps {
  checkId: string;
  pupil: Pupil;
  onClose: () => void;
  onMended: () => void;
}

function MendDialog({ checkId, pupil, onClose, onMended }: MendProps) {
  const typed = new Map(pupil.cells.map(({ column, value }) => [column, value]));
  const [values, setValues] = useState(() => Object.fromEntries(COLUMNS.map((c) => [c, typed.get(c) ?? ''])));
  const { act, isBusy, problem } = useAct();
  const save = async () => {
    const cells = COLUMNS.flatMap((column) =>
      values[column] === (typed.get(column) ?? '') ? [] : [{ column, value: values[column] ?? '' }],
    );
    const answer = await act(MendSchoolCheckRow, { checkId, number: pupil.number, cells });
    if (!answer) return;
    const { verdict } = answer.mendSchoolCheckRow;
    toast(t('mend.done', { row: pupil.number, verdict: t(`verdict.${verdict}`) }));
    onMended();
  };
  return (
    <FormDialog
      title={t('mend.title', { row: pupil.number })}
      saveText={t('mend.save')}
      busy={isBusy}
      onSave={save}
      onClose={onClose}
    >
      <div class="stack">
        {COLUMNS.map((column) => {
          const finding = pupil.findings.find((f) => f.column === column);
          return (
            <TextField
              key={column}
              label={t(`rosterColumn.${column}`)}
              value={values[column] ?? ''}
              onInput={(value) => setValues({ ...values, [column]: value })}
              error={finding && findingText(finding)}
              autocomplete="off"
            />
          );
        })}
        {pupil.findings
          .filter(({ column }) => column === null)
          .map((finding) => (
            <p key={finding.code}>{findingText(finding)}</p>
          ))}
        {problem && <ErrorBox problem={problem} />}
      </div>
    </FormDialog>
  );
}
