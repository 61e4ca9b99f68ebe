import { MiaobenError } from '@miaoben/kernel';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/**
 * Limits by the caller's address, per process: the count of one address is no more than this times the number of instances.
 * Failures only are counted at sign-in, so a clinic behind one address signs in as often as it likes.
 */
export class AddressLimit {
  readonly #limiter: RateLimiterMemory;

  constructor(points: number, seconds: number) {
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
  }

  /** @throws RATE_LIMITED with `retryAfter` (seconds) when the address used up its points */
  async check(address: string | undefined): Promise<void> {
    const state = await this.#limiter.get(keyOf(address));
    if (state && (state.consumedPoints ?? 0) >= this.#limiter.points) throw tooMany(state);
  }

  async count(address: string | undefined): Promise<void> {
    await this.#limiter.penalty(keyOf(address));
  }

  /** Counts and checks at once. @throws RATE_LIMITED */
  async take(address: string | undefined): Promise<void> {
    await this.check(address);
    await this.count(address);
  }
}

const keyOf = (address: string | undefined) => address ?? 'unknown';
const tooMany = (state: RateLimiterRes) =>
  new MiaobenError('RATE_LIMITED', { retryAfter: Math.ceil((state.msBeforeNext ?? 0) / 1_000) });

/** 50 failures in 15 minutes: guessing one password at many accounts. */
export const signInFailures = new AddressLimit(50, 15 * 60);
/** 30 codes an hour from one address; one phone has tighter limits of its own. */
export const phoneCodes = new AddressLimit(30, 60 * 60);
