import { noticeRequested } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import type { VaccinesCtx } from '../../loaders.ts';
import type { AefiRow } from './aefi.repository.ts';

/** Tells the desk of disease control of the county that a case has been reported, before anybody there has taken it. */
export const deskNotices = (
  ctx: Pick<VaccinesCtx, 'keyring' | 'clock'>,
  { id, number, desk, state, handled_by }: AefiRow,
): NoticeRequested[] =>
  state === 'reported' && number !== null && handled_by === null
    ? [noticeRequested(ctx, 'aefi_reported', { desk }, id, { number })]
    : [];

/** Tells the desk that a case is referred to, and the one that lets it go. */
export const referralNotices = (
  ctx: Pick<VaccinesCtx, 'keyring' | 'clock'>,
  { id, number, desk, referred_by }: AefiRow,
): NoticeRequested[] => {
  const params = { number: number ?? '' };
  return [
    noticeRequested(ctx, 'aefi_referred', { desk }, id, params),
    ...(referred_by === null ? [] : [noticeRequested(ctx, 'aefi_referred_away', { desk: referred_by }, id, params)]),
  ];
};
