// Reads one .xlsx off the main thread, so that the server keeps answering. Plain JavaScript: a worker has no TypeScript loader.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { unzipSync } from 'fflate';
import { EncryptedFileError } from 'hucre';
import { streamXlsxRows } from 'hucre/xlsx';

const MAX_ENTRIES = 500;

class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Looks at the directory of the archive before anything is unpacked: declared sizes bound what the reader will inflate. */
function inspect(bytes, maxUnpacked) {
  const signature = bytes.length > 3 ? (bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3] : 0;
  // 'PK\3\4'. Old .xls and password files start otherwise.
  if (signature !== 0x504b0304) throw new Refused('file_type');
  const seen = new Set();
  let unpacked = 0;
  let parts;
  try {
    parts = unzipSync(bytes, {
      filter: (entry) => {
        const name = entry.name.toLowerCase();
        if (seen.has(name) || seen.size >= MAX_ENTRIES) throw new Refused('file_type');
        // Macros have no business in a list of people.
        if (name.endsWith('vbaproject.bin')) throw new Refused('file_type');
        seen.add(name);
        unpacked += entry.originalSize;
        if (unpacked > maxUnpacked || (entry.originalSize === 0 && entry.size > 64))
          throw new Refused('file_too_large');
        return name === 'xl/workbook.xml' && entry.originalSize < 1_000_000;
      },
    });
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('file_type');
  }
  const workbook = parts['xl/workbook.xml'];
  if (!workbook) throw new Refused('file_type');
  return /<(?:\w+:)?workbookPr[^>]*\bdate1904\s*=\s*["'](?:1|true)["']/.test(new TextDecoder().decode(workbook));
}

const plain = (value) => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  if (typeof value === 'string') return value.length > 1_000 ? value.slice(0, 1_000) : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
};

async function read({ source, maxRows, maxColumns, maxUnpacked }) {
  const bytes = typeof source === 'string' ? readFileSync(source) : source;
  const date1904 = inspect(bytes, maxUnpacked);
  const rows = [];
  for await (const row of streamXlsxRows(bytes, { maxRows: maxRows + 1 })) {
    const cells = row.values.slice(0, maxColumns).map(plain);
    if (cells.every((cell) => cell === null || cell === '')) continue;
    if (rows.length >= maxRows) throw new Refused('file_too_large');
    rows.push({ number: row.index + 1, cells });
  }
  return { date1904, rows };
}

try {
  const { date1904, rows } = await read(workerData);
  let sent = 0;
  parentPort.postMessage({ total: rows.length, date1904 });
  parentPort.on('message', (size) => {
    const batch = rows.slice(sent, sent + size);
    // What was handed over is not kept a second time here.
    for (let i = sent; i < sent + batch.length; i += 1) rows[i] = undefined;
    sent += batch.length;
    parentPort.postMessage({ batch });
    if (batch.length === 0) parentPort.close();
  });
} catch (error) {
  const reason = error instanceof Refused ? error.reason : 'file_type';
  // Only the class of the error leaves the worker: its text may repeat a cell.
  parentPort.postMessage({ refused: reason, kind: error instanceof EncryptedFileError ? 'encrypted' : error?.name });
}
