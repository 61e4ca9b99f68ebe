import { audit, type BackgroundWork, type Claims, type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { sendSheets, templateSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell, OutputSheet } from '@miaoben/kernel/sheets/writer';
import { rosterColumns } from './roster.columns.ts';
import { RosterReader } from './school-check.reader.ts';
import { type CheckPupilRow, type CheckRow, checkById, checkOfFile, rowsAfter } from './school-check.repository.ts';
import { openPupil } from './school-check.shape.ts';
import { type RowVerdict, SchoolCheckState } from './school-check.type.ts';

/** Words of the report. The law asks for a notice and catch-up, not for exclusion (certificates note, attack 38). */
const WORDS: Record<RowVerdict, { verdict: string; note: string }> = {
  complete: { verdict: '已完成', note: '' },
  missing_doses: { verdict: '需补种', note: '请监护人携接种证到接种单位补种' },
  no_file: { verdict: '无档案', note: '' },
  postponed: { verdict: '暂缓接种', note: '由接种单位安排' },
  not_yet_due: { verdict: '未到接种时间', note: '' },
  to_mend: { verdict: '信息待更正', note: '更正后重新查验' },
  candidate: { verdict: '待核对', note: '' },
};
const HEADERS: [string, number][] = [
  ['序号', 6],
  ['姓名', 14],
  ['出生日期', 12],
  ['年级', 10],
  ['班级', 10],
  ['结论', 14],
  ['缺种疫苗剂次', 40],
  ['最早可种日期', 14],
  ['说明', 60],
];
const PAGE = 500;

function exportRow(services: Services, row: CheckPupilRow): OutputCell[] {
  const pupil = openPupil(services.keyring, row.sealed);
  const missing = pupil.missing.map((m) => `${m.seriesName}第${m.dose}剂`).join('、');
  const [earliest] = pupil.missing.flatMap((m) => m.earliest ?? []).sort();
  const { verdict, note } = WORDS[row.verdict];
  const findings = pupil.findings.map((f) => {
    const column = f.column === null ? undefined : rosterColumns[f.column as keyof typeof rosterColumns];
    const suggestion = f.suggestion === null ? '' : `（建议：${f.suggestion}）`;
    return `${column ? `${column.header}：` : ''}${f.message}${suggestion}`;
  });
  return [
    pupil.serial ?? String(row.number),
    pupil.name,
    pupil.birthDate,
    pupil.grade,
    pupil.className,
    verdict,
    missing,
    earliest ?? null,
    [note, ...findings].filter((t) => t !== '').join('；'),
  ];
}

function exportSheet(services: Services, check: CheckRow): OutputSheet {
  async function* rows(): AsyncGenerator<OutputCell[]> {
    yield HEADERS.map(([value]) => ({ value, style: 'header' as const }));
    let after = 0;
    for (;;) {
      const page = await rowsAfter(services.orm.em.fork() as Em, check.id, null, after, PAGE);
      for (const row of page) yield exportRow(services, row);
      if (page.length < PAGE) return;
      after = page.at(-1)?.number ?? after;
    }
  }
  return { name: '查验结果', columns: HEADERS.map(([, width]) => ({ width })), rows: rows() };
}

/**
 * Takes up uploaded class lists; serves the template and the lists with their verdicts. The addresses are signed for who got them, so
 * they need no further check.
 */
export async function serveRosters(services: Services): Promise<BackgroundWork> {
  const { files, orm, log } = services;
  const reader = new RosterReader(services);
  const em = () => orm.em.fork() as Em;
  files.onStored('roster', (fileId) => {
    checkOfFile(em(), fileId).then(
      (id) => (id === undefined ? undefined : reader.read(id)),
      (error: Error) => log.error({ error: error.name, file: fileId }, 'an uploaded class list was not taken up'),
    );
  });
  files.onFetch('template', async (kind, response) => {
    if (kind !== 'roster') throw new MiaobenError('NOT_FOUND');
    await sendSheets(response, '班级名单模板.xlsx', templateSheets('班级名单', rosterColumns));
  });
  files.onFetch('school-check', async (address, response) => {
    const [id = '', account = '', role = ''] = address.split('~');
    const check = await checkById(em(), id);
    if (check?.state !== SchoolCheckState.ready) throw new MiaobenError('NOT_FOUND');
    await audit(em(), { account, role: role as Claims['role'] }, 'export of school check', id);
    await sendSheets(response, `查验结果-${check.title}.xlsx`, [exportSheet(services, check)]);
  });
  await reader.resume();
  return reader;
}
