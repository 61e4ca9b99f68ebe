import { LICENCE_APPLICATION_KINDS } from '@miaoben/schema/licence-definition.ts';
import type { Definition, DefinitionApplication } from './definition.ts';

type Kind = DefinitionApplication['kind'];

/** With the keys that `newKey` gives; those of a key that is none any more go, and with them a change of nothing. */
export function applicationsWith(
  { applications }: Pick<Definition, 'applications'>,
  newKey: (key: string) => string | null,
): Pick<Definition, 'applications'> {
  if (!applications) return {};
  const keyed = (keys: readonly string[]): string[] => keys.flatMap((key) => newKey(key) ?? []);
  return {
    applications: applications
      .map(({ fields, sets, record, ...rest }) => {
        const put = Object.entries(sets ?? {}).flatMap(([key, value]) => keyed([key]).map((k) => [k, value]));
        const [list] = record === undefined ? [] : keyed([record]);
        return {
          ...rest,
          fields: keyed(fields),
          ...(put.length > 0 && { sets: Object.fromEntries(put) }),
          ...(list !== undefined && { record: list }),
        };
      })
      .filter(({ kind, fields }) => kind !== 'change' || fields.length > 0),
  };
}

/** The fields an applicant may give: not what tells a licence, its holder, issuer and end, and no picture. */
export function givable({ fields, primaryKey, core }: Definition): Definition['fields'] {
  const kept = new Set([
    ...primaryKey,
    ...['number', 'holderDocument', 'issuerName', 'issuerCode', 'validTo'].map((name) => core[name]),
  ]);
  return fields.filter(({ key, type }) => type !== 'image' && !kept.has(key));
}

/** Whether the type can allow the kind at all: what has no end is not extended. */
export const canAllow = (definition: Definition, kind: Kind): boolean =>
  kind === 'change' ? givable(definition).length > 0 : kind !== 'extension' || definition.core.validTo !== undefined;

const inOrder = (applications: readonly DefinitionApplication[]): DefinitionApplication[] =>
  LICENCE_APPLICATION_KINDS.flatMap((kind) => applications.filter((one) => one.kind === kind));

/** Allows a kind, with the first field of a change, or allows it no more; what is left of none is left out. */
export function allow(definition: Definition, kind: Kind, isAllowed: boolean): Definition {
  const { applications = [], ...rest } = definition;
  const others = applications.filter((one) => one.kind !== kind);
  const [first] = kind === 'change' ? givable(definition) : [];
  const next = isAllowed ? [...others, { kind, fields: first ? [first.key] : [] }] : others;
  return next.length === 0 ? rest : { ...rest, applications: inOrder(next) };
}

/** Changes what one kind says. */
export const changeApplication = (
  definition: Definition,
  kind: Kind,
  change: (application: DefinitionApplication) => DefinitionApplication,
): Definition => ({
  ...definition,
  applications: (definition.applications ?? []).map((one) => (one.kind === kind ? change(one) : one)),
});

/** Puts a field among those that are given, in the order of the definition, or takes it out. */
export function toggleGiven(definition: Definition, kind: Kind, key: string): Definition {
  return changeApplication(definition, kind, (one) => {
    const given = new Set(one.fields);
    if (!given.delete(key)) given.add(key);
    return { ...one, fields: definition.fields.map((f) => f.key).filter((k) => given.has(k)) };
  });
}
