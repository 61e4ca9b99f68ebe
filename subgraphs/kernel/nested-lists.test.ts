import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { noListInsideItself } from './nested-lists.ts';

const schema = buildSchema(`
  type Query { person(id: ID): Person people: [Person!]! }
  type Person { id: ID mother: Person doses: [Dose!]! }
  type Dose { id: ID person: Person! }`);
const faults = (text: string) => validate(schema, parse(text), [noListInsideItself]).map((e) => e.message);
const TOO_OFTEN = ['A list stands inside itself more often than the limit of 2 times.'];

describe('documents that go round in circles', () => {
  it('may take a list inside itself once', () => {
    expect(faults('{ people { doses { person { doses { id person { id } } } } } }')).toEqual([]);
    expect(faults('{ a: people { doses { id } } b: people { doses { id } } person { doses { id } } }')).toEqual([]);
  });

  it('are refused the third time, also through fragments', () => {
    expect(faults('{ person { doses { person { doses { person { doses { id } } } } } } }')).toEqual(TOO_OFTEN);
    const fragments = 'fragment d on Dose { person { ...p } } fragment p on Person { ... on Person { doses { id } } }';
    expect(faults(`{ person { doses { person { doses { ...d } } } } } ${fragments}`)).toEqual(TOO_OFTEN);
  });

  it('may follow what is no list', () => {
    expect(faults('{ person { mother { mother { mother { mother { doses { id } } } } } } }')).toEqual([]);
  });

  it('are refused when fragments multiply them, and when fragments spread themselves do not keep the check busy', () => {
    const many = Array.from(
      { length: 60 },
      (_, i) => `fragment f${i} on Person { ...f${i + 1} mother { ...f${i + 1} } }`,
    );
    const document = `{ person { ...f0 } } ${many.join(' ')} fragment f60 on Person { id }`;
    expect(faults(document)).toEqual(['The document exceeds the limit of 20000 fields.']);
    expect(faults('{ person { ...f } } fragment f on Person { id mother { ...f } }')).toEqual([]);
  });
});
