import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, checkOfd, type OfdReason, readCertificates } from './check.ts';
import { packOfd } from './ofd-write.ts';
import { MAX_FILES, unpack } from './zip-read.ts';
import { type RawEnd, type RawEntry, rawZip } from './zip-test-kit.ts';

const DATA = `${import.meta.dirname}/../../../tests/data/ofd`;
const file = (name: string) => new Uint8Array(readFileSync(`${DATA}/${name}`));
const sample = file('sample-24-doses-sealed.ofd');
const SEALED_AT = Date.UTC(2026, 8, 1);
const bytesOf = (text: string) => new TextEncoder().encode(text);

let roots: readonly Certificate[] = [];
beforeAll(() => {
  roots = readCertificates(file('test-root.crt'));
});

/** The sample's files in a stored archive, with whatever an attacker adds. */
function archive(change: (entries: RawEntry[]) => RawEntry[] = (entries) => entries, end: RawEnd = {}): Uint8Array {
  return rawZip(change([...unpack(sample)].map(([name, data]) => ({ name, data }))), end);
}

const refusedFor = (bytes: Uint8Array): readonly OfdReason[] => {
  const result = checkOfd(bytes, { roots });
  expect(result.accepted).toBe(false);
  expect(result.content).toBeNull();
  return result.reasons;
};

describe('the stored files', () => {
  it('Q-51 accepts the sealed certificate with 24 doses and reads what it says', () => {
    const result = checkOfd(sample, { roots });
    expect(result).toMatchObject({ accepted: true, structure: true, references: true, seal: true, reasons: [] });
    // Its certificates were made in November, its signing time claims September.
    expect(result.notices).toEqual(['signed_before_certificate']);
    expect(result.content?.metadata.get('证照编号')).toBe('4205031901000012');
    expect(result.content?.sealName).toBe('某某省疾病预防控制中心电子证照专用章（测试）');
    expect(result.content?.signedAt).toBe('2026-09-01T02:00:00Z');
    expect(JSON.parse(new TextDecoder().decode(result.content?.attachments.get('record.json')))).toBeTypeOf('object');
  });

  it.each([
    ['hostile-plain-tamper.ofd', 'reference_mismatch', true],
    ['hostile-extra-uncovered-file.ofd', 'file_not_covered', true],
    ['hostile-dup-evil-last.ofd', 'zip_duplicate_name', false],
    ['hostile-hidden-local-evil-last.ofd', 'zip_directory_mismatch', false],
  ] as const)('Q-59 attacks 28 to 30: refuses %s for %s', (name, reason, structure) => {
    expect(refusedFor(file(name))).toEqual([reason]);
    expect(checkOfd(file(name), { roots })).toMatchObject({ structure, references: false, seal: structure });
  });
});

