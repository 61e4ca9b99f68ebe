/** The stock gateway of the bench: Apollo Gateway in Apollo's standalone server, with the same token check as ours. */
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createTokenVerifier } from '@miaoben/kernel/claims';

const [port = '0', urls = '{}', supergraph = ''] = process.argv.slice(2);
const addresses = JSON.parse(urls) as Record<string, string>;
const verify = createTokenVerifier(addresses.identity!);

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  buildService: ({ name }) =>
    new RemoteGraphQLDataSource<{ authorization?: string }>({
      url: `${addresses[name]}/graphql`,
      willSendRequest({ request, context }) {
        if (context.authorization) request.http?.headers.set('authorization', context.authorization);
      },
    }),
});
await startStandaloneServer(new ApolloServer<{ authorization?: string }>({ gateway }), {
  listen: { port: Number(port), host: '127.0.0.1' },
  context: async ({ req }) => {
    await verify(req.headers.authorization);
    return { ...(req.headers.authorization && { authorization: req.headers.authorization }) };
  },
});
process.send?.('ready');
