import { useState } from 'preact/hooks';
import { AddEmployees } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/employer.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { MOST, type StaffRow } from './staff-sheet.ts';

interface Props {
  /** people of a file; null: one is typed */
  listed: { file: string; rows: readonly StaffRow[] } | null;
  onClose: (added: boolean) => void;
}

/** Puts people on the staff list, one typed or those of a file, once it is declared that they work there (J-58). */
export function AddDialog({ listed, onClose }: Props) {
  const [name, setName] = useState('');
  const [documentNumber, setNumber] = useState('');
  const [isDeclared, setDeclared] = useState(false);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const rows = listed?.rows ?? [{ line: 1, name: name.trim(), documentNumber: documentNumber.trim().toUpperCase() }];
  const [commandId] = useState(newId);
  const save = async () => {
    setTried(true);
    if (!isDeclared) return;
    setBusy(true);
    const employees = rows.map((row) => ({
      name: row.name,
      documentType: 'RESIDENT_ID',
      documentNumber: row.documentNumber,
    }));
    // What was refused is sent again changed: another command.
    const answer = await mutate(AddEmployees, { commandId: problem ? newId() : commandId, employees });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const count = answer.data.addEmployees;
    toast(count === 0 ? t('add.known') : t('add.done', { count }));
    onClose(true);
  };
  const fault = faultOf(problem, rows);
  const faultAt = (field: string) => (listed === null && problem?.field?.endsWith(field) ? fault : undefined);
  const isShown = faultAt('.name') !== undefined || faultAt('.documentNumber') !== undefined;
  return (
    <FormDialog
      title={t(listed ? 'import.title' : 'add.title')}
      saveText={t(listed ? 'import.save' : 'add.save')}
      busy={busy}
      onSave={save}
      onClose={() => onClose(false)}
    >
      {listed ? (
        <>
          <p>{t('import.found', { file: listed.file, count: rows.length })}</p>
          <p class="muted small">{t('import.hint', { most: MOST })}</p>
        </>
      ) : (
        <>
          <TextField
            label={t('staff.name')}
            value={name}
            maxLength={50}
            autocomplete="off"
            error={faultAt('.name')}
            onInput={setName}
          />
          <TextField
            label={t('staff.number')}
            value={documentNumber}
            maxLength={18}
            autocomplete="off"
            error={faultAt('.documentNumber')}
            onInput={setNumber}
          />
        </>
      )}
      <Checkbox checked={isDeclared} onChange={setDeclared}>
        {t('add.declared')}
      </Checkbox>
      {isTried && !isDeclared && (
        <Notice tone="warn" alert>
          {t('add.declare')}
        </Notice>
      )}
      {problem &&
        !isShown &&
        (fault ? (
          <Notice tone="bad" alert>
            {fault}
          </Notice>
        ) : (
          <ErrorBox problem={problem} />
        ))}
    </FormDialog>
  );
}

/** What is wrong with a row, by its place in the file; undefined when it is no row's fault. */
function faultOf(problem: Problem | undefined, rows: readonly StaffRow[]): string | undefined {
  if (problem?.row === undefined) return undefined;
  const { row, ...rest } = problem;
  const text = problemText(rest);
  return rows.length === 1 ? text : t('import.row', { row: rows[row - 1]?.line ?? row, text });
}
