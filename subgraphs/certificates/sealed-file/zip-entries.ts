import { Refusal } from './reasons.ts';

/** One file or folder of the archive: the central directory and the local header say the same of it. */
export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly deflated: boolean;
  readonly crc: number;
  readonly size: number;
  readonly packed: Uint8Array;
}

interface CentralRecord {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly rawName: Uint8Array;
  readonly offset: number;
}

const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const FLAG_ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const FLAG_DESCRIPTOR = 0x0008;
const UNIX = 3;
const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;

/**
 * Entries of a ZIP archive (PKWARE APPNOTE 6.3) in which the central directory and the local headers agree and lie
 * without a gap, so that a reader that walks the directory and one that streams from the front see the same files.
 * Zip64, encryption, several disks, comments, links and other methods than store and deflate are refused.
 * @throws Refusal with a reason of the structure.
 */
export function readZipEntries(bytes: Uint8Array, maxEntries: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - END_SIZE;
  if (end < 0 || view.getUint32(0, true) !== 0x04034b50) throw new Refusal('zip_damaged');
  // A comment, or bytes behind the end, would be bytes no signature covers.
  if (view.getUint32(end, true) !== 0x06054b50) throw new Refusal('zip_directory_mismatch');
  const count = view.getUint16(end + 10, true);
  const directorySize = view.getUint32(end + 12, true);
  const directoryAt = view.getUint32(end + 16, true);
  if (count === 0xffff || directoryAt === 0xffffffff) throw new Refusal('zip_unsupported');
  if (count > maxEntries) throw new Refusal('too_many_files');
  if (
    view.getUint32(end + 4, true) !== 0 ||
    view.getUint16(end + 8, true) !== count ||
    view.getUint16(end + 20, true) !== 0 ||
    directoryAt + directorySize !== end
  ) {
    throw new Refusal('zip_directory_mismatch');
  }
  const records = readDirectory(bytes, view, directoryAt, end, count);
  return followLocals(bytes, view, records, directoryAt);
}

function readDirectory(bytes: Uint8Array, view: DataView, from: number, end: number, count: number): CentralRecord[] {
  const records: CentralRecord[] = [];
  let at = from;
  while (at < end) {
    if (at + CENTRAL_SIZE > end || view.getUint32(at, true) !== 0x02014b50) throw new Refusal('zip_directory_mismatch');
    const nameLength = view.getUint16(at + 28, true);
    const extraAt = at + CENTRAL_SIZE + nameLength;
    const extraEnd = extraAt + view.getUint16(at + 30, true);
    if (extraEnd > end) throw new Refusal('zip_directory_mismatch');
    refuseExtras(view, extraAt, extraEnd);
    const isLink = bytes[at + 5] === UNIX && (view.getUint16(at + 40, true) & S_IFMT) === S_IFLNK;
    if (isLink || view.getUint16(at + 34, true) !== 0) throw new Refusal('zip_unsupported');
    records.push({
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      rawName: bytes.subarray(at + CENTRAL_SIZE, extraAt),
      offset: view.getUint32(at + 42, true),
    });
    // A comment on an entry: nobody needs one here.
    if (view.getUint16(at + 32, true) !== 0) throw new Refusal('zip_unsupported');
    at = extraEnd;
  }
  if (at !== end || records.length !== count) throw new Refusal('zip_directory_mismatch');
  return records;
}

/** Zip64 sizes and the Unicode-path extra field would each give a reader a second opinion of the entry. */
function refuseExtras(view: DataView, from: number, end: number): void {
  let at = from;
  while (at + 4 <= end) {
    const id = view.getUint16(at, true);
    if (id === 0x0001 || id === 0x7075) throw new Refusal('zip_unsupported');
    at += 4 + view.getUint16(at + 2, true);
  }
  if (at !== end) throw new Refusal('zip_directory_mismatch');
}

function followLocals(bytes: Uint8Array, view: DataView, records: CentralRecord[], end: number): ZipEntry[] {
  let at = 0;
  const entries: ZipEntry[] = [];
  for (const record of records.toSorted((a, b) => a.offset - b.offset)) {
    if (record.offset !== at || at + LOCAL_SIZE > end) throw new Refusal('zip_directory_mismatch');
    if ((record.flags & FLAG_ENCRYPTED) !== 0) throw new Refusal('zip_unsupported');
    if (record.method !== 0 && record.method !== 8) throw new Refusal('zip_unsupported');
    const dataAt = matchLocal(bytes, view, at, record, end);
    const dataEnd = dataAt + record.packedSize;
    if (dataEnd > end) throw new Refusal('zip_directory_mismatch');
    at = (record.flags & FLAG_DESCRIPTOR) === 0 ? dataEnd : matchDescriptor(view, dataEnd, record, end);
    const name = decodeName(record.rawName);
    const isFolder = name.endsWith('/');
    if ((isFolder || record.method === 0) && record.size !== (isFolder ? 0 : record.packedSize)) {
      throw new Refusal('zip_directory_mismatch');
    }
    const { crc, size } = record;
    entries.push({ name, isFolder, deflated: record.method === 8, crc, size, packed: bytes.subarray(dataAt, dataEnd) });
  }
  if (at !== end) throw new Refusal('zip_directory_mismatch');
  return entries;
}

/** @returns where the data begin. */
function matchLocal(bytes: Uint8Array, view: DataView, at: number, record: CentralRecord, end: number): number {
  const nameAt = at + LOCAL_SIZE;
  const nameEnd = nameAt + view.getUint16(at + 26, true);
  const dataAt = nameEnd + view.getUint16(at + 28, true);
  if (view.getUint32(at, true) !== 0x04034b50 || dataAt > end) throw new Refusal('zip_directory_mismatch');
  refuseExtras(view, nameEnd, dataAt);
  const sizes = [view.getUint32(at + 14, true), view.getUint32(at + 18, true), view.getUint32(at + 22, true)];
  const described = (record.flags & FLAG_DESCRIPTOR) !== 0 && sizes.every((value) => value === 0);
  const same =
    view.getUint16(at + 6, true) === record.flags &&
    view.getUint16(at + 8, true) === record.method &&
    (described || [record.crc, record.packedSize, record.size].every((value, i) => value === sizes[i])) &&
    nameEnd - nameAt === record.rawName.length &&
    record.rawName.every((byte, i) => byte === bytes[nameAt + i]);
  if (!same) throw new Refusal('zip_directory_mismatch');
  return dataAt;
}

/** The data descriptor behind the data (APPNOTE 4.3.9), with or without its signature. @returns where it ends. */
function matchDescriptor(view: DataView, at: number, record: CentralRecord, end: number): number {
  const expected = [record.crc, record.packedSize, record.size];
  for (const from of [at + 4, at]) {
    if (from === at + 4 && (at + 4 > end || view.getUint32(at, true) !== 0x08074b50)) continue;
    if (from + 12 <= end && expected.every((value, i) => view.getUint32(from + 4 * i, true) === value))
      return from + 12;
  }
  throw new Refusal('zip_directory_mismatch');
}

function decodeName(raw: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new Refusal('zip_unsafe_name');
  }
}
