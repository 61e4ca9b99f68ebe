import { maskName } from '@miaoben/identifiers';
import { dateInShanghai, type Services } from '@miaoben/kernel';
import type { PeopleCtx } from '../../loaders.ts';
import { addressOf } from '../progress/export-address.ts';
import { serveSheet } from '../progress/sheet-export.ts';
import { listMoves, type MoveFilter, type MoveListRow } from './move.repository.ts';
import { MOVE_SEALED, openOr } from './move.shape.ts';

const KIND = 'moves';
const STATE: Record<MoveListRow['state'], string> = {
  initiated: '发起',
  waiting: '待接收',
  refused: '拒接收',
  received: '已接收',
  withdrawn: '已撤回',
};
const DIRECTION: Record<MoveListRow['direction'], string> = {
  out: '迁出',
  in: '迁入',
  abroad: '迁往外省',
  arrival: '外省迁入',
};
const SEX = { M: '男', F: '女', U: '不详' } as const;

/** Query.movesExportUrl. */
export const moveExportUrl = (ctx: PeopleCtx, filter: MoveFilter): string =>
  addressOf(ctx, KIND, 'Query.movesExportUrl', filter);

/** Serves lists of moves as .xlsx; names are masked, as on the desk of disease control. */
export function serveMoves(services: Services): void {
  const { keyring } = services;
  serveSheet<MoveFilter, MoveListRow>(services, {
    kind: KIND,
    title: '迁入迁出',
    columns: [
      ['姓名', 14],
      ['性别', 6],
      ['出生日期', 12],
      ['类型', 10],
      ['状态', 10],
      ['迁出单位', 30],
      ['迁入单位', 30],
      ['迁入地区划', 14],
      ['发起日期', 12],
      ['答复期限', 12],
      ['迁移原因', 40],
    ],
    page: listMoves,
    key: (row) => [row.id],
    cells: (m, names) => [
      maskName(m.name),
      SEX[m.sex],
      m.birth_date,
      DIRECTION[m.direction],
      STATE[m.state],
      names.get(m.from_unit ?? '') ?? m.from_division,
      names.get(m.to_unit ?? '') ?? '',
      m.to_division,
      dateInShanghai(new Date(m.started_at)),
      m.answer_by,
      openOr(keyring, m.reason_sealed, MOVE_SEALED.reason),
    ],
  });
}
