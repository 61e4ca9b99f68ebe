import type { Claims } from '@miaoben/kernel';

/** What the gateway carries through one request. */
export interface GatewayContext {
  claims: Claims;
  authorization: string | undefined;
  cookie: string | undefined;
  requestId: string;
  clientAddress: string | undefined;
  userAgent: string | undefined;
  acceptLanguage: string | undefined;
  /** `Set-Cookie` lines that identity answered with */
  setCookies: string[];
  /** counted over the whole request, sent out as `Server-Timing` so that tests can hold the budget */
  tally: { fetches: number; statements: number };
  flight: Flight;
}

/** Sub-requests of one request that are under way, except those to the directory. */
export class Flight {
  #open = 0;
  #quiet = new Set<() => void>();

  async during<T>(work: Promise<T>): Promise<T> {
    this.#open += 1;
    try {
      return await work;
    } finally {
      this.#open -= 1;
      // What the plan asks next, with this answer in hand, joins those who wait.
      setImmediate(() => this.#tell());
    }
  }

  /** Calls back when nothing is under way: at once, or after the last answer. */
  whenQuiet(then: () => void): void {
    if (this.#open === 0) then();
    else this.#quiet.add(then);
  }

  #tell(): void {
    if (this.#open > 0) return;
    const told = [...this.#quiet];
    this.#quiet.clear();
    for (const then of told) then();
  }
}
