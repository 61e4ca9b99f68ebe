import type { Definition, DefinitionField, Hints } from './definition.ts';
import { applicationsWith } from './edit-applications.ts';

/** What is being edited: the definition and what becomes of stored values. */
export interface Edit {
  definition: Definition;
  hints: Hints;
}

const at = <T>(items: readonly T[], index: number, item: T): T[] => items.map((old, i) => (i === index ? item : old));
const renamed = (keys: readonly string[], from: string, to: string): string[] => keys.map((k) => (k === from ? to : k));
const without = (keys: readonly string[], key: string): string[] => keys.filter((k) => k !== key);

/** Every place that names the field follows its new key. */
function renameEverywhere(d: Definition, from: string, to: string): Definition {
  const record = (r: Record<string, string>) =>
    Object.fromEntries(Object.entries(r).map(([name, key]) => [name, key === from ? to : key]));
  return {
    ...d,
    fields: d.fields.map((f) => (f.documentTypeField === from ? { ...f, documentTypeField: to } : f)),
    primaryKey: renamed(d.primaryKey, from, to),
    businessDate: d.businessDate === from ? to : d.businessDate,
    core: record(d.core),
    listColumns: renamed(d.listColumns, from, to),
    filters: renamed(d.filters, from, to),
    managementColumns: renamed(d.managementColumns, from, to),
    face: { ...d.face, groups: d.face.groups.map((g) => ({ ...g, fields: renamed(g.fields, from, to) })) },
    rules: d.rules.map((rule) => ({ ...record(rule), kind: rule.kind })),
    metadata: record(d.metadata),
    ...applicationsWith(d, (key) => (key === from ? to : key)),
  };
}

/** Puts a changed field in its place; a new key follows wherever the old one stood, and stored values follow by the script. */
export function changeField(edit: Edit, index: number, field: DefinitionField): Edit {
  const old = edit.definition.fields[index];
  if (!old) return edit;
  const definition = { ...edit.definition, fields: at(edit.definition.fields, index, field) };
  if (old.key === field.key) return { ...edit, definition };
  const chain = Object.entries(edit.hints.renamed ?? {}).find(([, to]) => to === old.key)?.[0] ?? old.key;
  return {
    definition: renameEverywhere(definition, old.key, field.key),
    hints: { ...edit.hints, renamed: { ...edit.hints.renamed, [chain]: field.key } },
  };
}

/** Adds a field at the end and to the last group of the face. */
export function addField(edit: Edit, field: DefinitionField, value: string): Edit {
  const { definition, hints } = edit;
  const last = definition.face.groups.length - 1;
  return {
    definition: {
      ...definition,
      fields: [...definition.fields, field],
      face: {
        ...definition.face,
        groups: definition.face.groups.map((g, i) => (i === last ? { ...g, fields: [...g.fields, field.key] } : g)),
      },
    },
    hints: value === '' ? hints : { ...hints, defaults: { ...hints.defaults, [field.key]: value } },
  };
}

/** Why a field cannot go; null when it can. */
export function heldBy({ definition: d }: Edit, key: string): 'primaryKey' | 'businessDate' | 'core' | null {
  if (d.primaryKey.includes(key)) return 'primaryKey';
  if (d.businessDate === key) return 'businessDate';
  return ['number', 'holderName', 'issuerName'].some((name) => d.core[name] === key) ? 'core' : null;
}

/** Takes a field out of the definition and of every list; the values of stored licences go to the archive. */
export function removeField(edit: Edit, key: string): Edit {
  const { definition: d } = edit;
  const record = (r: Record<string, string>) => Object.fromEntries(Object.entries(r).filter(([, k]) => k !== key));
  const groups = d.face.groups.map((g) => ({ ...g, fields: without(g.fields, key) }));
  return {
    ...edit,
    definition: {
      ...d,
      fields: d.fields.filter((f) => f.key !== key),
      core: record(d.core),
      listColumns: without(d.listColumns, key),
      filters: without(d.filters, key),
      managementColumns: without(d.managementColumns, key),
      face: { ...d.face, groups: groups.filter((g) => g.fields.length > 0) },
      rules: d.rules.filter((rule) => !Object.values(rule).includes(key)),
      metadata: record(d.metadata),
      ...applicationsWith(d, (of) => (of === key ? null : of)),
    },
  };
}

/** Moves a field one place up or down. */
export function moveField(edit: Edit, index: number, by: -1 | 1): Edit {
  const fields = [...edit.definition.fields];
  const [field] = fields.splice(index, 1);
  if (!field) return edit;
  fields.splice(index + by, 0, field);
  return { ...edit, definition: { ...edit.definition, fields } };
}

type KeyList = 'filters' | 'managementColumns' | 'listColumns';
/** Puts a field into one of the lists or takes it out. */
export function toggleIn(edit: Edit, list: KeyList, key: string): Edit {
  const keys = edit.definition[list];
  const next = keys.includes(key) ? without(keys, key) : [...keys, key];
  return { ...edit, definition: { ...edit.definition, [list]: next } };
}
