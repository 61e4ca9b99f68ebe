import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Em } from '../db.ts';
import type { SheetCell } from '../sheets/reader.ts';
import { type OutputCell, type OutputSheet, writeSheets, XLSX_TYPE } from '../sheets/writer.ts';
import type { Columns } from './define.ts';
import type { ImportStore, StoredRow } from './store.ts';
import { ImportRowState } from './types.ts';

const STATE_WORDS: Record<ImportRowState, string> = {
  ok: '可导入',
  warning: '可导入，请留意',
  error: '有误，未导入',
  skipped: '已跳过',
  committed: '已导入',
  undone: '已撤销',
};
const DEFAULT_WIDTH = 14;

/** Sends a workbook as a download of that name. */
export async function sendSheets(response: ServerResponse, name: string, sheets: OutputSheet[]): Promise<void> {
  response.writeHead(200, {
    'content-type': XLSX_TYPE,
    'content-disposition': `attachment; filename="import.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
  });
  await pipeline(writeSheets(sheets), response);
}

/** The empty template: one sheet to fill, one that explains the columns. */
export function templateSheets(title: string, columns: Columns): OutputSheet[] {
  const all = Object.values(columns);
  return [
    {
      name: title,
      columns: all.map((c) => ({ width: c.width ?? DEFAULT_WIDTH, ...(c.choices && { choices: c.choices }) })),
      rows: [all.map((c) => ({ value: c.required ? `${c.header}*` : c.header, style: 'header' as const }))],
    },
    {
      name: '填写说明',
      columns: [{ width: 16 }, { width: 8 }, { width: 60 }, { width: 60 }],
      rows: [
        ['列', '必填', '说明', '可填内容'].map((value) => ({ value, style: 'header' as const })),
        ...all.map((c) => [c.header, c.required ? '是' : '否', c.note ?? '', c.choices?.join('、') ?? '']),
      ],
    },
  ];
}

/** The cells as they were, what became of each row, and what is wrong with it. */
export function findingsSheet(em: Em, store: ImportStore, batchId: string, columns: Columns): OutputSheet {
  const keys = Object.entries(columns);
  async function* rows(): AsyncGenerator<OutputCell[]> {
    yield [...keys.map(([, c]) => c.header), '原行号', '处理结果', '问题'].map((value) => ({
      value,
      style: 'header' as const,
    }));
    let after = 0;
    for (;;) {
      const page = await store.rows(em, batchId, { after, limit: 1_000 });
      for (const row of page) yield findingsRow(row, columns);
      if (page.length === 0) return;
      after = page.at(-1)?.number ?? after;
    }
  }
  return {
    name: '导入结果',
    columns: [
      ...keys.map(([, c]) => ({ width: c.width ?? DEFAULT_WIDTH })),
      { width: 8 },
      { width: 16 },
      { width: 80 },
    ],
    rows: rows(),
  };
}

const text = (cell: SheetCell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

function findingsRow(row: StoredRow, columns: Columns): OutputCell[] {
  const keys = Object.keys(columns);
  const cells = keys.map((key): OutputCell => {
    const of = row.findings.filter((f) => f.column === key);
    const style = of.some((f) => f.severity === 'error') ? 'error' : of.length > 0 ? 'warning' : 'text';
    return { value: text(row.cells[key]), style };
  });
  const sentences = row.findings.map((f) => {
    const header = f.column === null ? '' : `${columns[f.column]?.header ?? f.column}：`;
    return `${header}${f.message}${f.suggestion === null ? '' : `（建议：${f.suggestion}）`}`;
  });
  return [...cells, row.number, STATE_WORDS[row.state], sentences.join('；')];
}
