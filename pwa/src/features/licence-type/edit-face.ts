import type { Definition, DefinitionRule } from './definition.ts';

type Face = Definition['face'];
type Group = Face['groups'][number];

const moved = <T>(items: readonly T[], index: number, by: -1 | 1): T[] => {
  const next = [...items];
  const [item] = next.splice(index, 1);
  if (item !== undefined) next.splice(index + by, 0, item);
  return next;
};
const changed = (face: Face, group: number, change: (group: Group) => Group): Face => ({
  ...face,
  groups: face.groups.map((g, i) => (i === group ? change(g) : g)),
});

/** Puts a field at the end of a group, from wherever it stood: a field stands on the face once. */
export function putOnFace(face: Face, key: string, group: number): Face {
  return changed(takeOffFace(face, key), group, (g) => ({ ...g, fields: [...g.fields, key] }));
}

export function takeOffFace(face: Face, key: string): Face {
  return { ...face, groups: face.groups.map((g) => ({ ...g, fields: g.fields.filter((k) => k !== key) })) };
}

/** Moves a line of a group one place up or down. */
export const moveLine = (face: Face, group: number, line: number, by: -1 | 1): Face =>
  changed(face, group, (g) => ({ ...g, fields: moved(g.fields, line, by) }));

export const moveGroup = (face: Face, group: number, by: -1 | 1): Face => ({
  ...face,
  groups: moved(face.groups, group, by),
});

export const addGroup = (face: Face): Face => ({ ...face, groups: [...face.groups, { title: null, fields: [] }] });

/** Takes a group away; its fields stand on the face no more. */
export const removeGroup = (face: Face, group: number): Face => ({
  ...face,
  groups: face.groups.filter((_, i) => i !== group),
});

export const nameGroup = (face: Face, group: number, words: { zh?: string; en?: string }): Face =>
  changed(face, group, (g) => ({ ...g, title: { zh: '', en: '', ...g.title, ...words } }));

/** A rule of a kind, with the first fields that fit; null where none does. */
export function newRule({ fields }: Pick<Definition, 'fields'>, kind: DefinitionRule['kind']): DefinitionRule | null {
  const of = (type: string) => fields.filter((f) => f.type === type).map((f) => f.key);
  const [date, second] = of('date');
  if (kind === 'document_agrees') {
    const [document] = of('document');
    return document === undefined ? null : { kind, document };
  }
  if (date === undefined) return null;
  return kind === 'date_order' ? { kind, earlier: date, later: second ?? date } : { kind, date };
}

/** What is sent: a group without lines prints nothing and goes, a title without words is none. */
export function tidied(definition: Definition): Definition {
  const groups = definition.face.groups
    .filter((g) => g.fields.length > 0)
    .map((g) => {
      const zh = g.title?.zh.trim() ?? '';
      return { ...g, title: zh === '' ? null : { zh, en: g.title?.en.trim() || zh } };
    });
  return { ...definition, face: { ...definition.face, groups } };
}
