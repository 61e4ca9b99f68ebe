import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('the verifying half is small, pulls in no signing code and nothing of Node', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${import.meta.dirname}/verify.ts`],
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
  const modules = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules'));
  expect(modules.filter((path) => /issue-|-sign|signer|pkcs8|cbor-encode/.test(path))).toEqual([]);
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  expect(imports.filter((path) => path.startsWith('node:'))).toEqual([]);
  // Leaves 12 kB of the 50 kB of the verify screen for the screen.
  expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThan(38_000);
});
