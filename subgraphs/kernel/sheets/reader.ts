import { Worker } from 'node:worker_threads';
import type { InputReason } from '@miaoben/schema';

/** A cell as typed: text, number or truth value; a date cell as 'YYYY-MM-DD'; null when empty. */
export type SheetCell = string | number | boolean | null;
export interface SheetRow {
  /** row number as the spreadsheet shows it, from 1 */
  number: number;
  cells: SheetCell[];
}

/** The file is no workbook we read (`file_type`: also .xls, macros, password) or is too large (`file_too_large`). */
export class SheetError extends Error {
  readonly reason: InputReason;
  constructor(reason: InputReason) {
    super(reason);
    this.reason = reason;
  }
}

const LIMITS = { maxRows: 50_000, maxColumns: 100, maxUnpacked: 300_000_000 };
const WORKER_HEAP_MB = 512;
type Message =
  | { total: number; date1904: boolean }
  | { batch: SheetRow[] }
  | { refused: InputReason; kind: string | undefined };

/**
 * The rows of the first sheet of an .xlsx, read in a worker thread; empty rows are left out. Read it to the end or call `close`.
 * At most 50,000 rows, 100 columns, 1,000 characters a cell, 300 MB unpacked.
 */
export class SheetReader {
  /** rows with anything in them */
  readonly total: number;
  /** the workbook counts days from 1904: needed to read a serial number in a cell that is not formatted as a date */
  readonly date1904: boolean;
  readonly #worker: Worker;

  private constructor(worker: Worker, head: { total: number; date1904: boolean }) {
    this.#worker = worker;
    this.total = head.total;
    this.date1904 = head.date1904;
  }

  /** @param source a path, or the bytes of the file @throws SheetError */
  static async open(source: string | Uint8Array, limits: Partial<typeof LIMITS> = {}): Promise<SheetReader> {
    const worker = new Worker(new URL('./reader-worker.mjs', import.meta.url), {
      workerData: { source, ...LIMITS, ...limits },
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB, maxYoungGenerationSizeMb: 16 },
      // A worker would inherit --import of a loader it does not need.
      execArgv: [],
    });
    try {
      const head = await nextMessage(worker);
      if ('refused' in head) throw new SheetError(head.refused);
      if (!('total' in head)) throw new Error('the sheet worker did not introduce itself');
      return new SheetReader(worker, head);
    } catch (error) {
      await worker.terminate();
      if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') throw new SheetError('file_too_large');
      throw error;
    }
  }

  /** Batches of `size` rows in the order of the sheet; the next one is fetched when the reader is ready for it. */
  async *batches(size = 500): AsyncGenerator<SheetRow[]> {
    try {
      for (;;) {
        const answer = nextMessage(this.#worker);
        this.#worker.postMessage(size);
        const message = await answer;
        if (!('batch' in message)) throw new Error('the sheet worker answered out of turn');
        if (message.batch.length === 0) return;
        yield message.batch;
      }
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

function nextMessage(worker: Worker): Promise<Message> {
  return new Promise((resolve, reject) => {
    const done = () => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const onMessage = (message: Message) => {
      done();
      resolve(message);
    };
    const onError = (error: Error) => {
      done();
      reject(error);
    };
    const onExit = () => {
      done();
      reject(new Error('the sheet worker ended early'));
    };
    worker.once('message', onMessage).once('error', onError).once('exit', onExit);
  });
}
