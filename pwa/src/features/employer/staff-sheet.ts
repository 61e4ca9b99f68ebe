/** People one command takes. */
export const MOST = 500;

/** A row of a list: where it stands in the file, and whom it names. */
export interface StaffRow {
  readonly line: number;
  readonly name: string;
  readonly documentNumber: string;
}

type Cell = unknown;
const textOf = (cell: Cell): string =>
  typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';

/** The people of a sheet: name and number in the first two columns under a heading; empty rows are passed over. */
export const staffOf = (rows: readonly (readonly Cell[])[]): StaffRow[] =>
  rows
    .map((cells, i) => ({ line: i + 1, name: textOf(cells[0]), documentNumber: textOf(cells[1]).toUpperCase() }))
    .slice(1)
    .filter(({ name, documentNumber }) => name !== '' || documentNumber !== '');

/** Reads an .xlsx on this device. @throws when it is none */
export async function readStaff(file: Blob): Promise<StaffRow[]> {
  // A tenth of the app: only who imports needs it.
  const { readXlsx } = await import('../../data/read-sheet.ts');
  const { sheets } = await readXlsx(new Uint8Array(await file.arrayBuffer()));
  return staffOf(sheets[0]?.rows ?? []);
}

/** An empty list with its heading. */
export const staffTemplate = (heads: readonly [string, string]): Promise<Blob> => sheetOf(heads, [16, 24], []);

const WIDTHS = [16, 24, 16, 16, 24, 32];
/** What is on screen as a sheet: the texts of each row under their heads. */
export const staffSheet = (heads: readonly string[], rows: readonly (readonly string[])[]): Promise<Blob> =>
  sheetOf(heads, WIDTHS, rows);

async function sheetOf(
  heads: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly string[])[],
): Promise<Blob> {
  const { writeXlsx } = await import('../../data/write-sheet.ts');
  const columns = heads.map((_, i) => ({ width: widths[i] ?? 16 }));
  const cells = [heads, ...rows].map((row) => [...row]);
  const bytes = await writeXlsx({ sheets: [{ name: '1', columns, rows: cells, freezePane: { rows: 1 } }] });
  return new Blob([new Uint8Array(bytes)], {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
}
