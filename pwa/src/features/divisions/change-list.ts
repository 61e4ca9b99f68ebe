import type { DivisionChangeInput } from '../../data/generated/divisions.ts';

export type Change = DivisionChangeInput;
export const KINDS = ['add', 'rename', 'move', 'merge', 'split'] as const satisfies readonly Change['kind'][];

/** How national lists and people write a kind. */
const WORDS: Readonly<Record<string, Change['kind']>> = {
  ...{ 新增: 'add', 新设: 'add', 更名: 'rename', 迁移: 'move', 迁入: 'move', 变更: 'move' },
  ...{ 跨县迁移: 'move', 跨县变更: 'move', 跨市迁移: 'move', 整建制划转: 'move', 改码: 'move', 改名: 'rename' },
  ...{ 合并: 'merge', 并入: 'merge', 撤并: 'merge', add: 'add', rename: 'rename', move: 'move', merge: 'merge' },
};
const textOf = (cell: unknown): string =>
  typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
/** National lists pad codes with zeros to 12 digits, or to 6 for a city (GB/T 2260): 630121000000 is the county 630121. */
const codeOf = (cell: unknown): string => {
  const code = textOf(cell);
  if (!/^\d{6}$|^\d{12}$/u.test(code)) return code;
  const pairs = code.slice(0, 6).replace(/00$/u, '');
  const below = code.slice(6).replace(/0{3}$/u, '');
  return below === '' || below === '000' ? pairs : `${code.slice(0, 6)}${below}`;
};

/** Changes of a sheet (kind, code before, new code, name under a heading), and the rows whose kind is unknown. */
export function changesOf(rows: readonly (readonly unknown[])[]): { changes: Change[]; unknown: number[] } {
  const changes: Change[] = [];
  const unknown: number[] = [];
  for (const [i, cells] of rows.entries()) {
    const [word, from, to, name] = [textOf(cells[0]), codeOf(cells[1]), codeOf(cells[2]), textOf(cells[3])];
    if (i === 0 || `${word}${from}${to}${name}` === '') continue;
    const kind = WORDS[word];
    if (kind) changes.push({ kind, from: from || null, to: to || null, name: name || null });
    else unknown.push(i + 1);
  }
  return { changes, unknown };
}

export const needsFrom = (kind: Change['kind']): boolean => kind !== 'add';
export const needsTo = (kind: Change['kind']): boolean => kind !== 'rename';
export const isCode = (code: string): boolean => /^(\d{4}|\d{6}|\d{9}|\d{12})$/u.test(code);

/** Names of villages as somebody typed them: one a line, or with commas between. */
export const namesIn = (text: string): string[] =>
  text
    .split(/[\n,，、;；]/u)
    .map((name) => name.trim())
    .filter(Boolean);

/** True when nothing is missing that the server would ask for. */
export function isWhole({ kind, from, to, name, villages, villageNames, units }: Change): boolean {
  if (needsFrom(kind) && !isCode(from ?? '')) return false;
  if (needsTo(kind) && !isCode(to ?? '')) return false;
  if ((kind === 'add' || kind === 'rename' || kind === 'split') && !name?.trim()) return false;
  return kind !== 'split' || [villages, villageNames, units].some((part) => (part?.length ?? 0) > 0);
}
