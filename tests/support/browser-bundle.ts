import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What a browser would be given of a module and all it imports. */
export interface BrowserBundle {
  /** files of this project and of packages, from the root */
  readonly files: readonly string[];
  /** modules of Node it asks for; a browser has none */
  readonly node: readonly string[];
  /** bytes, gzip */
  readonly size: number;
}

/** Bundles a module for browsers, minified, without writing it anywhere. */
export async function browserBundle(entry: string): Promise<BrowserBundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // sm-crypto-v2 asks for it where no WebCrypto is, which is never here.
    external: ['crypto'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  return {
    files: Object.keys(metafile.inputs),
    node: imports.filter((path) => path.startsWith('node:')),
    size: gzipSync(outputFiles[0]!.contents, { level: 9 }).length,
  };
}
