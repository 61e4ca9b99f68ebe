import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { OFD_REASONS } from './reasons.ts';

it('Q-59 the checking half is small, pulls in no writing code and nothing of Node', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${import.meta.dirname}/check.ts`],
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
  const modules = Object.keys(metafile.inputs).filter((path) => path.includes('sealed-file/'));
  expect(modules.filter((path) => /write|issue-|seal-ofd|page-model/.test(path))).toEqual([]);
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  expect(imports.filter((path) => path.startsWith('node:'))).toEqual([]);
  expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThan(53_000);
});

it('the README has a sentence for every reason', () => {
  const readme = readFileSync(`${import.meta.dirname}/README.md`, 'utf8');
  for (const reason of Object.values(OFD_REASONS).flat())
    expect(readme).toMatch(new RegExp(`\\| \`${reason}\` \\| [^|]*\\p{Script=Han}`, 'u'));
});
