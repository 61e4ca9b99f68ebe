import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Manifest, Plugin } from 'vite';

interface Entry {
  readonly url: string;
}

/** Documents that every device keeps, with all they need: the landing page, and verifying, which anybody may have to do off line. */
const EVERYBODYS = ['index.html', 'verify/index.html'];

/** Files that a document may come to need. */
function filesOf(manifest: Manifest, document: string): Set<string> {
  const files = new Set([document]);
  const seen = new Set<string>();
  const follow = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) follow(next);
  };
  follow(document);
  return files;
}

/**
 * What the service worker is told of each file it may keep:
 * - its SHA-256: an answer with other bytes than those of the build, from a cache on the way or a half-done roll-out, is refused, and the
 *   version that works stays;
 * - `audiences`, where not every device keeps it: a parent's phone does not fetch the screens of the clinic.
 */
export function precacheEntries() {
  let outDir = '';
  const plugin: Plugin = {
    name: 'miaoben-precache-entries',
    configResolved({ root, build }) {
      outDir = resolve(root, build.outDir);
    },
  };
  const describe = async <E extends Entry>(entries: E[]) => {
    const manifest = JSON.parse(await readFile(join(outDir, '.vite', 'manifest.json'), 'utf8')) as Manifest;
    const documents = Object.keys(manifest).filter((key) => manifest[key]?.isEntry && key.endsWith('.html'));
    const everybodys = new Set(EVERYBODYS.flatMap((document) => [...filesOf(manifest, document)]));
    const others = documents
      .filter((document) => !EVERYBODYS.includes(document))
      .map((document) => ({ audience: document.split('/')[0]!, files: filesOf(manifest, document) }));
    return {
      manifest: await Promise.all(
        entries.map(async (entry) => {
          const digest = createHash('sha256').update(await readFile(join(outDir, entry.url)));
          const audiences = others.filter(({ files }) => files.has(entry.url)).map(({ audience }) => audience);
          const isOfSome = audiences.length > 0 && !everybodys.has(entry.url);
          return {
            ...entry,
            integrity: `sha256-${digest.digest('base64')}`,
            ...(isOfSome && { audiences }),
          };
        }),
      ),
    };
  };
  return { plugin, describe };
}
