import { type BackgroundWork, type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { SealedFileError } from '@miaoben/sealed-file';
import { withdrawFile } from './document.renew.ts';
import { claimDocument, type DocumentRow, endCheck, nextCheck, postponeDocument } from './document.repository.ts';
import { failSealing, NotSealed, recordOf, sealDocument, standingOf } from './document.seal.ts';
import { DocumentFailure } from './document.type.ts';
import { recordSm3 } from './record.rules.ts';

const IDLE_MS = 1_000;
/** Tries before a service that does not answer is a failure people see. */
const MAX_ATTEMPTS = 6;
const SELF = 'service:certificates';

/** Makes and seals the files in the queue, one at a time, and renews those whose record changed. */
export class DocumentWorker implements BackgroundWork {
  readonly #services: Services;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      const worked = await this.#step().catch((error: Error) => {
        this.#services.log.warn({ reason: error.message }, 'the files of certificates could not be looked at');
        return false;
      });
      if (!worked && !this.#stopping) await this.#sleep();
    }
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #em(): Em {
    return this.#services.orm.em.fork() as Em;
  }

  async #step(): Promise<boolean> {
    const row = await claimDocument(this.#em(), this.#services.clock.instant());
    if (row) {
      await this.#make(row);
      return true;
    }
    const check = await nextCheck(this.#em());
    if (!check) return false;
    await this.#check(check);
    return true;
  }

  async #make(row: DocumentRow): Promise<void> {
    try {
      await sealDocument(this.#services, this.#em(), row);
    } catch (error) {
      const failure = this.#failureOf(error, row);
      if (failure) return failSealing(this.#services, this.#em(), row, failure);
      const wait = 1_000 * 2 ** row.attempts;
      await postponeDocument(this.#em(), row, new Date(this.#services.clock.instant().getTime() + wait));
    }
  }

  /** @returns null for what may pass */
  #failureOf(error: unknown, row: DocumentRow): DocumentFailure | null {
    if (error instanceof NotSealed) return error.failure;
    if (error instanceof SealedFileError && error.code === 'glyph') return DocumentFailure.character;
    if (error instanceof MiaobenError && error.code === 'UNAVAILABLE')
      return row.attempts < MAX_ATTEMPTS ? null : DocumentFailure.unavailable;
    this.#services.log.error({ err: error, document: row.id }, 'the file of a certificate was not made');
    return DocumentFailure.fault;
  }

  /** Looks whether the record still is what the file says (Q-70: changed doses). */
  async #check(row: DocumentRow): Promise<void> {
    const em = this.#em();
    const record = await recordOf(this.#services, em, await standingOf(em, row));
    if (recordSm3(record) === row.record_sm3) return endCheck(em, row.id);
    const at = this.#services.clock.instant();
    await em.transactional((tx) =>
      withdrawFile(tx as Em, row.id, { by: SELF, reason: 'record_changed', at, renew: true }),
    );
  }
}
