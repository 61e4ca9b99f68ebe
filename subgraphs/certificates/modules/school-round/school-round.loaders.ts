import { type Ctx, isUuid } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { organisationsOf } from '../organisation/organisation.repository.ts';
import { countClasses, findClasses, findRounds } from './school-round.repository.ts';
import { schoolKindOf, shapeClass, shapeRound } from './school-round.shape.ts';
import type { SchoolClass, SchoolClassCounts, SchoolKind, SchoolRound } from './school-round.type.ts';

export interface RoundLoaders {
  schoolRound: DataLoader<string, SchoolRound | null>;
  /** of pupils and checks the caller reaches */
  schoolClass: DataLoader<string, SchoolClass | null>;
  schoolKind: DataLoader<string, SchoolKind>;
  classCounts: DataLoader<string, SchoolClassCounts>;
}

const NOBODY: SchoolClassCounts = { enrolled: 0, checked: 0, finished: 0, toDecide: 0, toFollowUp: 0, overdue: 0 };

export const roundLoaders = (ctx: Pick<Ctx, 'em' | 'keyring'>): RoundLoaders => ({
  schoolRound: new DataLoader(async (ids) => {
    const found = new Map((await findRounds(ctx.em, ids.filter(isUuid))).map((row) => [row.id, shapeRound(row)]));
    return ids.map((id) => found.get(id) ?? null);
  }),
  schoolClass: new DataLoader(async (ids) => {
    const rows = await findClasses(ctx.em, ids.filter(isUuid));
    const found = new Map(rows.map((row) => [row.id, shapeClass(ctx.keyring, row)]));
    return ids.map((id) => found.get(id) ?? null);
  }),
  schoolKind: new DataLoader(async (ids) => {
    const found = new Map((await organisationsOf(ctx.em, ids)).map((row) => [row.id, row.kind]));
    return ids.map((id) => schoolKindOf(found.get(id)));
  }),
  classCounts: new DataLoader(async (ids) => {
    const found = new Map((await countClasses(ctx.em, ids)).map((row) => [row.class_id, row]));
    return ids.map((id) => {
      const row = found.get(id);
      if (!row) return NOBODY;
      const { enrolled, checked, finished, to_decide: toDecide, to_follow_up: toFollowUp, overdue } = row;
      return { enrolled, checked, finished, toDecide, toFollowUp, overdue };
    });
  }),
});