describe('Q-59 attack 29: tricks with the archive', () => {
  it('accepts the same files stored instead of deflated, with data descriptors and folders', () => {
    const folders = (entries: RawEntry[]) => [{ name: 'Doc_0/', data: new Uint8Array() }, ...entries];
    expect(checkOfd(archive(), { roots }).accepted).toBe(true);
    expect(checkOfd(archive(folders), { roots }).accepted).toBe(true);
    for (const descriptor of [12, 16] as const) {
      const described = archive((entries) => entries.map((entry) => ({ ...entry, descriptor })));
      expect(checkOfd(described, { roots }).accepted).toBe(true);
    }
  });

  it.each([
    '../../etc/cron.d/evil',
    'Doc_0/../../evil',
    '/etc/passwd',
    'C:/evil.xml',
    'Doc_0\\evil.xml',
    'Doc_0//evil.xml',
    'Doc_0/./evil.xml',
    'Doc_0/evil\u202Elmx.xml',
    'Doc_0/evil\0.xml',
    '',
  ])('refuses the name %j', (name) => {
    expect(refusedFor(archive((entries) => [...entries, { name, data: bytesOf('evil') }]))).toEqual([
      'zip_unsafe_name',
    ]);
  });

  it.each(['ofd.XML', 'OFD.xml', 'Doc_0', 'Doc_0/document.xml'])('refuses a second %s, also by case', (name) => {
    const twice = archive((entries) => [
      ...entries,
      { name: 'Doc_0/', data: new Uint8Array() },
      { name, data: bytesOf('x') },
    ]);
    expect(refusedFor(twice)).toEqual(['zip_duplicate_name']);
  });

  it('refuses names that differ only in how an accent is composed', () => {
    const names = ['Doc_0/\u00e9.txt', 'Doc_0/e\u0301.txt'];
    expect(refusedFor(rawZip(names.map((name) => ({ name, data: bytesOf('x') }))))).toEqual(['zip_duplicate_name']);
  });

  const evil: RawEntry = { name: 'evil.txt', data: bytesOf('evil') };
  it.each<[string, OfdReason, () => Uint8Array]>([
    [
      'a local name the directory does not know',
      'zip_directory_mismatch',
      () => archive((e) => [...e, { ...evil, localName: 'good.txt' }]),
    ],
    [
      'an entry only a streaming reader sees',
      'zip_directory_mismatch',
      () => archive((e) => [{ ...evil, hidden: true }, ...e]),
    ],
    ['a wrong size of stored data', 'zip_directory_mismatch', () => archive((e) => [...e, { ...evil, size: 3 }])],
    ['a folder with content', 'zip_directory_mismatch', () => archive((e) => [...e, { ...evil, name: 'evil/' }])],
    ["a count that is not the directory's", 'zip_directory_mismatch', () => archive(undefined, { count: 5 })],
    ['bytes in front', 'zip_damaged', () => archive(undefined, { prefix: bytesOf('#!/bin/sh\n') })],
    [
      'a comment',
      'zip_directory_mismatch',
      () => archive(undefined, { comment: bytesOf('PK\u0005\u0006 second end') }),
    ],
    ['bytes behind the end', 'zip_directory_mismatch', () => Uint8Array.from([...sample, 0])],
    ['a wrong checksum', 'zip_damaged', () => archive((e) => [...e, { ...evil, crc: 1 }])],
    ['encryption', 'zip_unsupported', () => archive((e) => [...e, { ...evil, flags: 1 }])],
    ['another compression', 'zip_unsupported', () => archive((e) => [...e, { ...evil, method: 12 }])],
    ['a symbolic link', 'zip_unsupported', () => archive((e) => [...e, { ...evil, mode: 0o120777 }])],
    ['zip64 sizes', 'zip_unsupported', () => archive((e) => [...e, { ...evil, extra: Uint8Array.of(1, 0, 0, 0) }])],
    [
      'a second name in an extra field',
      'zip_unsupported',
      () => archive((e) => [...e, { ...evil, extra: Uint8Array.of(0x75, 0x70, 0, 0) }]),
    ],
    [
      'an extra field that runs over',
      'zip_directory_mismatch',
      () => archive((e) => [...e, { ...evil, extra: Uint8Array.of(9, 9, 9) }]),
    ],
    [
      'a name that is not UTF-8',
      'zip_unsafe_name',
      () =>
        replaced(
          archive((e) => [...e, evil]),
          bytesOf('evil.txt'),
          Uint8Array.of(0xff),
        ),
    ],
    ['nothing at all', 'zip_damaged', () => new Uint8Array()],
    ['a file cut in half', 'zip_directory_mismatch', () => sample.slice(0, sample.length / 2)],
  ])('refuses %s: %s', (_, reason, bytes) => {
    expect(refusedFor(bytes())).toEqual([reason]);
  });

  it('refuses more than 200 files and more than 20 MB, packed or unpacked', () => {
    const many = Array.from({ length: MAX_FILES + 1 }, (_, i) => ({ name: `f${i}`, data: new Uint8Array() }));
    expect(refusedFor(rawZip(many))).toEqual(['too_many_files']);
    expect(refusedFor(new Uint8Array(20 * 1024 * 1024 + 1))).toEqual(['file_too_large']);
    const bomb = zipSync({ 'OFD.xml': new Uint8Array(50 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(refusedFor(bomb)).toEqual(['unpacked_too_large']);
  });

  it('refuses a bomb whose headers lie about its size', () => {
    const bomb = zipSync({ 'OFD.xml': new Uint8Array(50 * 1024 * 1024) });
    const view = new DataView(bomb.buffer);
    const directory = view.getUint32(bomb.length - 6, true);
    view.setUint32(22, 1000, true);
    view.setUint32(directory + 24, 1000, true);
    expect(refusedFor(bomb)).toEqual(['zip_damaged']);
  });
});

describe('Q-59 attack 32: XML that is more than XML', () => {
  const withRoot = (xml: string | Uint8Array) => {
    const files = unpack(sample);
    files.set('OFD.xml', typeof xml === 'string' ? bytesOf(xml) : new Uint8Array(xml));
    return packOfd(files, SEALED_AT);
  };
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  const utf16 = (text: string) =>
    Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((char) => [char.charCodeAt(0), 0])]);

  it.each<[string, OfdReason, string | Uint8Array]>([
    ['the billion laughs', 'xml_doctype', `<!DOCTYPE l [<!ENTITY l0 "lol">${lol}]><OFD>&l9;</OFD>`],
    ['an external entity', 'xml_doctype', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFD>&e;</OFD>'],
    ['a document type alone', 'xml_doctype', '<!doctype OFD><OFD/>'],
    ['a document type in UTF-16', 'xml_malformed', utf16('<!DOCTYPE OFD><OFD/>')],
    ['an entity nobody declared', 'xml_malformed', '<OFD>&e;</OFD>'],
    ['no element', 'xml_malformed', 'OFD'],
    ['another root', 'xml_malformed', '<PDF/>'],
    ['a million open elements', 'xml_malformed', '<OFD>'.repeat(200_000)],
    ['a text of megabytes', 'unpacked_too_large', `<OFD>${'x'.repeat(2_000_000)}</OFD>`],
    ['no document', 'doc_body_count', '<OFD/>'],
    [
      'a document root that climbs',
      'part_missing',
      '<OFD><DocBody><DocInfo/><DocRoot>../x.xml</DocRoot></DocBody></OFD>',
    ],
    ['no document root', 'xml_malformed', '<OFD><DocBody><DocInfo/></DocBody></OFD>'],
  ])('refuses %s: %s', (_, reason, xml) => {
    const started = performance.now();
    expect(refusedFor(withRoot(xml))).toEqual([reason]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('refuses a document type in a part nobody asked for', () => {
    const files = unpack(sample).set('Doc_0/Pages/Page_9/Content.xml', bytesOf('<!DOCTYPE x><x/>'));
    expect(refusedFor(packOfd(files, SEALED_AT))).toEqual(['xml_doctype']);
  });

  it('refuses a second DocBody, whatever its prefix (attack 30)', () => {
    const root = new TextDecoder().decode(unpack(sample).get('OFD.xml'));
    const second = '<x:DocBody xmlns:x="urn:other"><DocInfo/><DocRoot>Doc_1/Document.xml</DocRoot></x:DocBody>';
    expect(refusedFor(withRoot(root.replace('</ofd:OFD>', `${second}</ofd:OFD>`)))).toEqual(['doc_body_count']);
  });
});

/** Overwrites the first byte of every place where `wanted` stands. */
function replaced(bytes: Uint8Array, wanted: Uint8Array, by: Uint8Array): Uint8Array {
  const out = bytes.slice();
  for (let at = 0; at <= out.length - wanted.length; at++) {
    if (wanted.every((byte, i) => out[at + i] === byte)) out.set(by, at);
  }
  return out;
}
