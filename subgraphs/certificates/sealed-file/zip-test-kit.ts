// Archives as an attacker writes them: every field of every header can be set. Stored, not deflated.
import { crc32 } from './crc32.ts';

export interface RawEntry {
  readonly name: string;
  readonly data: Uint8Array;
  /** Only in the local header. */
  readonly localName?: string;
  /** Left out of the central directory: what a streaming reader sees and others do not. */
  readonly hidden?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly size?: number;
  readonly crc?: number;
  /** Unix mode, as made on Unix. */
  readonly mode?: number;
  readonly extra?: Uint8Array;
  /** Data descriptor behind the data, sizes in the local header zero: 12 bytes, or 16 with its signature. */
  readonly descriptor?: 12 | 16;
}

export interface RawEnd {
  readonly count?: number;
  readonly comment?: Uint8Array;
  /** Bytes in front of everything. */
  readonly prefix?: Uint8Array;
}

export function rawZip(entries: readonly RawEntry[], end: RawEnd = {}): Uint8Array {
  const chunks: Uint8Array[] = [end.prefix ?? new Uint8Array()];
  const central: Uint8Array[] = [];
  let at = chunks[0]!.length;
  const push = (chunk: Uint8Array) => {
    chunks.push(chunk);
    at += chunk.length;
  };
  for (const entry of entries) {
    const offset = at;
    push(localHeader(entry));
    push(entry.data);
    if (entry.descriptor) push(descriptor(entry));
    if (!entry.hidden) central.push(centralHeader(entry, offset));
  }
  const directoryAt = at;
  for (const record of central) push(record);
  const comment = end.comment ?? new Uint8Array();
  const count = end.count ?? central.length;
  push(
    fields(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, at - directoryAt],
      [4, directoryAt],
      [2, comment.length],
    ),
  );
  push(comment);
  return join(chunks);
}

function localHeader(entry: RawEntry): Uint8Array {
  const name = new TextEncoder().encode(entry.localName ?? entry.name);
  const sizes = entry.descriptor ? [0, 0, 0] : sizesOf(entry);
  const extra = entry.extra ?? new Uint8Array();
  return join([
    fields([4, 0x04034b50], [2, 20], [2, flagsOf(entry)], [2, entry.method ?? 0], [4, 0]),
    fields(...sizes.map((value): [number, number] => [4, value]), [2, name.length], [2, extra.length]),
    name,
    extra,
  ]);
}

function centralHeader(entry: RawEntry, offset: number): Uint8Array {
  const name = new TextEncoder().encode(entry.name);
  const extra = entry.extra ?? new Uint8Array();
  const madeBy = entry.mode === undefined ? 20 : 0x0300 | 20;
  return join([
    fields([4, 0x02014b50], [2, madeBy], [2, 20], [2, flagsOf(entry)], [2, entry.method ?? 0], [4, 0]),
    fields(...sizesOf(entry).map((value): [number, number] => [4, value])),
    fields([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [2, 0], [2, entry.mode ?? 0], [4, offset]),
    name,
    extra,
  ]);
}

function descriptor(entry: RawEntry): Uint8Array {
  const sizes = fields(...sizesOf(entry).map((value): [number, number] => [4, value]));
  return entry.descriptor === 16 ? join([fields([4, 0x08074b50]), sizes]) : sizes;
}

function flagsOf(entry: RawEntry): number {
  return (entry.flags ?? 0x0800) | (entry.descriptor ? 0x0008 : 0);
}

function sizesOf(entry: RawEntry): number[] {
  return [entry.crc ?? crc32(entry.data), entry.data.length, entry.size ?? entry.data.length];
}

/** Little-endian fields of 2 or 4 bytes. */
function fields(...values: readonly [number, number][]): Uint8Array {
  const bytes = values.flatMap(([width, value]) => Array.from({ length: width }, (_, i) => (value >>> (8 * i)) & 0xff));
  return Uint8Array.from(bytes);
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}
