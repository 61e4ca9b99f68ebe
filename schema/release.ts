/**
 * Makes the API of today the released one, against which later changes are checked, and keeps the app's documents of today for two more
 * releases: `npm run schema:release`.
 */
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { printSchema } from 'graphql';
import { schemaDir } from './compose.ts';

const api = Supergraph.build(readFileSync(`${schemaDir}supergraph.graphql`, 'utf8'))
  .apiSchema()
  .toGraphQLJSSchema();
writeFileSync(`${schemaDir}released.graphql`, `${printSchema(api)}\n`);

const KEPT = 2;
const folder = join(schemaDir, 'operations/released');
const numbers = readdirSync(folder)
  .map((name) => Number.parseInt(name, 10))
  .sort((a, b) => b - a);
copyFileSync(join(schemaDir, 'operations/persisted.json'), join(folder, `${(numbers[0] ?? 0) + 1}.json`));
for (const number of numbers.slice(KEPT - 1)) rmSync(join(folder, `${number}.json`));
