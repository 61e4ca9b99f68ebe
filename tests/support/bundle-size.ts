import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface ManifestChunk {
  file: string;
  imports?: string[];
  isEntry?: boolean;
}

/** Bytes are gzip at level 9; for a program's own measure of what a browser fetches. */
export interface BundleSizes {
  /** entries of the app by document, e.g. `family/index.html` */
  entries: string[];
  /** files that a document fetches before its first screen: its script and all that it imports statically */
  filesOf(entry: string): string[];
  /** bytes of script before the first screen */
  firstView(entry: string): number;
  /** bytes of each script, the service worker's own left out */
  scripts: ReadonlyMap<string, number>;
  styles: ReadonlyMap<string, number>;
  /** bytes of everything the service worker keeps for use off line */
  precached: number;
}

/** Measures a built app by its Vite manifest. */
export function bundleSizes(outDir: string): BundleSizes {
  const manifest = JSON.parse(readFileSync(join(outDir, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    ManifestChunk
  >;
  const gzipped = (file: string) => gzipSync(readFileSync(join(outDir, file)), { level: 9 }).length;
  const built = readdirSync(join(outDir, 'assets')).map((name) => `assets/${name}`);
  const sizes = (ending: string) =>
    new Map(built.filter((f) => f.endsWith(ending)).map((f) => [f, gzipped(f)] as const));
  const scripts = sizes('.js');

  function graph(key: string, seen = new Set<string>()): Set<string> {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the manifest`);
    seen.add(chunk.file);
    for (const next of chunk.imports ?? []) if (!seen.has(manifest[next]?.file ?? '')) graph(next, seen);
    return seen;
  }
  const filesOf = (entry: string) => [...graph(entry)];
  return {
    entries: Object.keys(manifest).filter((key) => manifest[key]?.isEntry && key.endsWith('.html')),
    filesOf,
    firstView: (entry) => filesOf(entry).reduce((sum, file) => sum + (scripts.get(file) ?? 0), 0),
    scripts,
    styles: sizes('.css'),
    precached: precachedFiles(outDir).reduce((sum, file) => sum + gzipped(file), 0),
  };
}

/** The files that the service worker names; `null` revisions are of files whose name holds their hash. */
function precachedFiles(outDir: string): string[] {
  const worker = readFileSync(join(outDir, 'sw.js'), 'utf8');
  const named = [...worker.matchAll(/[{,]\s*"?url"?\s*:\s*["'`]([^"'`]+)["'`]/g)].map(([, file = '']) => file);
  if (named.length === 0) throw new Error('the service worker names no file to keep');
  return [...new Set(named)];
}
