import {
  type NameSearch,
  nameKey,
  normaliseText,
  parseResidentId,
  readNameSearch,
  readPersonCode,
} from '@miaoben/identifiers';
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
 * One box for all, as on line: a name or its beginning or its pinyin, with the birth date behind it, the barcode of the booklet or the code of a
 * person made of it (also that of a file merged since), an ID number.
 * ID numbers are not on the device: one is compared by the birth date and sex it carries, which a person must then confirm.
 */
export function searchPack(index: SearchIndex, raw: string): PackPerson[] {
  const { text } = normaliseText(raw);
  const code = readPersonCode(text);
  const named = code ? null : readNameSearch(text);
  const matches = code
    ? codeMatcher(code.barcode)
    : named
      ? nameMatcher(named)
      : numberMatcher(text.replace(SEPARATORS, ''));
  const found: PackPerson[] = [];
  for (const row of index) {
    if (!matches(row)) continue;
    found.push(row.person);
    if (found.length === MOST_HITS) break;
  }
  return found;
}

const SEPARATORS = /[\s'·.-]/g;
type Matcher = (row: IndexRow) => boolean;

function nameMatcher({ name, birthDate }: NameSearch): Matcher {
  const bornThen: Matcher = ({ person }) => birthDate === null || person.birthDate === birthDate;
  const letters = name.replace(SEPARATORS, '').toLowerCase();
  if (letters === '') return () => false;
  if (/^[a-z]+$/.test(letters)) {
    return (row) =>
      bornThen(row) &&
      (row.initials.startsWith(letters) || row.pinyin.startsWith(letters) || row.key.startsWith(letters));
  }
  const wanted = nameKey(name);
  return (row) => wanted !== '' && bornThen(row) && row.key.startsWith(wanted);
}

function codeMatcher(barcode: string | null): Matcher {
  return ({ person }) =>
    barcode !== null && (person.barcode === barcode || person.formerBarcodes?.includes(barcode) === true);
}

function numberMatcher(number: string): Matcher {
  const isOfFile = codeMatcher(number);
  const id = parseResidentId(number);
  if (!id.ok) return isOfFile;
  const { birthDate, sex } = id.value;
  return (row) =>
    isOfFile(row) || (row.person.birthDate === birthDate && (row.person.sex === sex || row.person.sex === 'U'));
}
