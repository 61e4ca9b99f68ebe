import { browserBundle } from '@miaoben/tests/support/browser-bundle';
import { expect, it } from 'vitest';

it('the verifying half is small, pulls in no signing code and nothing of Node', async () => {
  const { files, node, size } = await browserBundle(`${import.meta.dirname}/verify.ts`);
  const modules = files.filter((path) => !path.includes('node_modules'));
  expect(modules.filter((path) => /issue-|-sign|signer|pkcs8|cbor-encode/.test(path))).toEqual([]);
  expect(node).toEqual([]);
  // Leaves 12 kB of the 50 kB of the verify screen for the screen.
  expect(size).toBeLessThan(38_000);
});
