import { crc32, inflateSync } from 'node:zlib';
import type { InputReason } from '@miaoben/schema';

/** Bytes and pixels a picture of a seal may have: less prints poorly at 40 mm, more swells every file. */
export const MAX_PICTURE_BYTES = 300_000;
const MIN_PIXELS = 200;
const MAX_PIXELS = 1_600;
/** Round, square and oval seals. */
const MAX_RATIO = 1.6;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples a pixel by colour type of PNG. */
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** What is wrong with a picture, in the words of bad input. */
export interface PictureFault {
  readonly reason: Extract<InputReason, 'file_type' | 'file_too_large' | 'out_of_range'>;
}
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** @returns null where the bytes are no whole, undamaged PNG */
function chunksOf(bytes: Buffer): Chunk[] | null {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) return null;
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    if (type === 'IEND') return chunks;
    at = end + 4;
  }
  return null;
}

/** True when the pixels unpack to exactly what the header promises. */
function holdsItsPixels(header: Buffer, pixels: Uint8Array, { width, height }: PictureSize): boolean {
  const rowBits = width * (CHANNELS[header[9]!] ?? 0) * header[8]!;
  const size = height * (1 + Math.ceil(rowBits / 8));
  try {
    return inflateSync(pixels, { maxOutputLength: size + 1 }).length === size;
  } catch {
    // Damaged or larger than it says: the caller's answer is the same.
    return false;
  }
}

/** Checks the picture of a seal: an undamaged PNG without interlacing, 200 to 1,600 pixels a side, at most 300 KB. */
export function checkPicture(bytes: Uint8Array): PictureSize | PictureFault {
  if (bytes.length > MAX_PICTURE_BYTES) return { reason: 'file_too_large' };
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const header = chunks?.[0]?.type === 'IHDR' ? Buffer.from(chunks[0].data) : null;
  if (!chunks || header?.length !== 13 || !(header[9]! in CHANNELS) || header[12] !== 0) return { reason: 'file_type' };
  const size = { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
  const sides = [size.width, size.height];
  const ratio = Math.max(...sides) / Math.min(...sides);
  if (sides.some((side) => side < MIN_PIXELS || side > MAX_PIXELS) || ratio > MAX_RATIO)
    return { reason: 'out_of_range' };
  const pixels = Buffer.concat(chunks.filter((c) => c.type === 'IDAT').map((c) => c.data));
  return holdsItsPixels(header, pixels, size) ? size : { reason: 'file_type' };
}
