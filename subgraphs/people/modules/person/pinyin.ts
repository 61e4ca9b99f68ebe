export interface Pinyin {
  /** syllables without tone, joined: `zhangwei` */
  full: string;
  /** first letters: `zw` */
  initials: string;
}
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
  return (name) => {
    const syllables = convert(name)
      .flatMap((part) => part.toLowerCase().split(/[^a-z]+/))
      .filter(Boolean);
    return { full: syllables.join(''), initials: syllables.map((s) => s[0]).join('') };
  };
}
