import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleSizes, bundleSizes } from '@miaoben/tests/support/bundle-size';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const outDir = mkdtempSync(join(tmpdir(), 'miaoben-pwa-'));
let sizes: BundleSizes;

beforeAll(() => {
  // A process of its own: inside the test runner Vite would build for development.
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
  execFileSync(process.execPath, [vite, 'build', '--outDir', outDir, '--logLevel', 'error'], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  sizes = bundleSizes(outDir);
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

describe('bytes of script, gzip', () => {
  it('the family first view is at most 60 kB', () => {
    expect(sizes.firstView('family/index.html')).toBeLessThanOrEqual(60_000);
  });

  it('verify is at most 50 kB with all it needs to judge a code; the camera decoder comes after the first paint', () => {
    expect(sizes.firstView('verify/index.html')).toBeLessThanOrEqual(50_000);
    expect(sizes.filesOf('verify/index.html').filter((file) => /reader|zxing/.test(file))).toEqual([]);
  });

  it('the landing page is at most 40 kB', () => {
    expect(sizes.firstView('index.html')).toBeLessThanOrEqual(40_000);
  });

  it('no chunk is above 60 kB', () => {
    expect([...sizes.scripts].filter(([, bytes]) => bytes > 60_000)).toEqual([]);
  });

  it('carries no document text: only hashes travel', () => {
    const text = [...sizes.scripts.keys()].map((file) => readFileSync(join(outDir, file), 'utf8')).join('\n');
    expect(text).not.toMatch(/mutation \w+\(|query \w+ ?[({]/);
  });
});
