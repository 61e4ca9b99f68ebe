import { start as certificates } from '@miaoben/certificates/server';
import { start as identity } from '@miaoben/identity/server';
import { start as people } from '@miaoben/people/server';
import type { SubgraphName } from '@miaoben/schema';
import { start as statistics } from '@miaoben/statistics/server';
import { start as vaccines } from '@miaoben/vaccines/server';
import { type RunningGateway, startGateway } from '../../gateway/server.ts';
import { type Stack, startStack } from './stack.ts';

/** All five subgraphs on databases of their own, empty but for their tables. */
export const startAllSubgraphs = (adminUrl: string, today?: string): Promise<Stack> =>
  startStack(adminUrl, { identity, people, vaccines, certificates, statistics }, today);

/** The gateway in front of a stack. */
export const startGatewayOver = (
  stack: Stack,
  subgraphs: Partial<Record<SubgraphName, string>> = {},
): Promise<RunningGateway> =>
  startGateway({
    host: '127.0.0.1',
    port: 0,
    routerSecret: stack.routerSecret,
    subgraphs: { ...stack.peers, ...subgraphs },
    // No page is asked for here; the gateway reads through the whole folder as it starts.
    pwaDir: import.meta.dirname,
    logLevel: 'fatal',
  });
