import { expect, it } from 'vitest';
import { browserBundle, inEmptyRoom, onServer, someChildren } from './two-engines.test-kit.ts';

it('the bundle of browsers answers as the source on servers, byte for byte, without anything of Node', async () => {
  const inBundle = inEmptyRoom(await browserBundle());
  for (const text of someChildren(20).texts) expect(inBundle(text)).toBe(onServer(text));
});
