import { audit, type Em, pageRequest, type Services, toPage } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import { type Reach, reachOf } from '@miaoben/kernel/reach';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import type { CertificatesCtx } from '../../loaders.ts';
import { allTypes } from '../licence-type/licence-type.repository.ts';
import type { LicenceLogFilterInput, LicenceLogPage } from './licence.type.ts';
import { decodeLicenceId, encodeLicenceId } from './licence-key.ts';
import type { LicenceLogKind } from './licence-log.repository.ts';
import { type LogFilter, listLog } from './licence-query.repository.ts';

const FILE_KIND = 'licence-log';
const PAGE = 1_000;
const TITLE = '证照操作日志';
const NOBODY = '00000000-0000-0000-0000-000000000000';
const KINDS: Record<LicenceLogKind, string> = {
  generated: '生成',
  collected: '归集',
  overwritten: '更新覆盖',
  voided: '作废',
  suspended: '暂停',
  restored: '恢复',
  expired: '到期',
  migrated: '版本迁移',
  extended: '延续',
  changed: '变更',
  replaced: '补办',
  cancelled: '注销',
};

interface LogRequest {
  readonly filter: LogFilter;
  readonly reach: Reach;
  readonly account: string;
  readonly role: CertificatesCtx['claims']['role'];
}

/** A page of the log with the address of the same lines as .xlsx. */
export async function findLog(
  ctx: CertificatesCtx,
  input: LicenceLogFilterInput,
  first: number,
  after: string | null,
): Promise<LicenceLogPage> {
  const reach = reachOf(ctx.scopeOf('Query.licenceLog'), ctx.claims);
  const request = pageRequest(first, after, 1);
  const types = await allTypes(ctx.em);
  const slugs = new Map(types.map((t) => [t.code, t.slug]));
  const filter: LogFilter = {
    typeCode: input.type ? (types.find((t) => t.slug === input.type)?.code ?? '') : null,
    kind: input.kind ?? null,
    licenceId: input.licence ? (decodeLicenceId(input.licence)?.licenceId ?? NOBODY) : null,
    from: input.from ?? null,
    to: input.to ?? null,
  };
  const rows = await listLog(ctx.em, filter, reach, request.key && String(request.key[0]), request.limit);
  const { account, role } = ctx.claims;
  const order: LogRequest = { filter, reach, account, role };
  const page = toPage(
    rows,
    request,
    (row) => [row.id],
    (row) => ({
      id: row.id,
      type: slugs.get(row.type_code) ?? row.type_code,
      licenceId: row.licence_id && encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id }),
      number: row.number,
      kind: row.kind as LicenceLogKind,
      rows: row.rows,
      accountId: row.account_id,
      at: new Date(row.at),
      reason: row.reason,
    }),
  );
  return {
    ...page,
    fileUrl: ctx.files.downloadUrl(FILE_KIND, Buffer.from(JSON.stringify(order)).toString('base64url')),
  };
}

const TIME = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });

async function* sheetRows(services: Services, { filter, reach }: LogRequest): AsyncGenerator<OutputCell[]> {
  yield ['时间', '证照类型', '操作', '证照编号', '数量', '操作账号', '原因', '批次'].map((value) => ({
    value,
    style: 'header' as const,
  }));
  const em = () => services.orm.em.fork() as Em;
  const names = new Map((await allTypes(em())).map((t) => [t.code, t.name]));
  for (let after: string | undefined; ; ) {
    const rows = await listLog(em(), filter, reach, after, PAGE);
    for (const row of rows) {
      yield [
        TIME.format(new Date(row.at)),
        names.get(row.type_code) ?? row.type_code,
        KINDS[row.kind as LicenceLogKind],
        row.number,
        row.rows,
        row.account_id,
        row.reason,
        row.batch_id,
      ];
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id;
  }
}

/** Serves the log as .xlsx. The address is signed for the reader who got it, so it needs no further check; the fetch is an audit line. */
export function serveLicenceLog(services: Services): void {
  services.files.onFetch(FILE_KIND, async (id, response) => {
    const request = JSON.parse(Buffer.from(id, 'base64url').toString('utf8')) as LogRequest;
    await audit(services.orm.em.fork() as Em, request, 'File.licenceLog', undefined, {});
    await sendSheets(response, `${TITLE}.xlsx`, [
      {
        name: TITLE,
        columns: [20, 26, 12, 26, 8, 38, 30, 38].map((width) => ({ width })),
        rows: sheetRows(services, request),
      },
    ]);
  });
}
