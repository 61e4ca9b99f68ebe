import { expect, it } from 'vitest';
import { flipped, holdToTheRule, PARTS, repacked, SAMPLE, uncoveredOffsets } from './mutation-test-kit.ts';

it('Q-59 attack 28: every byte of the file, changed three ways, is refused unless the content is the same to the last byte', () => {
  const uncovered = uncoveredOffsets();
  const accepted = new Set<number>();
  let tried = 0;
  for (let at = 0; at < SAMPLE.length; at++) {
    for (const mask of [1, 0x80, 0xff]) {
      tried++;
      if (holdToTheRule(flipped(at, mask))) accepted.add(at);
    }
  }
  expect(tried).toBe(SAMPLE.length * 3);
  expect([...accepted].filter((at) => !uncovered.has(at))).toEqual([]);
  console.log(`${tried} changed files; accepted with the same content at ${accepted.size} of ${SAMPLE.length} offsets`);
});

it('Q-59 attack 28: every byte of the signature and of its values is refused, two ways each', () => {
  for (const name of [...PARTS.keys()].filter((part) => part.includes('/Sign_0/'))) {
    for (let at = 0; at < PARTS.get(name)!.length; at++) {
      for (const mask of [1, 0x80]) expect(holdToTheRule(repacked(name, at, mask))).toBe(false);
    }
  }
});
