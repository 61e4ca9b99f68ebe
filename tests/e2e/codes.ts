import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const modulesOf = (text: string) => encode(text, { ecc: 'M', border: 4, boostEcc: false }).data;

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A QR code as an 8-bit grey PNG, `scale` pixels a module. */
export function qrPng(text: string, scale = 8): Buffer {
  const modules = modulesOf(text);
  const side = modules.length * scale;
  const lines = modules.flatMap((row) => {
    const line = Buffer.concat([Buffer.of(0), ...row.map((dark) => Buffer.alloc(scale, dark ? 0 : 255))]);
    return Array.from({ length: scale }, () => line);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const VIDEO = { width: 640, height: 480 };

/** One picture of a camera: grey table, the code in the middle on its white paper. */
function frame(text: string): Buffer {
  const modules = modulesOf(text);
  const scale = Math.floor(VIDEO.height / modules.length);
  const side = modules.length * scale;
  const left = Math.floor((VIDEO.width - side) / 2);
  const top = Math.floor((VIDEO.height - side) / 2);
  const luma = Buffer.alloc(VIDEO.width * VIDEO.height, 150);
  for (const [y, row] of modules.entries()) {
    for (const [x, dark] of row.entries()) {
      for (let line = 0; line < scale; line += 1) {
        const at = (top + y * scale + line) * VIDEO.width + left + x * scale;
        luma.fill(dark ? 16 : 235, at, at + scale);
      }
    }
  }
  return Buffer.concat([luma, Buffer.alloc(luma.length / 2, 128)]);
}

/** What a fake camera shows, as YUV4MPEG2: one code after the other, each for some seconds, over and over. */
export function qrVideo(texts: readonly string[], secondsEach = 4, rate = 4): Buffer {
  const head = Buffer.from(`YUV4MPEG2 W${VIDEO.width} H${VIDEO.height} F${rate}:1 Ip A1:1 C420\n`, 'latin1');
  const mark = Buffer.from('FRAME\n', 'latin1');
  const frames = texts.flatMap((text) => {
    const picture = Buffer.concat([mark, frame(text)]);
    return Array.from({ length: secondsEach * rate }, () => picture);
  });
  return Buffer.concat([head, ...frames]);
}

/** Reads the codes of a picture, as a foreign scanner would. */
export async function readQr(picture: Uint8Array, format: 'QRCode' | 'Code128' = 'QRCode'): Promise<string[]> {
  const decoder = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(decoder).buffer }, fireImmediately: true });
  const found = await readBarcodes(new Blob([Buffer.from(picture)]), { formats: [format], tryHarder: true });
  return found.filter((code) => code.isValid).map((code) => code.text);
}
