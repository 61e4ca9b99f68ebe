export const PERSON_FIELDS = 'id name sex birthDate';
export const DOSE_FIELDS = 'id date doseNumber lotNumber state source';

const id = '00000000-0000-7000-8000-000000000001';

/** The three questions of the bench: one person; one child with 24 doses over two subgraphs; 50 children with 24 doses each. */
export const QUESTIONS = {
  root: { query: `query($id:ID!){person(id:$id){${PERSON_FIELDS}}}`, variables: { id }, requests: 1_500 },
  join: {
    query: `query($id:ID!){person(id:$id){${PERSON_FIELDS} doses{${DOSE_FIELDS}}}}`,
    variables: { id },
    requests: 800,
  },
  list: {
    query: `query($t:String!,$n:Int){searchPersons(text:$t,first:$n){nodes{${PERSON_FIELDS} doses{${DOSE_FIELDS}}}}}`,
    variables: { t: 'a', n: 50 },
    requests: 120,
  },
} as const;
export type Question = keyof typeof QUESTIONS;
