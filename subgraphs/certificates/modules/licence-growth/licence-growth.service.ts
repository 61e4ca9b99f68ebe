import { audit, badInput, type Em, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import { type Reach, reachOf } from '@miaoben/kernel/reach';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import type { CertificatesCtx } from '../../loaders.ts';
import { allTypes } from '../licence-type/licence-type.repository.ts';
import { type GrowthFilter, growthOf } from './licence-growth.repository.ts';
import type { LicenceGrowthReport } from './licence-growth.type.ts';

const FILE_KIND = 'licence-growth';
const TITLE = '证照新增对比';
const DAY_MS = 86_400_000;
/** Days of one span. */
const MAX_DAYS = 366;

interface GrowthRequest {
  readonly filter: GrowthFilter;
  readonly reach: Reach;
  readonly account: string;
  readonly role: CertificatesCtx['claims']['role'];
}

/** New licences of a span against those of earlier ones, with the address of the same as .xlsx. @throws BAD_INPUT to out_of_range */
export async function findGrowth(
  ctx: CertificatesCtx,
  slug: string | null,
  from: string,
  to: string,
): Promise<LicenceGrowthReport> {
  const reach = reachOf(ctx.scopeOf('Query.licenceGrowth'), ctx.claims);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days < 0 || days >= MAX_DAYS) throw badInput('to', 'out_of_range', { max: MAX_DAYS });
  const types = await allTypes(ctx.em);
  const slugs = new Map(types.map((t) => [t.code, t.slug]));
  const filter: GrowthFilter = {
    typeCode: slug ? (types.find((t) => t.slug === slug)?.code ?? '') : null,
    from,
    to,
  };
  const { account, role } = ctx.claims;
  const request: GrowthRequest = { filter, reach, account, role };
  return {
    rows: (await growthOf(ctx.em, filter, reach)).map((row) => ({
      type: slugs.get(row.type_code) ?? row.type_code,
      added: row.added,
      before: row.before,
      lastYear: row.last_year,
      renewed: row.renewed,
      voided: row.voided,
    })),
    fileUrl: ctx.files.downloadUrl(FILE_KIND, Buffer.from(JSON.stringify(request)).toString('base64url')),
  };
}

async function* sheetRows(services: Services, { filter, reach }: GrowthRequest): AsyncGenerator<OutputCell[]> {
  yield ['证照类型', '起', '止', '新增', '上一期间新增', '较上一期间增减', '去年同期新增', '更新', '作废'].map(
    (value) => ({
      value,
      style: 'header' as const,
    }),
  );
  const em = services.orm.em.fork() as Em;
  const names = new Map((await allTypes(em)).map((t) => [t.code, t.name]));
  for (const row of await growthOf(em, filter, reach)) {
    const name = names.get(row.type_code) ?? row.type_code;
    const { added, before, last_year, renewed, voided } = row;
    yield [name, filter.from, filter.to, added, before, added - before, last_year, renewed, voided];
  }
}

/** Serves the comparison as .xlsx. The address is signed for the reader who got it; the fetch is an audit line. */
export function serveLicenceGrowth(services: Services): void {
  services.files.onFetch(FILE_KIND, async (id, response) => {
    const request = JSON.parse(Buffer.from(id, 'base64url').toString('utf8')) as GrowthRequest;
    await audit(services.orm.em.fork() as Em, request, 'File.licenceGrowth', undefined, {});
    await sendSheets(response, `${TITLE}.xlsx`, [
      {
        name: TITLE,
        columns: [26, 12, 12, 10, 14, 16, 14, 10, 10].map((width) => ({ width })),
        rows: sheetRows(services, request),
      },
    ]);
  });
}
