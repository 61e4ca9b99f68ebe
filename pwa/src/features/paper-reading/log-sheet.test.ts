import { describe, expect, it, vi } from 'vitest';

const ALL = Array.from({ length: 230 }, (_, i) => ({ id: `r${i}` }));
const asked: { filter: unknown; after: string | null }[] = [];
let failAt = Infinity;
vi.mock('../../data/client.ts', () => ({
  client: {
    query: (_: unknown, { filter, first, after }: { filter: unknown; first: number; after: string | null }) => ({
      toPromise: async () => {
        asked.push({ filter, after });
        if (asked.length === failAt) return { error: { networkError: new Error('gone'), graphQLErrors: [] } };
        const from = Number(after ?? 0);
        const end = from + first;
        return {
          data: {
            paperReadings: {
              nodes: ALL.slice(from, end),
              pageInfo: { hasNextPage: end < ALL.length, endCursor: String(end) },
            },
          },
        };
      },
    }),
  },
}));
const { allLines } = await import('./log-sheet.ts');

describe('J-10 the log of papers taken home', () => {
  it('has every line of the filter, told as they are read', async () => {
    const counts: number[] = [];
    expect(await allLines({ state: 'failed' }, (n) => counts.push(n))).toEqual(ALL);
    expect(counts).toEqual([100, 200, 230]);
    expect(asked.map(({ after }) => after)).toEqual([null, '100', '200']);
    expect(asked.every(({ filter }) => (filter as { state: string }).state === 'failed')).toBe(true);
  });

  it('is no half file when the network goes', async () => {
    asked.length = 0;
    failAt = 2;
    expect(await allLines({}, () => undefined)).toMatchObject({ code: 'OFFLINE' });
  });
});
