import {
  audit,
  type Claims,
  dateInShanghai,
  type Em,
  MiaobenError,
  openIdentity,
  type Services,
} from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import { writePdf } from '@miaoben/sealed-file';
import type { CertificatesCtx } from '../../loaders.ts';
import { certificateFont } from '../document/document.font.ts';
import { organisationNames } from '../organisation/organisation.repository.ts';
import { drawReport } from './own-check.drawing.ts';
import {
  listOwnChecks,
  type OwnCheckCriteria,
  type OwnCheckReach,
  type OwnCheckRead,
  ownCheckById,
} from './own-check.repository.ts';
import { stateOf } from './own-check.shape.ts';
import { KIND_WORDS, RESULT_WORDS, STATE_WORDS } from './own-check.words.ts';

const [REPORT, LIST] = ['own-check-report', 'own-check-list'] as const;
const SEALED = 'own_check_file';
const PAGE = 500;
const COLUMNS = [
  ['报告编号', 20],
  ['姓名', 14],
  ['出生日期', 12],
  ['学校或幼儿园', 28],
  ['入学类型', 12],
  ['入学日期', 12],
  ['结论', 14],
  ['需补种疫苗剂次', 40],
  ['接种单位', 28],
  ['状态', 10],
  ['查验日期', 12],
  ['学校采用日期', 14],
] as const;

interface Caller {
  readonly account: string;
  readonly role: Claims['role'];
}
interface ListRequest extends Caller {
  readonly reach: OwnCheckReach;
  readonly criteria: OwnCheckCriteria;
}
type Addressing = Pick<CertificatesCtx, 'claims' | 'files' | 'keyring'>;
const sealed = <T>({ keyring }: Addressing, request: T): string => keyring.seal(JSON.stringify(request), SEALED);

/** Short-lived address of a report as PDF, signed for who may read it. */
export const reportAddress = (ctx: Addressing, id: string): string =>
  ctx.files.downloadUrl(REPORT, sealed(ctx, { id, account: ctx.claims.account, role: ctx.claims.role }));

/** Short-lived address of a list as .xlsx: sealed, for what was searched may be a name. */
export const listAddress = (ctx: Addressing, reach: OwnCheckReach, criteria: OwnCheckCriteria): string =>
  ctx.files.downloadUrl(LIST, sealed(ctx, { reach, criteria, account: ctx.claims.account, role: ctx.claims.role }));

/** Serves reports of own checks as PDF, made when they are fetched, and their list as .xlsx, streamed. */
export function serveOwnChecks(services: Services): void {
  const { files, orm, keyring, clock } = services;
  const em = () => orm.em.fork() as Em;
  const requestOf = <T>(address: string): T => JSON.parse(keyring.open(address, SEALED)) as T;

  files.onFetch(REPORT, async (address, response) => {
    const { id, account, role } = requestOf<Caller & { id: string }>(address);
    const row = await ownCheckById(em(), id);
    if (!row) throw new MiaobenError('NOT_FOUND');
    await audit(em(), { account, role }, 'download of own check report', id);
    const names = await organisationNames(em());
    const document = drawReport(row, {
      name: openIdentity(keyring, row.sealed).name,
      school: names.get(row.school_id) ?? '',
      clinic: names.get(row.clinic_id) ?? '',
      state: stateOf(row, clock.instant()),
      hasCode: role === 'guardian',
    });
    const pdf = Buffer.from(await writePdf(document, await certificateFont.of(document)));
    response
      .writeHead(200, {
        'content-type': 'application/pdf',
        'content-length': pdf.length,
        'content-disposition': `attachment; filename="report.pdf"; filename*=UTF-8''${encodeURIComponent(`入托入学查验报告-${row.number}.pdf`)}`,
        'cache-control': 'no-store',
      })
      .end(pdf);
  });

  files.onFetch(LIST, async (address, response) => {
    const { reach, criteria, account, role } = requestOf<ListRequest>(address);
    await audit(em(), { account, role }, 'export of own checks');
    const names = await organisationNames(em());
    const cellsOf = (row: OwnCheckRead): OutputCell[] => [
      row.number,
      openIdentity(keyring, row.sealed).name,
      row.birth_date,
      names.get(row.school_id) ?? '',
      KIND_WORDS[row.entry_kind],
      row.check_date,
      RESULT_WORDS[row.result],
      row.missing.map((m) => `${m.seriesName}第${m.dose}剂`).join('、'),
      names.get(row.clinic_id) ?? '',
      STATE_WORDS[stateOf(row, clock.instant())] ?? '',
      dateInShanghai(new Date(row.created_at)),
      row.taken_at === null ? '' : dateInShanghai(new Date(row.taken_at)),
    ];
    async function* rows(): AsyncGenerator<OutputCell[]> {
      yield COLUMNS.map(([value]) => ({ value, style: 'header' as const }));
      let before: string | null = null;
      do {
        const page: OwnCheckRead[] = await listOwnChecks(em(), reach, criteria, before, PAGE);
        for (const row of page) yield cellsOf(row);
        before = page.length < PAGE ? null : (page.at(-1)?.id ?? null);
      } while (before !== null);
    }
    const columns = COLUMNS.map(([, width]) => ({ width }));
    const title = '入托入学查验报告';
    await sendSheets(response, `${title}-${clock.today()}.xlsx`, [{ name: title, columns, rows: rows() }]);
  });
}
