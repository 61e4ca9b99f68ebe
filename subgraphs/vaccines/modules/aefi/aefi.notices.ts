import { noticeRequested } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import type { VaccinesCtx } from '../../loaders.ts';
import type { AefiRow } from './aefi.repository.ts';

/** Tells the desk of disease control of the county that a case has been reported, before anybody there has taken it. */
export const deskNotices = (
  ctx: Pick<VaccinesCtx, 'keyring' | 'clock'>,
  { id, number, division, state, handled_by }: AefiRow,
): NoticeRequested[] =>
  state === 'reported' && number !== null && handled_by === null
    ? [noticeRequested(ctx, 'aefi_reported', { desk: division }, id, { number })]
    : [];
