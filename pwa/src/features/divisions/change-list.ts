import type { DivisionChangeInput } from '../../data/generated/divisions.ts';

export type Change = DivisionChangeInput;
export const KINDS = ['add', 'rename', 'move', 'merge', 'split'] as const satisfies readonly Change['kind'][];

/** How national lists and people write a kind. */
const WORDS: Readonly<Record<string, Change['kind']>> = {
  ...{ 新增: 'add', 新设: 'add', 更名: 'rename', 迁移: 'move', 迁入: 'move', 跨县迁移: 'move', 变更: 'move' },
  ...{ 合并: 'merge', 并入: 'merge', 撤并: 'merge', add: 'add', rename: 'rename', move: 'move', merge: 'merge' },
};
const textOf = (cell: unknown): string =>
  typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';

/** Changes of a sheet (kind, code before, new code, name under a heading), and the rows whose kind is unknown. */
export function changesOf(rows: readonly (readonly unknown[])[]): { changes: Change[]; unknown: number[] } {
  const changes: Change[] = [];
  const unknown: number[] = [];
  for (const [i, cells] of rows.entries()) {
    const [word = '', from = '', to = '', name = ''] = [0, 1, 2, 3].map((column) => textOf(cells[column]));
    if (i === 0 || `${word}${from}${to}${name}` === '') continue;
    const kind = WORDS[word];
    if (kind) changes.push({ kind, from: from || null, to: to || null, name: name || null });
    else unknown.push(i + 1);
  }
  return { changes, unknown };
}

export const needsFrom = (kind: Change['kind']): boolean => kind !== 'add';
export const needsTo = (kind: Change['kind']): boolean => kind !== 'rename';
export const isCode = (code: string): boolean => /^(\d{9}|\d{12})$/u.test(code);

/** True when nothing is missing that the server would ask for. */
export function isWhole({ kind, from, to, name, villages, units }: Change): boolean {
  if (needsFrom(kind) && !isCode(from ?? '')) return false;
  if (needsTo(kind) && !isCode(to ?? '')) return false;
  if ((kind === 'add' || kind === 'rename' || kind === 'split') && !name?.trim()) return false;
  return kind !== 'split' || (villages?.length ?? 0) + (units?.length ?? 0) > 0;
}
