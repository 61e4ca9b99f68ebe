import { saveFile, XLSX } from '../../data/save-file.ts';
import { writeXlsx } from '../../data/write-sheet.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/paper-reading.ts';
import { correctedIn, fieldsOf, type Line, resultOf, useOf, whoOf } from './log-words.ts';

/** The lines shown as an .xlsx made on this device. */
export async function exportLines(lines: readonly Line[]): Promise<void> {
  const name = t('log.title');
  const head = ['when', 'who', 'kind', 'state', 'quality', 'fields', 'use', 'corrected'] as const;
  const rows = lines.map((line) => [
    formatInstant(line.startedAt),
    line.unit ? `${whoOf(line)} ${line.unit.name}` : whoOf(line),
    t(`kind.${line.kind}`),
    resultOf(line),
    line.quality ? t(`quality.${line.quality}`) : '–',
    fieldsOf(line),
    useOf(line),
    correctedIn(line),
  ]);
  const sheet = { name, rows: [head.map((key) => t(`log.${key}`)), ...rows], freezePane: { rows: 1 } };
  saveFile(`${name}.xlsx`, new Blob([new Uint8Array(await writeXlsx({ sheets: [sheet] }))], { type: XLSX }));
}
