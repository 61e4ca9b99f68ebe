import { signal } from '@preact/signals';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { DECODER_CACHE } from './decoder-cache.ts';

/** Kinds of code a screen wants read. */
export type CodeFormat = 'qr' | 'dataMatrix' | 'code128' | 'ean13';

/** Reads every code in a picture; an empty list when there is none. Frames may be given one at a time. */
export interface Decoder {
  decode(source: HTMLVideoElement | ImageBitmap): Promise<string[]>;
}

/** True once codes can be read without a network: the decoder is on the device. */
export const isDecoderReady = signal(false);

const NATIVE = { qr: 'qr_code', dataMatrix: 'data_matrix', code128: 'code_128', ean13: 'ean_13' } as const;
const ZXING = { qr: 'QRCode', dataMatrix: 'DataMatrix', code128: 'Code128', ean13: 'EAN13' } as const;
const MOST_SYMBOLS = 4;

interface NativeDetector {
  detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}
type NativeDetectorClass = (new (options: {
  formats: string[];
}) => NativeDetector) & {
  getSupportedFormats(): Promise<string[]>;
};

async function nativeDecoder(formats: readonly CodeFormat[]): Promise<Decoder | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: NativeDetectorClass };
  if (!BarcodeDetector) return null;
  const wanted = formats.map((format) => NATIVE[format]);
  const supported = await BarcodeDetector.getSupportedFormats();
  if (!wanted.every((format) => supported.includes(format))) return null;
  const detector = new BarcodeDetector({ formats: wanted });
  return { decode: async (source) => (await detector.detect(source)).map(({ rawValue }) => rawValue) };
}

/** Puts the decoder's binary where the service worker finds it off line, and drops those of older versions. */
async function keepBinary(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const cache = await caches.open(DECODER_CACHE);
  const own = new URL(wasmUrl, location.href).href;
  if (!(await cache.match(own))) await cache.add(own);
  for (const { url } of await cache.keys()) if (url !== own) await cache.delete(url);
}

async function zxingDecoder(formats: readonly CodeFormat[]): Promise<Decoder> {
  const [{ prepareZXingModule, readBarcodes }] = await Promise.all([import('zxing-wasm/reader'), keepBinary()]);
  // Self-hosted: the library's default is a foreign origin.
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  const canvas = document.createElement('canvas');
  return {
    async decode(source) {
      const [width, height] =
        source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
      if (width === 0 || height === 0) return [];
      // A version-9 code needs about 4 pixels a module; more only costs time.
      const scale = Math.min(1, 1600 / Math.max(width, height));
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) return [];
      context.drawImage(source, 0, 0, canvas.width, canvas.height);
      const results = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), {
        formats: formats.map((format) => ZXING[format]),
        tryHarder: true,
        maxNumberOfSymbols: MOST_SYMBOLS,
      });
      return results.filter((result) => result.isValid).map((result) => result.text);
    },
  };
}

/** The browser's own decoder where it reads what is wanted, else the WebAssembly one, fetched now and kept. */
export async function loadDecoder(formats: readonly CodeFormat[] = ['qr']): Promise<Decoder> {
  const decoder = (await nativeDecoder(formats)) ?? (await zxingDecoder(formats));
  isDecoderReady.value = true;
  return decoder;
}

/** The texts of a picked picture. @throws DOMException when the file is no picture */
export async function decodeFile(decoder: Decoder, file: Blob): Promise<string[]> {
  const bitmap = await createImageBitmap(file);
  try {
    return [...new Set(await decoder.decode(bitmap))];
  } finally {
    bitmap.close();
  }
}
