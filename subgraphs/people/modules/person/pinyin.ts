export interface Pinyin {
  /** syllables without tone, joined: `zhangwei` */
  full: string;
  /** first letters: `zw` */
  initials: string;
}

/** Sounds that many speakers, and so many who type, do not tell apart. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/^(zh|z)/, 'zh|z'],
  [/^(ch|c)/, 'ch|c'],
  [/^(sh|s)/, 'sh|s'],
  [/^(l|n)/, 'l|n'],
  [/(?<=[aei])(ng|n)$/, 'ng|n'],
];
const MOST_READINGS = 64;
type Convert = (text: string) => string[];
let converting: Promise<Convert> | undefined;

/** The dictionary is large: it is loaded when the first name needs it. */
async function converter(): Promise<Convert> {
  const { pinyin } = await import('pinyin-pro');
  return (text) => pinyin(text, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' });
}

/** Pinyin of a name for searching by letters; a surname with a reading of its own (单 Shàn, 仇 Qiú) gets it. */
export async function pinyinOf(name: string): Promise<Pinyin> {
  return (await pinyinReader())(name);
}

/** As `pinyinOf`, for many names: loads once, then answers at once. */
export async function pinyinReader(): Promise<(name: string) => Pinyin> {
  converting ??= converter();
  const convert = await converting;
  return (name) => joined(syllablesOf(convert, name));
}

const syllablesOf = (convert: Convert, name: string): string[] =>
  convert(name)
    .flatMap((part) => part.toLowerCase().split(/[^a-z]+/))
    .filter(Boolean);
const joined = (syllables: readonly string[]): Pinyin => ({
  full: syllables.join(''),
  initials: syllables.map((s) => s[0]).join(''),
});

/** A syllable and those that sound like it. */
function alike(syllable: string): string[] {
  return ALIKE.reduce(
    (found, [pattern, sounds]) =>
      found.flatMap((s) => (pattern.test(s) ? sounds.split('|').map((x) => s.replace(pattern, x)) : [s])),
    [syllable],
  );
}

/** How a name may be read by somebody who heard it: its own pinyin first, then those that sound like it, 64 at most. */
export async function soundsOf(name: string): Promise<Pinyin[]> {
  converting ??= converter();
  const syllables = syllablesOf(await converting, name);
  const readings = syllables.reduce<string[][]>(
    (found, s) => found.flatMap((before) => alike(s).map((x) => [...before, x])).slice(0, MOST_READINGS),
    [[]],
  );
  return [joined(syllables), ...readings.map(joined)].slice(0, MOST_READINGS);
}
