import { expect, it } from 'vitest';
import { requestKind } from './metrics.ts';

it('labels requests by the first part of a known path, and all others alike', () => {
  expect(requestKind('/graphql')).toBe('graphql');
  expect(requestKind('/files/people/up/x?y=1')).toBe('files');
  for (const path of ['/', '/%67raphql', '/63012119900101123X', undefined]) expect(requestKind(path)).toBe('other');
});
