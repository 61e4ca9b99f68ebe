import {
  BLOCK_FIELDS,
  type FieldRule,
  type FileBlock,
  policies,
  type Scope,
  type SubgraphName,
  type SubgraphPolicy,
} from '@miaoben/schema';
import {
  defaultFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Claims } from './claims.ts';
import type { Ctx } from './context.ts';
import { forbidden, MiaobenError } from './errors.ts';

/** `Type.field` → how its value is shown to those who may not see it whole; told the object and the caller, for what is one's own. */
export type Masks = Record<string, (value: never, source: never, ctx: Ctx) => unknown>;

/** Whether another subgraph that asks is one of those the table names, where it names some. */
function isNeeded({ services }: SubgraphPolicy, operation: string, { role, account }: Claims): boolean {
  const named = services?.[operation];
  return role !== 'service' || named === undefined || named.some((name) => account === `service:${name}`);
}

/** The scope the policy table gives to this caller for an operation, or undefined when denied. */
export function scopeFor(subgraph: SubgraphName, operation: string, claims: Claims): Scope | undefined {
  if (!isNeeded(policies[subgraph], operation, claims)) return undefined;
  return policies[subgraph].operations[operation]?.[claims.role];
}

/** @throws UNAUTHENTICATED for a caller without token, FORBIDDEN for one whose role is not named */
function authorize(subgraph: SubgraphName, operation: string, claims: Claims): void {
  if (scopeFor(subgraph, operation, claims)) return;
  throw claims.role === 'anonymous' ? new MiaobenError('UNAUTHENTICATED') : forbidden();
}

function guardRoot(subgraph: SubgraphName, type: GraphQLObjectType): void {
  for (const [name, field] of Object.entries(type.getFields())) {
    if (name.startsWith('_')) continue;
    const resolve = field.resolve ?? defaultFieldResolver;
    const operation = `${type.name}.${name}`;
    field.resolve = (source, args, ctx: Ctx, info) => {
      authorize(subgraph, operation, ctx.claims);
      return resolve(source, args, ctx, info);
    };
  }
}

function guardField(type: GraphQLObjectType, name: string, rule: Exclude<FieldRule, 'open'>, masks: Masks): void {
  const field = type.getFields()[name];
  if (!field) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  const path = `${type.name}.${name}`;
  field.resolve = async (source, args, ctx: Ctx, info) => {
    const right = rule[ctx.claims.role];
    if (!right) throw forbidden();
    const value: unknown = await resolve(source, args, ctx, info);
    if (right === 'full' || value == null) return value;
    const mask = masks[path];
    if (!mask) throw new Error(`the policy masks ${path}, but the subgraph has no mask for it`);
    return mask(value as never, source as never, ctx);
  };
}

/** A field of a block answers as if there were nothing to an account the block is hidden from (J-04). */
function guardBlock(type: GraphQLObjectType, name: string, block: FileBlock): void {
  const field = type.getFields()[name];
  if (!field) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  const isList = isListType(getNullableType(field.type));
  const isNonNull = isNonNullType(field.type);
  field.resolve = (source, args, ctx: Ctx, info) => {
    if (!ctx.claims.hidden?.includes(block)) return resolve(source, args, ctx, info);
    if (isList) return [];
    if (isNonNull) throw forbidden();
    return null;
  };
}

/**
 * Puts the committed policy table in front of every resolver, so that no resolver can forget it (design section 5).
 * A field without a row is denied here and fails the contract test.
 */
export function enforcePolicy(subgraph: SubgraphName, schema: GraphQLSchema, masks: Masks): GraphQLSchema {
  const { fields } = policies[subgraph];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    if (type === schema.getQueryType() || type === schema.getMutationType()) {
      guardRoot(subgraph, type);
      continue;
    }
    for (const name of Object.keys(type.getFields())) {
      const rule = fields[type.name]?.[name] ?? {};
      if (rule !== 'open') guardField(type, name, rule, masks);
      const block = BLOCK_FIELDS[`${subgraph} ${type.name}.${name}`];
      if (block) guardBlock(type, name, block);
    }
  }
  return schema;
}
