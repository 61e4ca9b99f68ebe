import { maskDocumentNumber, maskName } from '@miaoben/identifiers';
import { dateInShanghai, type Services } from '@miaoben/kernel';
import type { PeopleCtx } from '../../loaders.ts';
import { addressOf } from '../progress/export-address.ts';
import { serveSheet } from '../progress/sheet-export.ts';
import { type DeathFilter, type DeathRow, listDeaths } from './death.repository.ts';
import { checkedFilter } from './death.service.ts';
import { openDeceased } from './death.shape.ts';

const KIND = 'deaths';
const STATE: Record<DeathRow['state'], string> = {
  unclaimed: '待认领',
  returned: '已退回',
  claimed: '已认领',
  confirmed: '已核实',
  dismissed: '不属实',
};
const SOURCE: Record<DeathRow['source'], string> = {
  police: '公安注销户籍',
  hospital: '医院死亡医学证明',
  civil_affairs: '民政殡葬',
  community: '社区上报',
};
const SEX = { M: '男', F: '女', U: '不详' } as const;

/** Query.deathsExportUrl. */
export const deathExportUrl = (ctx: PeopleCtx, filter: DeathFilter): string =>
  addressOf(ctx, KIND, 'Query.deathsExportUrl', checkedFilter(filter));

/** Serves lists of reports as .xlsx; names and numbers are masked. */
export function serveDeaths(services: Services): void {
  serveSheet<DeathFilter, DeathRow>(services, {
    kind: KIND,
    title: '死亡人口信息',
    columns: [
      ['姓名', 14],
      ['性别', 6],
      ['出生日期', 12],
      ['死亡日期', 12],
      ['来源', 18],
      ['来源文号', 20],
      ['责任单位', 30],
      ['上报单位', 30],
      ['上报日期', 12],
      ['状态', 10],
    ],
    page: listDeaths,
    key: (row) => [row.id],
    cells: (d, names) => {
      const { name, certificateNumber } = openDeceased(services.keyring, d.sealed);
      return [
        maskName(name),
        SEX[d.sex],
        d.birth_date,
        d.died_on,
        SOURCE[d.source],
        maskDocumentNumber(certificateNumber),
        names.get(d.unit ?? '') ?? '',
        names.get(d.reporter_unit ?? '') ?? '',
        dateInShanghai(new Date(d.reported_at)),
        STATE[d.state],
      ];
    },
  });
}
