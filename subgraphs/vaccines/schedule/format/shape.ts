import type { Node } from '../reader.ts';

/** What a place of the document must hold; throws ScheduleFormatError with its path. */
export type Shape = (node: Node) => void;

export const text: Shape = (node) => void node.text();
export const texts: Shape = (node) => void node.texts();
export const number: Shape = (node) => void node.number();
export const age: Shape = (node) => void node.period();
export const day: Shape = (node) => void node.day();
export const flag: Shape = (node) => {
  if (typeof node.value !== 'boolean') node.fail('true or false');
};
/** Words for readers, of whatever form: no rule is read from them. */
export const free: Shape = () => {};

/** National vaccine codes of four digits. */
export const codes: Shape = (node) => {
  for (const code of node.list()) if (!/^\d{4}$/.test(code.text())) code.fail('a national vaccine code of 4 digits');
};

export const list =
  (item: Shape): Shape =>
  (node) => {
    for (const member of node.list()) item(member);
  };

/** An object with names of its own, each holding the same. */
export const map =
  (item: Shape): Shape =>
  (node) => {
    for (const [, member] of node.entries()) item(member);
  };

/** The first shape that fits; the error is that of the last one. */
export const either =
  (...shapes: readonly [...Shape[], Shape]): Shape =>
  (node) => {
    for (const shape of shapes.slice(0, -1)) {
      try {
        return shape(node);
      } catch {
        // What the next shapes say counts.
      }
    }
    shapes.at(-1)?.(node);
  };

/** An object with these members and no others; an optional member may be null. */
export function object(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const names = [...Object.keys(required), ...Object.keys(optional)];
  return (node) => {
    node.only(names);
    for (const [name, shape] of Object.entries(required)) shape(node.get(name));
    for (const [name, shape] of Object.entries(optional)) {
      const member = node.opt(name);
      if (member) shape(member);
    }
  };
}
