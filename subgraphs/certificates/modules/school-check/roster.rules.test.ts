import { Keyring, newKeyring, sealIdentity } from '@miaoben/kernel';
import type { SheetCell } from '@miaoben/kernel/sheets/reader';
import { describe, expect, it } from 'vitest';
import type { HolderRow } from '../holder/holder.repository.ts';
import { type HolderIndex, matchPupil, readPupil } from './roster.rules.ts';

const keyring = new Keyring(JSON.stringify(newKeyring()));
const env = { today: '2026-11-21', date1904: false };
/** A boy born 2020-03-15. */
const ID = '630105202003150011';
const sound: Record<string, SheetCell> = {
  name: '张小明',
  sex: '男',
  birthDate: '2020-03-15',
  documentType: '居民身份证',
  documentNumber: validId(ID.slice(0, 17)),
};

function validId(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return first17 + '10X98765432'[sum % 11];
}
const read = (cells: Record<string, SheetCell>, seen = new Map<string, number>(), number = 2) =>
  readPupil({ number, cells }, env, keyring, seen);
const codes = (cells: Record<string, SheetCell>) =>
  read(cells).draft.findings.map((f) => `${f.column} ${f.code} ${f.severity}`);

describe('Q-77 reading a row of the class list', () => {
  it('takes a right one', () => {
    const pupil = read(sound);
    expect(pupil.draft.findings).toEqual([]);
    expect(pupil.isSound).toBe(true);
    expect(pupil.document).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([['2020/3/15'], ['20200315'], ['2020年3月15日'], [43905], ['２０２０－０３－１５']])(
    'takes the date %s',
    (birthDate) => {
      expect(codes({ ...sound, birthDate })).toEqual([]);
    },
  );

  it.each<[string, Record<string, SheetCell>, string[]]>([
    ['no name', { name: null }, ['name required error']],
    ['no birth date', { birthDate: null }, ['birthDate required error']],
    ['an ID number typed as a number', { documentNumber: 630105202003150000 }, ['documentNumber digits_lost error']],
    ['a wrong check digit', { documentNumber: '630105202003150012' }, ['documentNumber check_digit error']],
    [
      'another birth date than the ID number',
      { birthDate: '2020-03-16' },
      ['birthDate birth_date_differs_from_id error'],
    ],
    ['another sex than the ID number', { sex: '女' }, ['sex sex_differs_from_id error']],
    ['a date in the future', { birthDate: '2027-01-01', documentNumber: null }, ['birthDate date_in_future error']],
    ['an invisible sign in the name', { name: '张\u200b小明' }, ['name suspicious_characters error']],
    ['a phone that is none', { guardianPhone: '12345' }, ['guardianPhone format warning']],
    ['an unknown kind of entry', { entryType: '复学' }, ['entryType unknown_code warning']],
  ])('finds %s', (_what, change, findings) => {
    expect(codes({ ...sound, ...change })).toEqual(findings);
  });

  it('offers what the ID number says instead', () => {
    const [finding] = read({ ...sound, birthDate: null }).draft.findings;
    expect(finding?.suggestion).toBe('2020-03-15');
    const [differs] = read({ ...sound, sex: '女' }).draft.findings;
    expect(differs?.suggestion).toBe('男');
  });

  it('sees name and ID number in each other’s column', () => {
    const swapped = { ...sound, name: sound.documentNumber ?? null, documentNumber: '张小明' };
    expect(codes(swapped)).toContain('name swapped_columns error');
  });

  it('finds a pupil twice in the file, by number or by name and birth date, but not twins', () => {
    const seen = new Map<string, number>();
    expect(read(sound, seen, 2).isSound).toBe(true);
    const twice = read({ ...sound, name: '张晓明' }, seen, 9);
    expect(twice.draft.findings).toMatchObject([{ column: null, code: 'duplicate_in_file', message: '与第2行重复' }]);
    const nameless = { ...sound, documentNumber: null };
    expect(read(nameless, seen, 10).isSound).toBe(true);
    expect(read(nameless, seen, 11).isSound).toBe(false);
    expect(read({ ...nameless, name: '张小亮' }, seen, 12).isSound).toBe(true);
  });
});

describe('Q-77 whose file it is', () => {
  const holder = (id: string, name: string, over: Partial<HolderRow> = {}): HolderRow => ({
    person_id: id,
    birth_date: '2020-03-15',
    sex: 'M',
    division: '630121100',
    managing_org_id: 'clinic',
    registration_state: 'active',
    document_blind: null,
    name_blind: '',
    sealed: sealIdentity(keyring, { name, documentType: 'RESIDENT_ID', documentNumber: null }),
    version: 1,
    ...over,
  });
  const pupil = read(sound);
  const unnumbered = read({ ...sound, documentNumber: null });
  const index = (documents: HolderRow[], names: HolderRow[]): HolderIndex => ({
    byDocument: new Map([[pupil.document ?? '', documents]]),
    byName: new Map([[pupil.name ?? '', names]]),
  });
  const match = (p: typeof pupil, documents: HolderRow[], names: HolderRow[]) =>
    matchPupil(p, index(documents, names), keyring).kind;

  it('is the one with the number, whatever namesakes there are', () => {
    expect(match(pupil, [holder('a', '张小明')], [holder('a', '张小明'), holder('b', '张小明')])).toBe('file');
  });
  it('is a matter for people when the number is on a file of another name', () => {
    expect(match(pupil, [holder('a', '李四')], [])).toBe('candidate');
  });
  it('may still bear the name of the newborn', () => {
    expect(match(pupil, [holder('a', '王芳之子')], [])).toBe('file');
  });
  it('is a matter for people when two files hold the number', () => {
    expect(match(pupil, [holder('a', '张小明'), holder('b', '张小明')], [])).toBe('candidate');
  });
  it('is never taken by name alone when the school gave a number', () => {
    expect(match(pupil, [], [holder('a', '张小明')])).toBe('candidate');
  });
  it('is taken by name and birth date when there is no number and one such file', () => {
    expect(match(unnumbered, [], [holder('a', '张小明')])).toBe('file');
    expect(match(unnumbered, [], [holder('a', '张小明'), holder('b', '张小明')])).toBe('candidate');
    expect(match(unnumbered, [], [holder('a', '张小明'), holder('b', '张小明', { sex: 'F' })])).toBe('file');
  });
  it('is none when nothing fits', () => {
    expect(match(pupil, [], [])).toBe('no_file');
    expect(match(unnumbered, [], [holder('a', '张小明', { sex: 'F' })])).toBe('no_file');
  });
});
