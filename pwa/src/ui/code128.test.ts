import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { code128 } from './code128.ts';

/** A picture of the bars, black on white, three pixels a module, with its quiet zones. */
function picture(modules: readonly boolean[]) {
  const scale = 3;
  const quiet = 10;
  const width = (modules.length + 2 * quiet) * scale;
  const height = 40;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (!modules[Math.floor(x / scale) - quiet]) continue;
      data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  return { data, width, height, colorSpace: 'srgb' } as ImageData;
}

describe('bar code of a file', () => {
  beforeAll(async () => {
    const decoder = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
    await prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(decoder).buffer }, fireImmediately: true });
  });
  const read = async (digits: string) =>
    (await readBarcodes(picture(code128(digits) ?? []), { formats: ['Code128'], tryHarder: true })).map((c) => c.text);

  it('H-20 is read by a foreign decoder, whatever the digits', async () => {
    expect(await read('630121202650000001')).toEqual(['630121202650000001']);
    // Each of the hundred pairs once, ten at a time.
    for (let ten = 0; ten < 10; ten += 1) {
      const digits = Array.from({ length: 10 }, (_, i) => `${ten}${i}`).join('');
      expect(await read(digits)).toEqual([digits]);
    }
  });

  it('H-20 is none of letters or of an odd number of digits', () => {
    expect([code128(''), code128('123'), code128('63012A')]).toEqual([null, null, null]);
  });
});
