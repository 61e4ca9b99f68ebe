import { nameKey, normaliseText, parseResidentId } from '@miaoben/identifiers';
import type { PackPerson } from './packs-rows.ts';

/** What a search compares, made once per file when the pack is opened. */
interface IndexRow {
  person: PackPerson;
  key: string;
  initials: string;
  pinyin: string;
}

export type SearchIndex = readonly IndexRow[];

const MOST_HITS = 50;

export function indexPersons(persons: readonly PackPerson[]): SearchIndex {
  return persons
    .map((person) => ({ person, key: nameKey(person.name), initials: person.initials, pinyin: person.pinyin }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.person.birthDate < b.person.birthDate ? -1 : 1));
}

/**
 * One box for all, as on line: a name or its beginning, its pinyin initials, the barcode of the booklet, an ID number.
 * ID numbers are not on the device: one is compared by the birth date and sex it carries, which a person must then confirm.
 */
export function searchPack(index: SearchIndex, raw: string): PackPerson[] {
  const { text } = normaliseText(raw);
  const compact = text.replace(/[\s'·.-]/g, '');
  if (compact === '') return [];
  const hits = index.filter(matcherOf(text, compact)).slice(0, MOST_HITS);
  return hits.map(({ person }) => person);
}

function matcherOf(text: string, compact: string): (row: IndexRow) => boolean {
  if (/^[a-z]+$/i.test(compact)) {
    const letters = compact.toLowerCase();
    return ({ initials, pinyin, key }) =>
      initials.startsWith(letters) || pinyin.startsWith(letters) || key.startsWith(letters);
  }
  if (/\d/.test(compact)) {
    const id = parseResidentId(compact);
    if (!id.ok) return ({ person }) => person.barcode === compact;
    const { birthDate, sex } = id.value;
    return ({ person }) =>
      person.barcode === compact || (person.birthDate === birthDate && (person.sex === sex || person.sex === 'U'));
  }
  const wanted = nameKey(text);
  return ({ key }) => wanted !== '' && key.startsWith(wanted);
}
