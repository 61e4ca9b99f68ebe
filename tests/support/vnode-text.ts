import type { ComponentChildren, VNode } from 'preact';

/** The words a component without state would show, part by part: no browser is needed to read them. */
export function wordsOf(node: ComponentChildren): string[] {
  if (Array.isArray(node)) return node.flatMap(wordsOf);
  if (typeof node === 'string' || typeof node === 'number') return [String(node)];
  if (typeof node !== 'object' || node === null) return [];
  const { type, props } = node as VNode<{ children?: ComponentChildren }>;
  if (typeof type !== 'function') return wordsOf(props.children);
  return wordsOf((type as (given: typeof props) => ComponentChildren)(props));
}
