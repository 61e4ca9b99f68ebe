/**
 * Reads the documents of the PWA (`operations/<audience>/*.graphql`), checks them against the composed API, and writes
 * `operations/persisted.json` ({sha256: document}, the only documents interactive roles may run) and, for the PWA, one
 * module per audience with the types and the hash of each operation, so that no document text travels in the bundle.
 * `npm run codegen -w @miaoben/pwa`; with `--check` nothing is written and a stale manifest is an error.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  printSchema,
  validate,
  visit,
} from 'graphql';
import { composeSupergraph, readSubgraphSdl, schemaDir } from './compose.ts';

const OPERATIONS = join(schemaDir, 'operations');
const GENERATED = join(schemaDir, '../pwa/src/data/generated');
const MANIFEST = join(OPERATIONS, 'persisted.json');

interface SourceDocument {
  file: string;
  audience: string;
  document: DocumentNode;
}
interface PersistedOperation {
  audience: string;
  name: string;
  kind: string;
  hash: string;
  text: string;
}

/** The schema a client sees: what the subgraphs' committed SDL composes to. */
function readApiSchema(): GraphQLSchema {
  return Supergraph.build(composeSupergraph(readSubgraphSdl)).apiSchema().toGraphQLJSSchema();
}

function readDocuments(): SourceDocument[] {
  return readdirSync(OPERATIONS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.graphql'))
    .sort()
    .map((path) => ({
      file: path,
      audience: path.split(/[\\/]/)[0] ?? '',
      document: parse(readFileSync(join(OPERATIONS, path), 'utf8'), { noLocation: true }),
    }));
}

function fragmentsOf(documents: SourceDocument[]): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { document, file } of documents) {
    for (const node of document.definitions) {
      if (node.kind !== Kind.FRAGMENT_DEFINITION) continue;
      if (fragments.has(node.name.value)) throw new Error(`${file}: fragment ${node.name.value} stands twice`);
      fragments.set(node.name.value, node);
    }
  }
  return fragments;
}

/** The operation with the fragments it needs, sorted by name: the same text whoever prints it. */
function standalone(
  operation: OperationDefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
  file: string,
): DocumentNode {
  const needed = new Map<string, FragmentDefinitionNode>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        if (needed.has(value)) return;
        const fragment = fragments.get(value);
        if (!fragment) throw new Error(`${file}: no fragment ${value}`);
        needed.set(value, fragment);
        collect(fragment);
      },
    });
  };
  collect(operation);
  const sorted = [...needed.values()].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
  return { kind: Kind.DOCUMENT, definitions: [operation, ...sorted] };
}

function persist(documents: SourceDocument[], schema: GraphQLSchema): PersistedOperation[] {
  const fragments = fragmentsOf(documents);
  const seen = new Set<string>();
  return documents.flatMap(({ document, file, audience }) =>
    document.definitions
      .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
      .map((node) => {
        const name = node.name?.value;
        if (!name || seen.has(name)) throw new Error(`${file}: each operation needs a name of its own`);
        seen.add(name);
        const whole = standalone(node, fragments, file);
        const errors = validate(schema, whole);
        if (errors.length > 0) throw new Error(errors.map((error) => `${file}: ${error.message}`).join('\n'));
        const text = print(whole);
        return { audience, name, kind: node.operation, text, hash: createHash('sha256').update(text).digest('hex') };
      }),
  );
}

/** One module: types of the operations of an audience, then a constant per operation. */
async function moduleOf(audience: string, operations: PersistedOperation[], schema: GraphQLSchema): Promise<string> {
  const types = await codegen({
    filename: `${audience}.ts`,
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents: operations.map(({ name, text }) => ({ location: name, document: parse(text) })),
    config: {
      scalars: { ID: 'string', Date: 'string', DateTime: 'string' },
      enumType: 'string-literal',
      inlineFragmentTypes: 'inline',
      skipTypename: true,
      useTypeImports: true,
      dedupeFragments: true,
    },
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
  });
  const constants = operations.map(({ name, kind, hash }) => {
    const suffix = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
    return `export const ${name} = /*#__PURE__*/ operation<${name}${suffix}, ${name}${suffix}Variables>('${kind}', '${name}', '${hash}');`;
  });
  return `// Written by schema/codegen.ts\nimport { operation } from '../operation.ts';\n\n${types}\n${constants.join('\n')}\n`;
}

const schema = readApiSchema();
const operations = persist(readDocuments(), schema);
const manifest = `${JSON.stringify(
  Object.fromEntries(operations.map(({ hash, text }) => [hash, text]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1))),
  null,
  2,
)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(MANIFEST, 'utf8') !== manifest) {
    console.error(
      `${relative(process.cwd(), MANIFEST)} is stale: run \`npm run codegen -w @miaoben/pwa\` and commit it.`,
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(MANIFEST, manifest);
  mkdirSync(GENERATED, { recursive: true });
  const byAudience = Map.groupBy(operations, (operation) => operation.audience);
  for (const [audience, own] of byAudience) {
    writeFileSync(join(GENERATED, `${audience}.ts`), await moduleOf(audience, own, schema));
  }
  for (const file of readdirSync(GENERATED)) {
    if (!byAudience.has(file.replace(/\.ts$/, ''))) rmSync(join(GENERATED, file));
  }
}
