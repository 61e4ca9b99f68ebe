import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** A list may stand inside itself once: `person { doses { person { doses` is two. */
const TIMES = 2;
/** Fields looked at in one document, fragments counted each time they are spread. */
const STEPS = 20_000;

const holdsList = (type: GraphQLOutputType): boolean =>
  isListType(type) || (isNonNullType(type) && holdsList(type.ofType));

/**
 * Validation rule: refuses documents that go round in circles through lists. Depth alone does not bound them: a child's doses, their
 * child, its doses … five times over are millions of objects in a document twelve deep.
 */
export function noListInsideItself(context: ValidationContext): ASTVisitor {
  const schema = context.getSchema();
  let steps = 0;
  const refuse = (message: string) => context.reportError(new GraphQLError(message));

  /** @returns false when the document was refused: there is no need to look on */
  function walk(set: SelectionSetNode, typeName: string, open: Map<string, number>, spread: Set<string>): boolean {
    const type = schema.getType(typeName);
    for (const selection of set.selections) {
      steps += 1;
      if (steps > STEPS) {
        refuse(`The document exceeds the limit of ${STEPS} fields.`);
        return false;
      }
      if (selection.kind === Kind.FIELD) {
        const field = isObjectType(type) ? type.getFields()[selection.name.value] : undefined;
        // Introspection and unknown fields are looked at by other rules.
        if (!field || !selection.selectionSet || typeName.startsWith('__')) continue;
        const name = `${typeName}.${selection.name.value}`;
        const times = (open.get(name) ?? 0) + (holdsList(field.type) ? 1 : 0);
        if (times > TIMES) {
          refuse(`A list stands inside itself more often than the limit of ${TIMES} times.`);
          return false;
        }
        const inside = new Map(open).set(name, times);
        if (!walk(selection.selectionSet, getNamedType(field.type).name, inside, spread)) return false;
        continue;
      }
      let fragment: FragmentDefinitionNode | undefined;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        fragment = context.getFragment(selection.name.value) ?? undefined;
        // A fragment that spreads itself is refused by another rule.
        if (!fragment || spread.has(selection.name.value)) continue;
      }
      const condition = (fragment ?? (selection.kind === Kind.INLINE_FRAGMENT ? selection : undefined))?.typeCondition;
      const next = condition?.name.value ?? typeName;
      const inner = fragment?.selectionSet ?? (selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : null);
      const within = fragment ? new Set(spread).add(fragment.name.value) : spread;
      if (inner && isCompositeType(schema.getType(next)) && !walk(inner, next, open, within)) return false;
    }
    return true;
  }

  return {
    OperationDefinition(node) {
      const root = schema.getRootType(node.operation);
      if (root) walk(node.selectionSet, root.name, new Map(), new Set());
      return false;
    },
  };
}
