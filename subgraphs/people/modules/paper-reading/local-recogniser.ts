import { Worker } from 'node:worker_threads';
import { NotRead, type ReadingFault, type ReadPage, type Recogniser } from './page.types.ts';

/** Papers that wait at most: with two seconds each, the last one is read before its sender gives up. */
const MOST_WAITING = 10;
/** A paper that takes longer than this is given up, and the thread with it. */
const MOST_MS = 45_000;
/** The words of the language take 100 MB: they are kept while papers come. */
const IDLE_MS = 5 * 60_000;
const HEAP_MB = 512;

type Answer = { number: number; page: ReadPage } | { number: number; fault: ReadingFault };
interface Waiting {
  readonly file: Uint8Array;
  readonly done: (page: ReadPage) => void;
  readonly failed: (error: NotRead) => void;
}

/** Reads papers in a thread of this process, one after the other; nothing leaves the machine and nothing is fetched. */
export class LocalRecogniser implements Recogniser {
  readonly #limits: { waiting: number; ms: number };
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;
  #isReading = false;
  #number = 0;
  #idle: NodeJS.Timeout | undefined;
  #giveUp: ((fault: ReadingFault) => void) | undefined;

  constructor(limits: { waiting: number; ms: number } = { waiting: MOST_WAITING, ms: MOST_MS }) {
    this.#limits = limits;
  }

  /** @throws NotRead busy when too many wait, too_late, or what is wrong with the paper */
  async read(file: Uint8Array): Promise<ReadPage> {
    if (this.#waiting.length >= this.#limits.waiting) throw new NotRead('busy');
    return new Promise((done, failed) => {
      this.#waiting.push({ file, done, failed });
      void this.#next();
    });
  }

  async #next(): Promise<void> {
    if (this.#isReading) return;
    const paper = this.#waiting.shift();
    if (!paper) return;
    this.#isReading = true;
    clearTimeout(this.#idle);
    try {
      paper.done(await this.#ask(paper.file));
    } catch (error) {
      paper.failed(error instanceof NotRead ? error : new NotRead('file_type'));
    }
    this.#isReading = false;
    if (this.#waiting.length > 0) void this.#next();
    else this.#idle = setTimeout(() => void this.stop(), IDLE_MS).unref();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./reader-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      // A worker would inherit --import of a loader it does not need.
      execArgv: [],
    });
    worker.unref();
    return worker;
  }

  #ask(file: Uint8Array): Promise<ReadPage> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(limit);
        this.#giveUp = undefined;
        worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
      };
      const fail = (fault: ReadingFault) => {
        end();
        reject(new NotRead(fault));
      };
      const dropThread = (fault: ReadingFault) => {
        if (this.#worker === worker) this.#worker = undefined;
        fail(fault);
        // Whatever holds it: the next paper gets a fresh one.
        void worker.terminate();
      };
      this.#giveUp = dropThread;
      const onEnd = () => dropThread('file_type');
      const onMessage = (answer: Answer) => {
        if (answer.number !== number) return;
        end();
        if ('page' in answer) resolve(answer.page);
        else reject(new NotRead(answer.fault));
      };
      const limit = setTimeout(() => dropThread('too_late'), this.#limits.ms);
      worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
      worker.postMessage({ number, bytes: file });
    });
  }

  /** Papers that wait and the one being read end as interrupted. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    for (const { failed } of this.#waiting.splice(0)) failed(new NotRead('interrupted'));
    this.#giveUp?.('interrupted');
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
