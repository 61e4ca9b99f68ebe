import { audit, type Em, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import { readAddress } from '../collection/collection.address.ts';
import { typeNames } from '../collection/type-names.ts';
import { organisationNames } from '../organisation/organisation.repository.ts';
import { figures, type TraceFilter, type TraceRow, tracesBefore } from './trace.repository.ts';
import { filterOfFile } from './trace.service.ts';

const PAGE = 1_000;
const KINDS: Record<TraceRow['kind'], string> = { show: '亮证', search: '检索', verify: '核验' };
const OUTCOMES: Record<TraceRow['outcome'], string> = {
  found: '已展示',
  none: '无结果',
  refused: '无权限',
  limited: '超过每分钟次数',
  blocked: '已封禁',
};
const header = (names: string[]): OutputCell[] => names.map((value) => ({ value, style: 'header' as const }));
const shanghai = (at: string): string => new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });

/** Serves the traces of showing with their figures as a workbook. */
export function serveTraces(services: Services): void {
  const { files, orm, keyring } = services;
  files.onFetch('showing-traces', async (address, response) => {
    const em = orm.em.fork() as Em;
    const { id, by } = readAddress(address);
    const filter: TraceFilter = filterOfFile({ keyring }, id);
    const names = await typeNames(em);
    const nameOf = (code: string) => names.get(code) ?? code;
    const systems = await organisationNames(em);
    const systemOf = (row: Pick<TraceRow, 'organisation_id' | 'account_id'>) =>
      systems.get(row.organisation_id ?? '') ?? row.account_id;
    await audit(em, by, 'export of showing traces');
    async function* rows(): AsyncGenerator<OutputCell[]> {
      yield header([
        '时间',
        '调用系统',
        '系统账号',
        '证照类型',
        '用证场景',
        '方式',
        '结果',
        '持证人标识',
        '条数',
        '证照标识',
      ]);
      let before: string | null = null;
      for (;;) {
        const page: TraceRow[] = await tracesBefore(em, filter, before, PAGE);
        for (const r of page)
          yield [
            shanghai(r.at),
            systemOf(r),
            r.account_id,
            nameOf(r.type_code),
            r.purpose,
            KINDS[r.kind],
            OUTCOMES[r.outcome],
            r.holder_blind,
            r.rows,
            r.credential_id,
          ];
        if (page.length < PAGE) return;
        before = page.at(-1)?.id ?? null;
      }
    }
    const sums = await figures(em, filter);
    await sendSheets(response, '亮证记录.xlsx', [
      { name: '亮证记录', columns: [20, 32, 40, 28, 24, 8, 16, 36, 8, 40].map((width) => ({ width })), rows: rows() },
      {
        name: '统计',
        columns: [12, 28, 32, 40, 10, 10, 10].map((width) => ({ width })),
        rows: [
          header(['日期', '证照类型', '调用系统', '系统账号', '次数', '已展示', '被拒']),
          ...sums.map((f) => [f.day, nameOf(f.type_code), systemOf(f), f.account_id, f.calls, f.found, f.refused]),
        ],
      },
    ]);
  });
}
