import type { OperationResult } from '@urql/core';
import { client } from '../../data/client.ts';
import { type PaperReadingFilterInput, PaperReadings, type PaperReadingsQuery } from '../../data/generated/papers.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { saveFile, XLSX } from '../../data/save-file.ts';
import { writeXlsx } from '../../data/write-sheet.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/paper-reading.ts';
import { correctedIn, fieldsOf, type Line, resultOf, useOf, whoOf } from './log-words.ts';

const A_PAGE = 100;

/** All lines of a filter, page by page. @returns what went wrong instead */
export async function allLines(
  filter: PaperReadingFilterInput,
  onRead: (count: number) => void,
): Promise<Line[] | Problem> {
  const lines: Line[] = [];
  let after: string | null = null;
  do {
    const answer: OperationResult<PaperReadingsQuery> = await client
      .query(PaperReadings, { filter, first: A_PAGE, after })
      .toPromise();
    if (answer.error || !answer.data) return answer.error ? problemOf(answer.error) : { code: 'INTERNAL' };
    const { nodes, pageInfo } = answer.data.paperReadings;
    lines.push(...nodes);
    onRead(lines.length);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return lines;
}

/** All lines of a filter as an .xlsx made on this device. @param onRead how many were read so far @returns what went wrong; null: saved */
export async function exportLines(
  filter: PaperReadingFilterInput,
  onRead: (count: number) => void,
): Promise<Problem | null> {
  const lines = await allLines(filter, onRead);
  if (!Array.isArray(lines)) return lines;
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
  return null;
}
