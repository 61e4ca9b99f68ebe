/** Stub subgraph of the gateway bench: answers each request once by execution over made-up data, then from memory. Also serves the keys. */
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { readSubgraphSdl } from '@miaoben/schema/compose.ts';
import { graphql, parse } from 'graphql';

const [name = '', port = '0', jwk = '{}'] = process.argv.slice(2);
export const DOSES = 24;

const person = (id: string) => ({
  __typename: 'Person',
  id,
  name: `张*${id.slice(-2)}`,
  sex: 'F',
  birthDate: '2022-03-04',
  documentType: '1',
  guardians: [],
  residence: { code: '630121100' },
  managingClinic: { id: 'clinic' },
  registrationState: 'active',
  conditions: [],
  version: 1,
  updatedAt: '2026-01-01T00:00:00.000Z',
  duplicates: [],
});
const dose = (personId: string, n: number) => ({
  id: `${personId}-${n}`,
  person: { __typename: 'Person', id: personId },
  date: '2023-05-06',
  vaccine: {
    code: '0402',
    name: '吸附无细胞百白破联合疫苗',
    majorCode: '04',
    majorName: '百白破疫苗',
    series: ['DTaP'],
    programme: true,
  },
  lotNumber: `L2023${n}`,
  doseNumber: n,
  state: 'given',
  source: 'clinic',
  recordedAt: '2023-05-06T02:00:00.000Z',
  evaluations: [],
  conflictsWith: [],
  reviewed: true,
});
const resolvers =
  name === 'people'
    ? {
        Query: {
          person: (_: unknown, a: { id: string }) => person(a.id),
          searchPersons: (_: unknown, a: { first: number }) => ({
            nodes: Array.from({ length: a.first }, (_v, i) =>
              person(`00000000-0000-7000-8000-0000000000${String(i).padStart(2, '0')}`),
            ),
            pageInfo: { hasNextPage: false },
          }),
        },
      }
    : {
        Person: {
          __resolveReference: (r: { id: string }) => r,
          doses: (p: { id: string }) => Array.from({ length: DOSES }, (_v, i) => dose(p.id, i + 1)),
        },
      };
const schema = buildSubgraphSchema([{ typeDefs: parse(readSubgraphSdl(name)), resolvers: resolvers as never }]);
const answers = new Map<string, string>();

createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url === '/jwks') return void response.end(JSON.stringify({ keys: [JSON.parse(jwk)] }));
  if (request.url?.startsWith('/health')) return void response.end('{}');
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    const known = answers.get(body);
    if (known) return void response.end(known);
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    void graphql({ schema, source: query, variableValues: variables }).then((result) => {
      const text = JSON.stringify(result);
      answers.set(body, text);
      response.end(text);
    });
  });
}).listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
