import type { Logger } from '@miaoben/kernel';
import { type Claims, MiaobenError } from '@miaoben/kernel';
import { request } from 'undici';
import * as v from 'valibot';

/** A change of an account holds at this door within a second. */
const FRESH_MS = 1_000;
const TIMEOUT_MS = 2_000;
const Answer = v.record(v.string(), v.number());

/** The tokens identity ended before their time (J-04: blocks hidden from an account). */
export class EndedTokens {
  readonly #url: string;
  readonly #secret: string;
  readonly #log: Logger;
  #versions: Record<string, number> = {};
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(identity: string, secret: string, log: Logger) {
    this.#url = `${identity}/ended-tokens`;
    this.#secret = secret;
    this.#log = log;
  }

  /** @throws UNAUTHENTICATED for a token that ended: its holder gets the next one and asks again */
  async check(claims: Claims): Promise<void> {
    if (performance.now() - this.#askedAt > FRESH_MS) {
      this.#asking ??= this.#ask().finally(() => {
        this.#askedAt = performance.now();
        this.#asking = undefined;
      });
      await this.#asking;
    }
    const good = this.#versions[claims.account];
    if (good !== undefined && (claims.version ?? 0) < good) throw new MiaobenError('UNAUTHENTICATED');
  }

  /** Without an answer what was heard last holds: tokens are short-lived, and the parts that do not need identity go on. */
  async #ask(): Promise<void> {
    try {
      const answer = await request(this.#url, {
        headers: { 'x-miaoben-router': this.#secret },
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
      });
      if (answer.statusCode === 200) this.#versions = v.parse(Answer, await answer.body.json());
      else await answer.body.dump();
    } catch (error) {
      this.#log.warn({ err: error }, 'no answer on ended tokens');
    }
  }
}
