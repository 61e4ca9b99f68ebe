/** Writes .gz and .br beside what is built, so that the gateway sends small files without compressing any. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, 'dist');
for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(html|js|css|svg|wasm|webmanifest)$/.test(path)) continue;
  const file = join(dist, path);
  const bytes = readFileSync(file);
  // The decoder's megabyte at the highest level would take longer than the build.
  const quality = bytes.length > 200_000 ? 6 : 11;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
}
