/** The practical ceiling: a hand-written aggregator over the same subgraphs, with the same token check, that knows the three questions. */
import { createServer } from 'node:http';
import { createTokenVerifier } from '@miaoben/kernel/claims';
import { Pool } from 'undici';
import { DOSE_FIELDS, PERSON_FIELDS, QUESTIONS } from './questions.ts';

const [port = '0', urls = '{}'] = process.argv.slice(2);
const addresses = JSON.parse(urls) as Record<string, string>;
const verify = createTokenVerifier(addresses.identity!);
const people = new Pool(addresses.people!, { connections: 64 });
const vaccines = new Pool(addresses.vaccines!, { connections: 64 });

interface Child {
  id: string;
  doses?: unknown;
}
async function ask<T>(pool: Pool, query: string, variables: Record<string, unknown>): Promise<T> {
  const { body } = await pool.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return ((await body.json()) as { data: T }).data;
}
async function withDoses(children: Child[]): Promise<void> {
  const { _entities } = await ask<{ _entities: { doses: unknown }[] }>(
    vaccines,
    `query($r:[_Any!]!){_entities(representations:$r){...on Person{doses{${DOSE_FIELDS}}}}}`,
    { r: children.map((c) => ({ __typename: 'Person', id: c.id })) },
  );
  children.forEach((child, i) => {
    child.doses = _entities[i]!.doses;
  });
}

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => {
    body += text;
  });
  request.on('end', async () => {
    await verify(request.headers.authorization);
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    let data: unknown;
    if (query === QUESTIONS.list.query) {
      const found = await ask<{ searchPersons: { nodes: Child[] } }>(
        people,
        `query($t:String!,$n:Int){searchPersons(text:$t,first:$n){nodes{${PERSON_FIELDS}}}}`,
        variables,
      );
      await withDoses(found.searchPersons.nodes);
      data = found;
    } else {
      const found = await ask<{ person: Child }>(people, `query($id:ID!){person(id:$id){${PERSON_FIELDS}}}`, variables);
      if (query === QUESTIONS.join.query) await withDoses([found.person]);
      data = found;
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
}).listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
