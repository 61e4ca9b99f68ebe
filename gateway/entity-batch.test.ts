import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { asksForEntities, mergeRequests, partOf } from './entity-batch.ts';

const names = {
  query:
    'query Record__identity__2($representations:[_Any!]!){_entities(representations:$representations){...on Organisation{name}}}',
  variables: { representations: [{ __typename: 'Organisation', id: '1' }] },
};
const people = {
  query:
    'query Record__identity__3($representations:[_Any!]!,$full:Boolean!){_entities(representations:$representations){...on Account{displayName @include(if:$full)}}}',
  variables: { representations: [{ __typename: 'Account', id: '2' }], full: true },
};

describe('sub-requests for entities to one subgraph', () => {
  it('become one document, with variables of their own', () => {
    const merged = mergeRequests([names, people])!;
    expect(print(parse(merged.query))).toBe(
      print(
        parse(`query ($representations_0: [_Any!]!, $representations_1: [_Any!]!, $full_1: Boolean!) {
          e0: _entities(representations: $representations_0) { ... on Organisation { name } }
          e1: _entities(representations: $representations_1) { ... on Account { displayName @include(if: $full_1) } }
        }`),
      ),
    );
    expect(merged.variables).toEqual({
      representations_0: names.variables.representations,
      representations_1: people.variables.representations,
      full_1: true,
    });
  });

  it('get back each its own data and errors', () => {
    const answer = {
      data: { e0: [{ name: '桥头镇卫生院' }], e1: [null] },
      errors: [{ message: 'no', path: ['e1', 0, 'displayName'] }, { message: 'both' }],
    };
    expect(partOf(answer, 0)).toEqual({
      data: { _entities: [{ name: '桥头镇卫生院' }] },
      errors: [{ message: 'both' }],
    });
    expect(partOf(answer, 1)).toEqual({
      data: { _entities: [null] },
      errors: [{ message: 'no', path: ['_entities', 0, 'displayName'] }, { message: 'both' }],
    });
    expect(partOf({ data: null }, 0)).toEqual({ data: null });
  });

  it('stay apart when one of them is not only that', () => {
    const fragment = {
      query: `${names.query.replace('name', '...F')} fragment F on Organisation { name }`,
      variables: {},
    };
    const more = { query: 'query { _entities(representations: []) { __typename } me { id } }', variables: {} };
    for (const other of [fragment, more]) expect(mergeRequests([names, other])).toBeUndefined();
    expect(asksForEntities('query { me { id } }')).toBe(false);
  });
});
