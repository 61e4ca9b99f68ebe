import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface ManifestChunk {
  file: string;
  imports?: string[];
}

const outDir = mkdtempSync(join(tmpdir(), 'miaoben-pwa-'));
let manifest: Record<string, ManifestChunk>;

beforeAll(() => {
  // A process of its own: inside the test runner Vite would build for development.
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
  execFileSync(process.execPath, [vite, 'build', '--outDir', outDir, '--logLevel', 'error'], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  manifest = JSON.parse(readFileSync(join(outDir, '.vite/manifest.json'), 'utf8')) as typeof manifest;
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

const gzipped = (file: string): number => gzipSync(readFileSync(join(outDir, file)), { level: 9 }).length;

/** Files a document needs before its first screen: its script and everything that script imports statically. */
function staticGraph(key: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the manifest`);
  seen.add(chunk.file);
  for (const next of chunk.imports ?? []) if (!seen.has(manifest[next]?.file ?? '')) staticGraph(next, seen);
  return seen;
}

const firstView = (entry: string): number =>
  [...staticGraph(entry)].filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + gzipped(file), 0);

describe('bytes of script, gzip', () => {
  it('the family first view is at most 60 kB', () => {
    expect(firstView('family/index.html')).toBeLessThanOrEqual(60_000);
  });

  it('verify is at most 50 kB with all it needs to judge a code; the camera decoder comes after the first paint', () => {
    const files = [...staticGraph('verify/index.html')];
    expect(firstView('verify/index.html')).toBeLessThanOrEqual(50_000);
    expect(files.filter((file) => /reader|zxing/.test(file))).toEqual([]);
  });

  it('the landing page is at most 40 kB', () => {
    expect(firstView('index.html')).toBeLessThanOrEqual(40_000);
  });

  it('no chunk is above 60 kB', () => {
    const scripts = Object.values(manifest).filter(({ file }) => file.endsWith('.js'));
    expect(scripts.filter(({ file }) => gzipped(file) > 60_000)).toEqual([]);
  });

  it('carries no document text: only hashes travel', () => {
    const scripts = Object.values(manifest).filter(({ file }) => file.endsWith('.js'));
    const text = scripts.map(({ file }) => readFileSync(join(outDir, file), 'utf8')).join('\n');
    expect(text).not.toMatch(/mutation \w+\(|query \w+ ?[({]/);
  });
});
