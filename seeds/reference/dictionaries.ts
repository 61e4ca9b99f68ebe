import data from './dictionaries.json' with { type: 'json' };

export type DictionaryId = keyof typeof data;

export interface DictionaryItem {
  readonly code: string;
  readonly name: string;
  /** The national or customary code where ours is a word. */
  readonly externalCode: string | null;
}

export interface Dictionary {
  readonly id: DictionaryId;
  readonly title: string;
  readonly standard: string;
  /** How well the list is known; see README. */
  readonly mark: string;
  readonly items: readonly DictionaryItem[];
}

function load(): readonly Dictionary[] {
  return (Object.keys(data) as DictionaryId[]).map((id) => {
    const { title, standard, mark, items } = data[id];
    const seen = new Set<string>();
    const typed = items.map(([code = '', name = '', externalCode]) => {
      if (code === '' || name === '' || seen.has(code))
        throw new Error(`dictionaries.json: ${id} ${code} is malformed or repeated`);
      seen.add(code);
      return { code, name, externalCode: externalCode ?? null };
    });
    return { id, title, standard, mark, items: typed };
  });
}

let loaded: readonly Dictionary[] | undefined;

/** All code lists. */
export function dictionaries(): readonly Dictionary[] {
  loaded ??= load();
  return loaded;
}

/** Items of one code list. */
export function dictionary(id: DictionaryId): readonly DictionaryItem[] {
  const found = dictionaries().find((d) => d.id === id);
  if (found === undefined) throw new Error(`no dictionary ${id}`);
  return found.items;
}
