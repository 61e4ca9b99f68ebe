import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { SUBGRAPHS } from './policy.ts';

export const schemaDir = fileURLToPath(new URL('.', import.meta.url));
export const readSubgraphSdl = (name: string): string => readFileSync(`${schemaDir}subgraphs/${name}.graphql`, 'utf8');

/** Composes subgraph SDLs into the supergraph. @throws with every composition error */
export function composeSupergraph(sdlOf: (name: string) => string): string {
  const result = composeServices(
    SUBGRAPHS.map((name) => ({ name, url: `http://${name}.miaoben.internal/graphql`, typeDefs: parse(sdlOf(name)) })),
  );
  if (result.errors?.length || !result.supergraphSdl) {
    throw new Error((result.errors ?? []).map((e) => e.message).join('\n'));
  }
  return `${result.supergraphSdl.trim()}\n`;
}
