import { personCode } from '@miaoben/identifiers';
import { saveFile, XLSX } from '../../data/save-file.ts';
import { t } from '../../i18n/trace.ts';
import type { TraceLine } from './trace-lines.ts';
import { whenText } from './when-text.ts';

/** The lines as an .xlsx made on this device, named by the code and no name. */
export async function exportTrace(barcode: string, lines: readonly TraceLine[]): Promise<void> {
  const head = [t('column.when'), t('column.kind'), t('column.what'), t('column.where'), t('column.who')];
  const rows = lines.map((line) => [whenText(line), t(`kind.${line.kind}`), line.what, line.where, line.who]);
  const { writeXlsx } = await import('../../data/write-sheet.ts');
  const bytes = await writeXlsx({ sheets: [{ name: t('title'), rows: [head, ...rows], freezePane: { rows: 1 } }] });
  saveFile(`${t('title')} ${personCode(barcode)}.xlsx`, new Blob([new Uint8Array(bytes)], { type: XLSX }));
}
