import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

interface Entry {
  readonly url: string;
}

/**
 * Names the SHA-256 of each file that the service worker keeps: an answer with other bytes than those of the build, from a cache on the
 * way or a half-done roll-out, is refused at install, and the version that works stays.
 */
export function precacheIntegrity() {
  let outDir = '';
  const plugin: Plugin = {
    name: 'miaoben-precache-integrity',
    configResolved({ root, build }) {
      outDir = resolve(root, build.outDir);
    },
  };
  const withIntegrity = async <E extends Entry>(entries: E[]) => ({
    manifest: await Promise.all(
      entries.map(async (entry) => {
        const digest = createHash('sha256').update(await readFile(join(outDir, entry.url)));
        return { ...entry, integrity: `sha256-${digest.digest('base64')}` };
      }),
    ),
  });
  return { plugin, withIntegrity };
}
