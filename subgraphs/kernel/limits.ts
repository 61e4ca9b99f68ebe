import { ApolloArmor } from '@escape.tech/graphql-armor';
import { noListInsideItself } from './nested-lists.ts';

/** Limits of any document, held at the gateway and again at each subgraph. */
export const DOCUMENT_LIMITS = { depth: 12, aliases: 30, directives: 20, tokens: 2_000, cost: 50_000 } as const;
/** Bytes of a GraphQL body. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Validation rules and plugins for ApolloServer that refuse documents over the limits. */
export function documentLimits() {
  const armor = new ApolloArmor({
    maxDepth: { enabled: true, n: DOCUMENT_LIMITS.depth },
    maxAliases: { enabled: true, n: DOCUMENT_LIMITS.aliases },
    maxDirectives: { enabled: true, n: DOCUMENT_LIMITS.directives },
    maxTokens: { enabled: true, n: DOCUMENT_LIMITS.tokens },
    // Cost by depth punishes the federated lists we serve on purpose; pages are bounded by `first` instead.
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: true },
  }).protect();
  return { ...armor, validationRules: [...armor.validationRules, noListInsideItself] };
}
