import { createHash } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayExecutor, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { MiaobenError } from '@miaoben/kernel';
import { formatError } from '@miaoben/kernel/errors';
import { DOCUMENT_LIMITS, documentLimits } from '@miaoben/kernel/limits';
import type { Logger } from '@miaoben/kernel/log';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayContext } from './context.ts';

interface CheckedDocument {
  document: DocumentNode | undefined;
  hash: string;
  /** what is wrong with it, formatted; empty when it may run */
  faults: GraphQLFormattedError[];
}
export interface ExecutionAnswer {
  /** the document was not run at all */
  refused: boolean;
  data?: unknown;
  errors?: GraphQLFormattedError[];
}

/** Characters of text whose documents are kept; one makes about 250 bytes. A longer text is read anew each time. */
const KEPT_TEXT = { maxSize: 400_000, maxEntrySize: 20_000 };

/**
 * Apollo Gateway's planner and executor, called directly: a document is parsed, validated and held against the limits once,
 * then found by its text (docs/adr/0004-gateway-data-source.md).
 */
export class GraphExecution {
  readonly #gateway: ApolloGateway;
  readonly #log: Logger;
  readonly #format: ReturnType<typeof formatError>;
  readonly #rules = [...specifiedRules, ...documentLimits().validationRules];
  readonly #documents = new LRUCache<string, CheckedDocument>({
    ...KEPT_TEXT,
    sizeCalculation: (_, source) => source.length + 1,
  });
  #schema!: GraphQLSchema;
  #execute!: GatewayExecutor;

  private constructor(gateway: ApolloGateway, log: Logger) {
    this.#gateway = gateway;
    this.#log = log;
    this.#format = formatError(log);
  }

  static async load(
    supergraphSdl: string,
    sourceOf: (name: string) => GraphQLDataSource,
    log: Logger,
  ): Promise<GraphExecution> {
    const gateway = new ApolloGateway({ supergraphSdl, buildService: ({ name }) => sourceOf(name), logger: log });
    const execution = new GraphExecution(gateway, log);
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
      execution.#schema = apiSchema;
    });
    const { executor } = await gateway.load({ apollo: {} });
    execution.#execute = executor as GatewayExecutor;
    return execution;
  }

  /** @throws {MiaobenError} BAD_REQUEST for variables that are no object or an operation name that is not there */
  async run(
    source: string,
    variables: unknown,
    operationName: unknown,
    context: GatewayContext,
  ): Promise<ExecutionAnswer> {
    if (variables != null && (typeof variables !== 'object' || Array.isArray(variables)))
      throw new MiaobenError('BAD_REQUEST', { field: 'variables' });
    if (operationName != null && typeof operationName !== 'string')
      throw new MiaobenError('BAD_REQUEST', { field: 'operationName' });
    const checked = this.#check(source);
    if (!checked.document || checked.faults.length > 0) return { refused: true, errors: checked.faults };
    const operation = getOperationAST(checked.document, operationName);
    if (!operation) throw new MiaobenError('BAD_REQUEST', { field: 'operationName' });
    const result = await this.#execute({
      request: {
        query: source,
        ...(operationName != null && { operationName }),
        variables: (variables ?? {}) as Record<string, unknown>,
      },
      document: checked.document,
      queryHash: checked.hash,
      source,
      operation,
      operationName: operationName ?? operation.name?.value ?? null,
      schema: this.#schema,
      context,
      logger: this.#log,
      metrics: {},
      overallCachePolicy: undefined,
      // Parts of the interface that only usage reporting and response caches read.
    } as Partial<GatewayGraphQLRequestContext> as GatewayGraphQLRequestContext);
    // What the executor finds wrong with the variables carries no code, and repeats the values.
    const ofVariables = result.errors?.filter(({ nodes }) => nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) ?? [];
    if (ofVariables.length > 0)
      return { refused: true, errors: ofVariables.map((error) => this.#shown(error, 'BAD_USER_INPUT')) };
    return {
      refused: false,
      data: result.data,
      ...(result.errors?.length && { errors: result.errors.map((error) => this.#shown(error)) }),
    };
  }

  #check(source: string): CheckedDocument {
    const known = this.#documents.get(source);
    if (known) return known;
    const checked = this.#read(source);
    this.#documents.set(source, checked);
    return checked;
  }

  #read(source: string): CheckedDocument {
    const hash = createHash('sha256').update(source).digest('hex');
    try {
      const document = parse(source, { maxTokens: DOCUMENT_LIMITS.tokens });
      const faults = validate(this.#schema, document, this.#rules, { maxErrors: 5 });
      return { document, hash, faults: faults.map((f) => this.#shown(f, 'GRAPHQL_VALIDATION_FAILED')) };
    } catch (error) {
      return { document: undefined, hash, faults: [this.#shown(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
    }
  }

  /** As a caller sees it: a code of the closed list, no suggestion of other fields, nothing of how the graph is cut into parts. */
  #shown(error: GraphQLError, code?: string): GraphQLFormattedError {
    const graphQLError =
      error instanceof GraphQLError ? error : new GraphQLError('unexpected', { originalError: error as Error });
    const { serviceName: _name, ...extensions } = graphQLError.extensions;
    const formatted = {
      ...graphQLError.toJSON(),
      message: graphQLError.message.replace(/ Did you mean.*/s, ''),
      extensions: { ...(code && { code }), ...extensions },
    };
    return this.#format(formatted, graphQLError);
  }

  stop(): Promise<void> {
    return this.#gateway.stop();
  }
}
