import type { Em } from '@miaoben/kernel';
import type { OutputCell, OutputSheet } from '@miaoben/kernel/sheets/writer';
import { activeTypes } from '../licence-type/licence-type.repository.ts';
import { QUALITY_RULES } from './batch.rules.ts';
import { ruleWords } from './findings.sheet.ts';
import { type ProblemRow, type ProblemStateName, problemsBefore } from './problem.repository.ts';
import { coverageRows, dayRows, type ReportSpan } from './report.repository.ts';

const STATE_WORDS: Record<ProblemStateName, string> = {
  open: '待整改',
  planned: '已制定计划',
  repaired: '已整改，待核验',
  verified: '已核验',
  dropped: '已撤回',
};
const PAGE = 500;

const header = (...names: string[]): OutputCell[] => names.map((value) => ({ value, style: 'header' as const }));
const shanghai = (at: string | null): string =>
  at === null
    ? ''
    : new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

async function* ledger(em: Em, span: ReportSpan, names: Map<string, string>): AsyncGenerator<OutputCell[]> {
  yield header('发现时间', '证照类型', '规则', '涉及行数', '状态', '整改计划', '期限', '整改时间', '核验时间', '批次');
  let key: { openedAt: string; id: string } | null = null;
  for (;;) {
    const rows: ProblemRow[] = await problemsBefore(em, { ...span, state: null }, key, PAGE);
    for (const row of rows)
      yield [
        shanghai(row.opened_at),
        names.get(row.type_code) ?? row.type_code,
        ruleWords(row.rule),
        row.rows,
        STATE_WORDS[row.state],
        row.plan,
        row.due_on,
        shanghai(row.repaired_at),
        shanghai(row.verified_at),
        row.batch_id,
      ];
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    key = { openedAt: new Date(last.opened_at).toISOString(), id: last.id };
  }
}

/** The quality report of a period: daily checks, ledger of improvements with the problems, coverage of the store (J-52, J-46). */
export async function reportSheets(em: Em, span: ReportSpan): Promise<OutputSheet[]> {
  const types = await activeTypes(em);
  const names = new Map(types.map((t) => [t.code, t.name]));
  const ofPersons = new Set(types.filter((t) => t.definition.holder === 'person').map((t) => t.code));
  const days = await dayRows(em, span);
  const coverage = await coverageRows(em);
  return [
    {
      name: '校验日报',
      columns: [{ width: 12 }, { width: 28 }, ...Array.from({ length: 13 }, () => ({ width: 12 }))],
      rows: [
        header(
          '日期',
          '证照类型',
          '批次',
          '入库批次',
          '退回批次',
          '无法读取',
          '检查行数',
          '问题行数',
          ...QUALITY_RULES.map(ruleWords),
          '单条入库',
          '单条退回',
        ),
        ...days.map((d) => [
          d.day,
          names.get(d.type_code) ?? d.type_code,
          d.batches,
          d.taken,
          d.refused,
          d.failed,
          d.rows_read,
          d.rows_wrong,
          ...QUALITY_RULES.map((rule) => d.by_rule[rule] ?? 0),
          d.singles_taken,
          d.singles_refused,
        ]),
      ],
    },
    {
      name: '提质台账',
      columns: [18, 28, 12, 10, 16, 40, 12, 18, 18, 38].map((width) => ({ width })),
      rows: ledger(em, span, names),
    },
    {
      name: '覆盖情况',
      columns: [28, 12, 14, 14, 14, 14].map((width) => ({ width })),
      rows: [
        header('证照类型', '持证主体', '区划', '有效证照数', '最早业务日期', '最近业务日期'),
        ...coverage.map((c) => [
          c.name,
          ofPersons.has(c.type_code) ? '个人' : '机构',
          c.division,
          Number(c.licences),
          c.earliest,
          c.latest,
        ]),
      ],
    },
  ];
}
