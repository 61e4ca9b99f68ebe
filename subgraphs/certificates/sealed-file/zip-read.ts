import type { Bytes } from '@miaoben/credential';
import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { Refusal } from './reasons.ts';
import { readZipEntries, type ZipEntry } from './zip-entries.ts';

/** Ceilings for a file from outside; a sealed vaccination certificate has some 20 KB and a dozen files. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
export const MAX_FILES = 200;

/** Small, since one step of deflate can grow a thousandfold before the counter sees it. */
const INFLATE_STEP = 4096;

/**
 * The files of an archive by name, folders left out. Nothing is written anywhere.
 * @throws Refusal for names that climb, hide or clash, for more than 200 files or 20 MB, packed or unpacked, and for
 * an archive two readers could read differently.
 */
export function unpack(bytes: Uint8Array): Map<string, Bytes> {
  if (bytes.length > MAX_FILE_BYTES) throw new Refusal('file_too_large');
  const entries = readZipEntries(bytes, MAX_FILES);
  refuseNames(entries.map((entry) => entry.name));
  if (entries.reduce((sum, entry) => sum + entry.size, 0) > MAX_FILE_BYTES) throw new Refusal('unpacked_too_large');
  const files = new Map<string, Bytes>();
  for (const entry of entries) {
    const content = entry.deflated ? inflate(entry) : new Uint8Array(entry.packed);
    if (content.length !== entry.size || crc32(content) !== entry.crc) throw new Refusal('zip_damaged');
    if (!entry.isFolder) files.set(entry.name, content);
  }
  return files;
}

function refuseNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const plain = name.endsWith('/') ? name.slice(0, -1) : name;
    const climbs = plain.split('/').some((part) => part === '' || part === '.' || part === '..');
    // \p{C}: control and format characters, which a screen does not show.
    if (climbs || /[\\:\p{C}]/u.test(plain)) throw new Refusal('zip_unsafe_name');
    const key = plain.normalize('NFC').toLowerCase();
    if (seen.has(key)) throw new Refusal('zip_duplicate_name');
    seen.add(key);
  }
}

function inflate(entry: ZipEntry): Bytes {
  const content = new Uint8Array(entry.size);
  let length = 0;
  let ended = false;
  const stream = new Inflate((chunk, final) => {
    if (length + chunk.length > content.length) throw new Refusal('zip_damaged');
    content.set(chunk, length);
    length += chunk.length;
    ended = final;
  });
  try {
    for (let at = 0; at < entry.packed.length; at += INFLATE_STEP) {
      const next = at + INFLATE_STEP;
      stream.push(entry.packed.subarray(at, next), next >= entry.packed.length);
    }
  } catch {
    throw new Refusal('zip_damaged');
  }
  if (!ended) throw new Refusal('zip_damaged');
  return content.subarray(0, length);
}
