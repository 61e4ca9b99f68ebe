import type { Node } from './reader.ts';
import type { RuleText, SourceText } from './schedule.ts';

/** The documents behind the marks. */
export function readSources(root: Node): ReadonlyMap<string, SourceText> {
  const sources = root.get('sources').entries();
  return new Map(
    sources.map(([mark, s]) => [mark, { mark, title: s.get('title').text(), docNo: s.opt('docNo')?.text() ?? null }]),
  );
}

/**
 * Every rule with a source, by its id (a health state by its code), by its key in what has an id
 * (`JE.notRoutineIn`), or by its key among the general and the coverage rules.
 */
export function readRules(root: Node): ReadonlyMap<string, RuleText> {
  const found = new Map<string, RuleText>();
  collect(root.value, found);
  for (const [key, node] of root.get('generalRules').entries()) add(found, key, node.value);
  for (const [key, node] of root.get('coverage').entries()) add(found, `coverage.${key}`, node.value);
  return found;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function collect(value: unknown, found: Map<string, RuleText>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  if (!isObject(value)) return;
  const id = value.id ?? value.code;
  if (typeof id === 'string') add(found, id, value);
  for (const [key, member] of Object.entries(value)) {
    if (typeof id === 'string') add(found, `${id}.${key}`, member);
    collect(member, found);
  }
}

function add(found: Map<string, RuleText>, id: string, value: unknown): void {
  if (!isObject(value) || value.source === undefined || found.has(id)) return;
  const source = [value.source].flat().filter((mark) => typeof mark === 'string');
  const text = [value.text, value.rule, value.effect, value.when].find((t) => typeof t === 'string') ?? null;
  found.set(id, { id, source, text });
}
