import { readFileSync } from 'node:fs';
import { browserBundle } from '@miaoben/tests/support/browser-bundle';
import { expect, it } from 'vitest';
import { OFD_REASONS } from './reasons.ts';

it('Q-59 the checking half is small, pulls in no writing code and nothing of Node', async () => {
  const { files, node, size } = await browserBundle(`${import.meta.dirname}/check.ts`);
  const modules = files.filter((path) => path.includes('sealed-file/'));
  expect(modules.filter((path) => /write|issue-|seal-ofd|page-model/.test(path))).toEqual([]);
  expect(node).toEqual([]);
  expect(size).toBeLessThan(53_000);
});

it('the README has a sentence for every reason', () => {
  const readme = readFileSync(`${import.meta.dirname}/README.md`, 'utf8');
  for (const reason of Object.values(OFD_REASONS).flat())
    expect(readme).toMatch(new RegExp(`\\| \`${reason}\` \\| [^|]*\\p{Script=Han}`, 'u'));
});
