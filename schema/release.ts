/** Makes the API of today the released one, against which later changes are checked: `npm run schema:release`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { printSchema } from 'graphql';
import { schemaDir } from './compose.ts';

const api = Supergraph.build(readFileSync(`${schemaDir}supergraph.graphql`, 'utf8'))
  .apiSchema()
  .toGraphQLJSSchema();
writeFileSync(`${schemaDir}released.graphql`, `${printSchema(api)}\n`);
