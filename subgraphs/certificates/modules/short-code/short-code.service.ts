import { readShortCode } from '@miaoben/credential';
import { MiaobenError } from '@miaoben/kernel';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { CertificatesCtx } from '../../loaders.ts';
import { shortCodeBlind } from '../certificate/certificate.issue.ts';
import { certificateByShortCode } from '../certificate/certificate.repository.ts';
import { stateOf } from '../certificate/certificate.shape.ts';
import { CertificateState } from '../certificate/certificate.type.ts';
import type { ShortCodeAnswer } from './short-code.type.ts';

/** Tries a minute of one account, or of one address without account. 80 random bits are not guessed at any rate. */
const TRIES = 20;
const limiter = new RateLimiterMemory({ points: TRIES, duration: 60 });

const UNREADABLE: ShortCodeAnswer = {
  kind: 'unreadable',
  result: null,
  maskedName: null,
  birthDate: null,
  state: null,
};

/** Query.verifyShortCode. @throws RATE_LIMITED */
export async function verifyShortCode(ctx: CertificatesCtx, typed: string): Promise<ShortCodeAnswer> {
  const { role, account } = ctx.claims;
  await limiter
    .consume(role === 'anonymous' ? `address ${ctx.clientAddress ?? ''}` : `account ${account}`)
    .catch(() => {
      throw new MiaobenError('RATE_LIMITED');
    });
  // What is no code at all is looked up too: its answer must not come sooner than that of an unknown one.
  const row = await certificateByShortCode(ctx.em, shortCodeBlind(ctx, readShortCode(typed) ?? ''));
  if (!row) return UNREADABLE;
  const state = stateOf(row, ctx.clock.instant());
  return {
    kind: state === CertificateState.valid ? 'genuine' : state,
    result: state === CertificateState.valid ? row.result : null,
    maskedName: row.masked_name,
    birthDate: row.birth_date,
    state,
  };
}
