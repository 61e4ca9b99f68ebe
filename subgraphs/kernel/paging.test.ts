import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PAGE, type Page, pageRequest, toPage } from './paging.ts';

type Row = [string, number];
const compare = (a: Row, b: Row) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]);

/** What `where (name, id) > key order by name, id limit n` gives. */
const fetchAfter = (rows: Row[], request: ReturnType<typeof pageRequest>): Row[] =>
  rows
    .toSorted(compare)
    .filter((r) => !request.key || compare(r, request.key as Row) > 0)
    .slice(0, request.limit);

describe('pages', () => {
  it('cover all rows once, in order, whatever their size', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 3 }), fc.nat(20)), {
          selector: (r) => JSON.stringify(r),
        }),
        fc.integer({ min: 1, max: 7 }),
        (rows, first) => {
          const seen: Row[] = [];
          let after: string | null = null;
          let page: Page<Row>;
          do {
            const request = pageRequest(first, after, 2);
            page = toPage(
              fetchAfter(rows as Row[], request),
              request,
              (r) => r,
              (r) => r,
            );
            expect(page.nodes.length).toBeLessThanOrEqual(first);
            seen.push(...page.nodes);
            after = page.pageInfo.endCursor;
          } while (page.pageInfo.hasNextPage);
          expect(seen).toEqual((rows as Row[]).toSorted(compare));
        },
      ),
    );
  });

  it('tell that an empty list has no cursor', () => {
    const request = pageRequest(10, undefined, 1);
    expect(
      toPage(
        [],
        request,
        () => [],
        (r) => r,
      ),
    ).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });

  it.each([0, -1, 1.5, Number.NaN, MAX_PAGE + 1])('refuse %d rows', (first) => {
    expect(() => pageRequest(first, null, 1)).toThrow(
      expect.objectContaining({
        extensions: { code: 'BAD_INPUT', field: 'first', reason: 'out_of_range', max: MAX_PAGE },
      }),
    );
  });

  it('refuse a cursor that is none, or of another list', () => {
    const of = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const after of [
      'AAAA',
      '%',
      of('x'),
      of({}),
      of([]),
      of(['a']),
      of(['a', null]),
      of(['a', ['b']]),
      of(['a', 1, 2]),
    ]) {
      expect(() => pageRequest(10, after, 2)).toThrow(
        expect.objectContaining({ extensions: { code: 'BAD_INPUT', field: 'after', reason: 'format' } }),
      );
    }
    expect(pageRequest(10, of(['a', 1]), 2).key).toEqual(['a', 1]);
  });
});
