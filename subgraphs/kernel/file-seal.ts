import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import type { Keyring } from './crypto.ts';

/**
 * A file at rest: marker (5 bytes, the last one the version), key number (1), salt (16), then pieces of 64 KiB, each AES-256-GCM
 * under a key of its own file, followed by its tag. The nonce counts the pieces and marks the last one, the head is authenticated
 * with each: no piece can be altered, moved, left out or put into another file (the STREAM construction, Hoang, Reyhanitabar,
 * Rogaway and Vizár 2015).
 */
const MARKER = Buffer.from([0x4d, 0x42, 0x53, 0x46, 1]);
const SALT = 16;
const HEAD = MARKER.length + 1 + SALT;
const PIECE = 64 * 1024;
const TAG = 16;

/** The bytes were altered, cut, or belong to another file. */
export class BrokenFile extends Error {
  constructor() {
    super('a stored file does not open: its bytes were altered or belong to another file');
  }
}

interface PieceKey {
  readonly key: KeyObject;
  readonly head: Buffer;
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function sealPiece({ key, head }: PieceKey, number: number, plain: Buffer, isLast: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast));
  cipher.setAAD(head);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openPiece({ key, head }: PieceKey, number: number, sealed: Buffer, isLast: boolean): Buffer {
  if (sealed.length < TAG) throw new BrokenFile();
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast));
  decipher.setAAD(head);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]);
  } catch {
    throw new BrokenFile();
  }
}

/** Seals what runs through it. @param context what the bytes belong to; they open for nothing else */
export function sealingStream(keyring: Keyring, context: string): Transform {
  const salt = randomBytes(SALT);
  const { number: keyNumber, key } = keyring.fileKey(context, salt);
  const head = Buffer.concat([MARKER, Buffer.of(keyNumber), salt]);
  const piece = { key, head };
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;
  return new Transform({
    construct(done) {
      this.push(head);
      done();
    },
    transform(chunk: Buffer, _encoding, done) {
      held.push(chunk);
      heldBytes += chunk.length;
      // The last piece is known by its mark, so a full one waits until more has come.
      if (heldBytes > PIECE) {
        let rest = Buffer.concat(held);
        while (rest.length > PIECE) {
          this.push(sealPiece(piece, number, rest.subarray(0, PIECE), false));
          number += 1;
          rest = rest.subarray(PIECE);
        }
        held = [rest];
        heldBytes = rest.length;
      }
      done();
    },
    flush(done) {
      this.push(sealPiece(piece, number, Buffer.concat(held), true));
      done();
    },
  });
}

/** A file as it lies on the disk; `isSealed` is false for one that was written before files were sealed. */
export interface FileAtRest {
  readonly isSealed: boolean;
  /** bytes of its content */
  readonly size: number;
}

async function headOf(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  return buffer.subarray(0, bytesRead);
}
const isMarked = (head: Buffer): boolean => head.length === HEAD && head.subarray(0, MARKER.length).equals(MARKER);

function contentSize(bytes: number): number {
  const body = bytes - HEAD;
  return body - Math.max(1, Math.ceil(body / (PIECE + TAG))) * TAG;
}

/** What lies at `path`, without reading its content. */
export async function lookAtRest(path: string): Promise<FileAtRest> {
  const file = await open(path);
  try {
    const isSealed = isMarked(await headOf(file));
    const { size } = await file.stat();
    return { isSealed, size: isSealed ? contentSize(size) : size };
  } finally {
    await file.close();
  }
}

async function* pieces(keyring: Keyring, path: string, context: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const head = await headOf(file);
    const sealed = isMarked(head);
    const piece = sealed && {
      head,
      key: keyring.fileKey(context, head.subarray(MARKER.length + 1), head[MARKER.length]).key,
    };
    const { size } = await file.stat();
    const step = sealed ? PIECE + TAG : PIECE;
    let at = sealed ? HEAD : 0;
    if (sealed && at === size) throw new BrokenFile();
    for (let number = 0; at < size; number += 1) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(step, size - at)), 0, undefined, at);
      // Somebody shortens it while it is read.
      if (bytesRead === 0) throw new BrokenFile();
      at += bytesRead;
      const bytes = buffer.subarray(0, bytesRead);
      yield piece ? openPiece(piece, number, bytes, at >= size) : bytes;
    }
  } finally {
    await file.close();
  }
}

/** The content of the file at `path`; one written before files were sealed is read as it is. Ends with BrokenFile. */
export const openingStream = (keyring: Keyring, path: string, context: string): Readable =>
  Readable.from(pieces(keyring, path, context), { objectMode: false, highWaterMark: PIECE });
