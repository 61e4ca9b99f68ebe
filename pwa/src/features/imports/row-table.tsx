import type { ImportRowEditInput } from '../../data/generated/clinic.ts';
import { t } from '../../i18n/imports.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';
import type { Batch, Row } from './kinds.ts';

export const ROW_TONES: Record<Row['state'], Tone> = {
  ok: 'good',
  warning: 'warn',
  error: 'bad',
  skipped: 'neutral',
  committed: 'good',
  undone: 'neutral',
};

const worst = (findings: Row['findings']): 'error' | 'warning' | undefined =>
  findings.some((f) => f.severity === 'error') ? 'error' : findings.length > 0 ? 'warning' : undefined;

/** Rows as they stand in the file; what is wrong stands in its cell. On a narrow screen each row is a card. */
export function RowTable({
  columns,
  rows,
  caption,
  canEdit,
  onOpen,
  onEdit,
}: {
  columns: Batch['columns'];
  rows: readonly Row[];
  caption: string;
  canEdit: boolean;
  onOpen: (number: number) => void;
  onEdit: (edits: ImportRowEditInput[]) => void;
}) {
  // Columns nobody filled in take no room, unless something is said about them.
  const shown = columns.filter(({ key }) =>
    rows.some((row) => cellOf(row, key) !== '' || row.findings.some(({ column }) => column === key)),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="table-wrap" aria-label={caption} tabIndex={0}>
      <table class="table import-table">
        <caption class="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('preview.row')}</th>
            <th scope="col">{t('preview.state')}</th>
            {shown.map(({ key, header }) => (
              <th key={key} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number} data-row={row.number} data-state={row.state}>
              <td class="number" data-label={t('preview.row')} data-lead>
                {row.number}
              </td>
              <td data-label={t('preview.state')}>
                <RowState row={row} canEdit={canEdit} onOpen={onOpen} onEdit={onEdit} />
              </td>
              {shown.map(({ key, header }) => (
                <Cell key={key} row={row} column={key} header={header} canEdit={canEdit} onEdit={onEdit} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What accepting a suggestion changes: the cell, or both when two columns changed places. */
function accepted(row: Row, column: string, code: string, suggestion: string): { column: string; value: string }[] {
  if (code !== 'swapped_columns') return [{ column, value: suggestion }];
  return row.findings.flatMap((found) =>
    found.code === code && found.column && found.suggestion ? [{ column: found.column, value: found.suggestion }] : [],
  );
}

export const cellOf = (row: Row, column: string): string =>
  row.cells.find((cell) => cell.column === column)?.value ?? '';

function RowState({
  row,
  canEdit,
  onOpen,
  onEdit,
}: {
  row: Row;
  canEdit: boolean;
  onOpen: (number: number) => void;
  onEdit: (edits: ImportRowEditInput[]) => void;
}) {
  const whole = row.findings.filter(({ column }) => column == null);
  return (
    <div class="stack-tight import-state">
      <Badge tone={ROW_TONES[row.state]}>{t(`row.${row.state}`)}</Badge>
      {whole.map((found) => (
        <span key={found.code + found.message} class="small" data-severity={found.severity}>
          {found.message}
        </span>
      ))}
      {canEdit && (
        <span class="row import-actions">
          <button
            type="button"
            class="link"
            aria-label={t('preview.fix', { row: row.number })}
            onClick={() => onOpen(row.number)}
          >
            {t('preview.edit')}
          </button>
          <button
            type="button"
            class="link"
            onClick={() => onEdit([{ number: row.number, skip: row.state !== 'skipped' }])}
          >
            {row.state === 'skipped' ? t('preview.unskip') : t('preview.skip')}
          </button>
        </span>
      )}
    </div>
  );
}

function Cell({
  row,
  column,
  header,
  canEdit,
  onEdit,
}: {
  row: Row;
  column: string;
  header: string;
  canEdit: boolean;
  onEdit: (edits: ImportRowEditInput[]) => void;
}) {
  const findings = row.findings.filter((found) => found.column === column);
  const value = cellOf(row, column);
  return (
    <td data-label={header} data-severity={worst(findings)}>
      <span class="stack-tight">
        <span class="import-value">
          {value || (findings.length > 0 ? <em class="muted">{t('preview.empty')}</em> : '')}
        </span>
        {findings.map((found) => (
          <span key={found.code + found.message} class="small import-finding" data-severity={found.severity}>
            {found.message}
          </span>
        ))}
        {canEdit &&
          findings.map(
            ({ code, suggestion }) =>
              suggestion && (
                <button
                  key={suggestion}
                  type="button"
                  class="link import-accept"
                  onClick={() => onEdit([{ number: row.number, cells: accepted(row, column, code, suggestion) }])}
                >
                  {t('preview.accept', { value: suggestion })}
                </button>
              ),
          )}
      </span>
    </td>
  );
}
