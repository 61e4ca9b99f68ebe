/** The word behind an option; undefined without it. */
export function optionOf(options: readonly string[], name: string): string | undefined {
  const at = options.indexOf(name);
  return at === -1 ? undefined : options[at + 1];
}

/** `--scale 1/n` as a number; 1/32 without it. @throws when it is no such fraction */
export function scaleOf(options: readonly string[]): number {
  const match = /^1(?:\/(\d+))?$/.exec(optionOf(options, '--scale') ?? (options.includes('--scale') ? '' : '1/32'));
  if (!match) throw new Error('--scale is 1 or 1/n, e.g. --scale 1/320');
  return 1 / Number(match[1] ?? 1);
}
