import type { Rng } from '@miaoben/seeds/province/rng';
import type { Refusal } from '@miaoben/sync';
import type { SimulationServer } from './server.ts';

export type LinkAnswer = { ok: true; data: Record<string, unknown> } | { ok: false; problem: Refusal };

const OFFLINE: LinkAnswer = { ok: false, problem: { code: 'OFFLINE' } };

/** The network between one tablet and the server: it drops, repeats, delays and reorders, by the draws of the schedule. */
export class Link {
  /** no fault any more: the quiet at the end of a schedule */
  isCalm = false;
  readonly #server: SimulationServer;
  readonly #account: string;
  readonly #rng: Rng;
  /** messages that are still under way although the tablet gave them up */
  readonly #late: (() => Promise<unknown>)[] = [];

  constructor(server: SimulationServer, account: string, rng: Rng) {
    this.#server = server;
    this.#account = account;
    this.#rng = rng;
  }

  async #deliver(name: string, variables: Record<string, unknown>): Promise<LinkAnswer> {
    let answer: Awaited<ReturnType<SimulationServer['operate']>>;
    try {
      answer = await this.#server.operate(this.#account, name, variables);
    } catch {
      // Killed in the middle, restarting, timed out: whatever it was, no answer came.
      return OFFLINE;
    }
    const [error] = answer.errors ?? [];
    if (error) {
      const { code = 'INTERNAL', field, reason } = error.extensions ?? {};
      return { ok: false, problem: { code, ...(field && { field }), ...(reason && { reason }) } };
    }
    return answer.data ? { ok: true, data: answer.data } : { ok: false, problem: { code: 'UNAVAILABLE' } };
  }

  /** Sends one operation as the tablet's network would. */
  async request(name: string, variables: Record<string, unknown>): Promise<LinkAnswer> {
    if (this.isCalm) return this.#deliver(name, variables);
    const draw = this.#rng.float();
    // Lost on the way there.
    if (draw < 0.15) return OFFLINE;
    // Lost on the way back.
    if (draw < 0.3) {
      await this.#deliver(name, variables);
      return OFFLINE;
    }
    // Held somewhere: the tablet gives up, the message arrives later, perhaps after its own repetition and others behind it.
    if (draw < 0.4) {
      this.#late.push(() => this.#deliver(name, variables));
      return OFFLINE;
    }
    // Twice at the same time.
    if (draw < 0.5) {
      const [first] = await Promise.all([this.#deliver(name, variables), this.#deliver(name, variables)]);
      return first;
    }
    return this.#deliver(name, variables);
  }

  /** Lets one of the messages that were held arrive, whichever comes first. */
  async deliverOneLate(): Promise<void> {
    if (this.#late.length === 0) return;
    const [message] = this.#late.splice(this.#rng.int(0, this.#late.length - 1), 1);
    await message?.();
  }

  async deliverAllLate(): Promise<void> {
    while (this.#late.length > 0) await this.deliverOneLate();
  }
}
