// Changes to a sealed file, one at a time, and what the checker must say to each.
import { readFileSync } from 'node:fs';
import type { Bytes } from '@miaoben/credential';
import { zipSync } from 'fflate';
import { expect } from 'vitest';
import { type Certificate, checkOfd, readCertificates } from './check.ts';
import { unpack } from './zip-read.ts';

const DATA = `${import.meta.dirname}/../../../tests/data/ofd`;
export const SAMPLE = new Uint8Array(readFileSync(`${DATA}/sample-24-doses-sealed.ofd`));
const ROOTS: readonly Certificate[] = readCertificates(new Uint8Array(readFileSync(`${DATA}/test-root.crt`)));
const CONTENT = contentOf(SAMPLE);

/** Milliseconds no answer may take on a machine that does other work too. */
const PATIENCE_MS = 5000;

/**
 * Holds one changed file to the rule: refused, or accepted with exactly the files of the sample.
 * @returns true when it was accepted.
 */
export function holdToTheRule(bytes: Uint8Array): boolean {
  const started = performance.now();
  const result = checkOfd(bytes, { roots: ROOTS });
  expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
  // `unreadable` stands for an error nobody foresaw.
  expect(result.reasons).not.toContain('unreadable');
  if (result.accepted) expect(contentOf(bytes)).toBe(CONTENT);
  else expect(result.reasons).not.toEqual([]);
  return result.accepted;
}

export function flipped(at: number, mask: number): Uint8Array {
  const bytes = SAMPLE.slice();
  bytes[at]! ^= mask;
  return bytes;
}

/** The parts of the sample, and the sample with one byte of one part changed under a fresh checksum. */
export const PARTS: ReadonlyMap<string, Bytes> = unpack(SAMPLE);

export function repacked(name: string, at: number, mask: number): Uint8Array {
  const content = PARTS.get(name)!.slice();
  content[at]! ^= mask;
  // Stored: most of the time of a long run would go into deflating.
  return zipSync(Object.fromEntries(new Map(PARTS).set(name, content)), { level: 0, mtime: '2026-09-01' });
}

/**
 * Offsets of the sample that no digest reaches: in each header the version, time and attributes a reader may ignore,
 * and the deflated data, since there is more than one way to write the same content (a copy from another place where
 * the same text stands, the code of a symbol never used). The content itself is covered to the last byte.
 */
export function uncoveredOffsets(): Set<number> {
  const view = new DataView(SAMPLE.buffer);
  const offsets = new Set<number>();
  const add = (from: number, length: number) => {
    for (let at = from; at < from + length; at++) offsets.add(at);
  };
  const end = SAMPLE.length - 22;
  for (let at = view.getUint32(end + 16, true); at < end; ) {
    const local = view.getUint32(at + 42, true);
    add(at + 4, 4); // version made by, version needed
    add(at + 12, 4); // time and date
    add(at + 36, 6); // attributes
    add(local + 4, 2);
    add(local + 10, 4);
    add(
      local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true),
      view.getUint32(at + 20, true),
    );
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true);
  }
  return offsets;
}

function contentOf(bytes: Uint8Array): string {
  return JSON.stringify([...unpack(bytes)].map(([name, content]) => [name, content.join()]));
}
