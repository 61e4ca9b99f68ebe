import { forbidden, isUuid } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { findHolders, type HolderRow } from './holder.repository.ts';

/** The holder inside the caller's reach, if need be after catching up with people. @throws FORBIDDEN, the same as for nobody */
export async function reachableHolder(ctx: CertificatesCtx, operation: string, personId: string): Promise<HolderRow> {
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  if (!isUuid(personId)) throw forbidden();
  let [holder] = await findHolders(ctx.em, [personId], reach);
  if (!holder) {
    await ctx.consumer.drain('people');
    [holder] = await findHolders(ctx.em, [personId], reach);
  }
  if (!holder) throw forbidden();
  return holder;
}
