import { useEffect, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { ClinicPerson, type ClinicPersonQuery, type ImportRowEditInput } from '../../data/generated/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/imports.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { PersonLine } from '../people-search/person-line.tsx';
import type { Batch, KindName, Row } from './kinds.ts';
import { cellOf } from './row-table.tsx';

/** Corrects one row: its cells, and which existing file it means. */
export function RowDialog({
  kind,
  row,
  columns,
  onClose,
  onSave,
}: {
  kind: KindName;
  row: Row;
  columns: Batch['columns'];
  onClose: () => void;
  onSave: (edits: ImportRowEditInput[]) => Promise<void>;
}) {
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(columns.map(({ key }) => [key, cellOf(row, key)])),
  );
  const [choice, setChoice] = useState(row.choice ?? '');
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const cells = columns
      .filter(({ key }) => values[key] !== cellOf(row, key))
      .map(({ key }) => ({ column: key, value: values[key] ?? '' }));
    setBusy(true);
    await onSave([
      {
        number: row.number,
        ...(cells.length > 0 && { cells }),
        // New cells make the server look for files anew: an old choice would not fit what it finds.
        ...(choice !== '' && cells.length === 0 && { choice }),
      },
    ]);
    setBusy(false);
  };
  return (
    <Dialog
      title={t('preview.fix', { row: row.number })}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void save()}>
            {t('preview.save')}
          </Button>
        </>
      }
    >
      {row.findings
        .filter(({ column }) => column == null)
        .map((found) => (
          <Notice key={found.message} tone={found.severity === 'error' ? 'bad' : 'warn'}>
            {found.message}
          </Notice>
        ))}
      {row.candidates.length > 0 && <Candidates kind={kind} row={row} choice={choice} onChoose={setChoice} />}
      {columns.map((column) => (
        <CellField
          key={column.key}
          column={column}
          row={row}
          value={values[column.key] ?? ''}
          onInput={(value) => setValues((before) => ({ ...before, [column.key]: value }))}
        />
      ))}
    </Dialog>
  );
}

function CellField({
  column: { key, header, required, choices },
  row,
  value,
  onInput,
}: {
  column: Batch['columns'][number];
  row: Row;
  value: string;
  onInput: (value: string) => void;
}) {
  const error = row.findings.find((found) => found.column === key)?.message;
  // What the file says stays choosable, wrong or not: nothing is changed unseen.
  if (choices.length > 0 && (value === '' || choices.includes(value))) {
    return (
      <Select
        label={header}
        value={value}
        error={error}
        optional={!required}
        placeholder
        options={choices.map((word) => ({ value: word, label: word }))}
        onInput={onInput}
      />
    );
  }
  return (
    <TextField
      label={header}
      value={value}
      error={error}
      optional={!required}
      autocomplete="off"
      maxLength={200}
      onInput={onInput}
    />
  );
}

type Known = NonNullable<ClinicPersonQuery['person']>;

/** The existing files a row may mean: the same child, another one, or leave the row out. */
function Candidates({
  kind,
  row,
  choice,
  onChoose,
}: {
  kind: KindName;
  row: Row;
  choice: string;
  onChoose: (choice: string) => void;
}) {
  const [known, setKnown] = useState<readonly Known[]>([]);
  const ids = row.candidates.join();
  useEffect(() => {
    let isOver = false;
    void Promise.all(ids.split(',').map((id) => client.query(ClinicPerson, { id }).toPromise())).then((results) => {
      if (isOver) return;
      setKnown(results.flatMap((result) => (result.data as ClinicPersonQuery | undefined)?.person ?? []));
    });
    return () => {
      isOver = true;
    };
  }, [ids]);
  const option = (value: string, label: string, person?: Known) => (
    <label class="lot" data-chosen={choice === value || undefined}>
      <input type="radio" name="choice" checked={choice === value} onChange={() => onChoose(value)} />
      <span class="grow stack-tight">
        {person && (
          <PersonLine
            hit={{
              id: person.id,
              name: person.name,
              sex: person.sex,
              birthDate: person.birthDate,
              documentNumber: person.documentNumber ?? null,
              township: person.residence.name,
              guardian: person.guardians[0]?.name ?? null,
              state: person.registrationState,
              isOwn: false,
            }}
          />
        )}
        <span>{label}</span>
      </span>
    </label>
  );
  return (
    <fieldset class="lots">
      <legend class="field-label">{t('preview.candidates')}</legend>
      {known.map((person) => (
        <div key={person.id}>{option(person.id, t('preview.candidate.same'), person)}</div>
      ))}
      {kind === 'recipients' && option('new', t('preview.candidate.new'))}
      {option('skip', t('preview.candidate.skip'))}
    </fieldset>
  );
}
