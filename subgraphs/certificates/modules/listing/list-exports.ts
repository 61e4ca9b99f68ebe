import { audit, dateInShanghai, type Em, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell, OutputSheet } from '@miaoben/kernel/sheets/writer';
import { everyApplication } from '../application/application.list.ts';
import type { Application, ApplicationFilter } from '../application/application.type.ts';
import { everyCertificate } from '../certificate/certificate.list.ts';
import { REASON_WORDS } from '../certificate/certificate.reasons.ts';
import type { Certificate, CertificateFilter } from '../certificate/certificate.type.ts';
import { everyFetch } from '../fetch/fetch.service.ts';
import type { FetchFilter } from '../fetch/fetch.type.ts';
import { organisationNames } from '../organisation/organisation.repository.ts';
import { requestOf } from './export-address.ts';

const STATE: Record<Application['state'], string> = {
  submitted: '待审核',
  approved: '已通过',
  refused: '未通过',
  withdrawn: '已撤回',
};
const RELATION: Record<Application['relation'], string> = {
  self: '本人',
  mother: '母亲',
  father: '父亲',
  spouse: '配偶',
  child: '子女',
  other: '其他',
};

const CERTIFICATE_STATE: Record<Certificate['state'], string> = { valid: '有效', expired: '已过期', revoked: '已失效' };
const USE: Record<string, string> = { shown: '出示', fetched: '获取', downloaded: '下载', printed: '打印' };

/** A sheet with a header row; columns are [head, width in characters]. */
function listSheet(
  name: string,
  columns: readonly (readonly [string, number])[],
  rows: AsyncIterable<OutputCell[]>,
): OutputSheet {
  async function* all(): AsyncGenerator<OutputCell[]> {
    yield columns.map(([value]) => ({ value, style: 'header' as const }));
    yield* rows;
  }
  return { name, columns: columns.map(([, width]) => ({ width })), rows: all() };
}

/** Serves the lists of applications, certificates and fetches as .xlsx. The addresses are signed for who got them. */
export function serveLists(services: Services): void {
  const { files, orm, keyring } = services;
  const em = () => orm.em.fork() as Em;
  const dated = (title: string) => `${title}-${dateInShanghai(services.clock.now())}.xlsx`;

  files.onFetch('applications', async (id, response) => {
    const { filter, account, role, reach } = requestOf<ApplicationFilter>(keyring, id);
    await audit(em(), { account, role }, 'export of applications');
    const issuers = await organisationNames(em());
    async function* rows(): AsyncGenerator<OutputCell[]> {
      for await (const a of everyApplication(em, keyring, filter, reach))
        yield [
          dateInShanghai(a.submittedAt),
          a.holderName,
          a.holderDocumentNumber,
          RELATION[a.relation],
          a.applicantName,
          a.contactPhone,
          issuers.get(a.issuer.id) ?? '',
          STATE[a.state],
          a.decidedAt === null ? '' : dateInShanghai(a.decidedAt),
          a.reason,
        ];
    }
    const columns = [
      ['申请日期', 12],
      ['持证人', 14],
      ['证件号码', 22],
      ['关系', 8],
      ['申请人', 12],
      ['联系电话', 14],
      ['发证机构', 30],
      ['状态', 10],
      ['审核日期', 12],
      ['审核意见', 40],
    ] as const;
    await sendSheets(response, dated('申领明细'), [listSheet('申领明细', columns, rows())]);
  });

  files.onFetch('certificates', async (id, response) => {
    const { filter, account, role, reach } = requestOf<CertificateFilter>(keyring, id);
    await audit(em(), { account, role }, 'export of certificates');
    const issuers = await organisationNames(em());
    async function* rows(): AsyncGenerator<OutputCell[]> {
      for await (const { certificate: c, contactPhone } of everyCertificate(em, services, filter, reach))
        yield [
          c.maskedName,
          contactPhone,
          '预防接种证',
          CERTIFICATE_STATE[c.state],
          c.number,
          c.identifier,
          issuers.get(c.issuer.id) ?? '',
          dateInShanghai(c.issuedAt),
          c.expiresOn,
          c.revokedAt === null ? '' : dateInShanghai(c.revokedAt),
          c.revokedFor === null
            ? ''
            : [REASON_WORDS[c.revokedFor], c.revokedFor === 'issuer' ? c.revokedReason : ''].join(' ').trim(),
        ];
    }
    const columns = [
      ['姓名', 14],
      ['联系电话', 14],
      ['证照类型', 14],
      ['状态', 10],
      ['证号', 22],
      ['电子证照标识', 60],
      ['发证机构', 30],
      ['签发日期', 12],
      ['有效期至', 12],
      ['失效日期', 12],
      ['失效原因', 30],
    ] as const;
    await sendSheets(response, dated('接种证列表'), [listSheet('接种证列表', columns, rows())]);
  });

  files.onFetch('fetch-records', async (id, response) => {
    const { filter, account, role, reach } = requestOf<FetchFilter>(keyring, id);
    await audit(em(), { account, role }, 'export of fetch records');
    async function* rows(): AsyncGenerator<OutputCell[]> {
      for await (const f of everyFetch(em, keyring, filter, reach))
        yield [
          f.at.toISOString(),
          f.holderName,
          f.holderDocumentNumber,
          f.licenceType,
          USE[f.use] ?? f.use,
          f.account.id,
        ];
    }
    const columns = [
      ['时间 (UTC)', 24],
      ['持证人', 14],
      ['证件号码', 22],
      ['证照类型', 24],
      ['用途', 8],
      ['获取账号', 38],
    ] as const;
    await sendSheets(response, dated('用证记录'), [listSheet('用证记录', columns, rows())]);
  });
}
