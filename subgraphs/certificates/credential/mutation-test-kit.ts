import { expect } from 'vitest';
import { encodeBase45 } from './base45.ts';
import { fromBase64url } from './bytes.ts';
import { readCodeText } from './code-text.ts';
import { issueCode } from './issue-code.ts';
import { CLAIMS, newIssuer, PRESENTATION, worldOf } from './test-kit.ts';
import { verifyCode } from './verify-code.ts';

/** Longest a changed code may keep a verifier, in milliseconds of its own processor time. */
const LONGEST_MS = 50;

/** mulberry32: the same payloads from the same seed. */
function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function bytesOf(text: string): Uint8Array {
  const read = readCodeText(text);
  if (read.form !== 'code') throw new Error('no code');
  return read.bytes;
}

/** One change of the text or of the bytes beneath it; never the code itself. */
function mutate(text: string, other: string, next: () => number): string {
  const at = (length: number) => Math.floor(next() * length);
  const bytes = Uint8Array.from(bytesOf(text));
  switch (at(8)) {
    case 0: {
      // one bit
      const i = at(bytes.length);
      bytes[i] = bytes[i]! ^ (1 << at(8));
      return `VX1:${encodeBase45(bytes)}`;
    }
    case 1: {
      // several bytes
      for (let n = 1 + at(8); n > 0; n -= 1) bytes[at(bytes.length)] = at(256);
      return `VX1:${encodeBase45(bytes)}`;
    }
    case 2:
      return `VX1:${encodeBase45(bytes.subarray(0, at(bytes.length)))}`;
    case 3: {
      const i = at(bytes.length);
      return `VX1:${encodeBase45(Uint8Array.from([...bytes.subarray(0, i), at(256), ...bytes.subarray(i)]))}`;
    }
    case 4: {
      // signature or payload of another code
      const theirs = bytesOf(other);
      const cut = at(Math.min(bytes.length, theirs.length));
      return `VX1:${encodeBase45(Uint8Array.from([...bytes.subarray(0, cut), ...theirs.subarray(cut)]))}`;
    }
    case 5: {
      const i = at(text.length);
      return text.slice(0, i) + String.fromCharCode(32 + at(95)) + text.slice(i + 1);
    }
    case 6: {
      const i = at(text.length);
      return text.slice(0, i) + text.slice(i + 1 + at(4));
    }
    default:
      return `https://example.gov.cn/v#VX1.${Buffer.from(bytes.map((b) => (next() < 0.02 ? at(256) : b))).toString('base64url')}`;
  }
}

/** Tries so many changed codes: none is accepted, none throws, none takes long. @returns what each was answered, counted */
export async function tryMutations(count: number, seed: number): Promise<Map<string, number>> {
  const issuer = await newIssuer();
  const { state } = await worldOf(issuer);
  const codes = [
    (await issueCode(CLAIMS, issuer.result)).text,
    (await issueCode({ ...CLAIMS, statusIndex: 1234, maskedName: '李*' }, issuer.result)).text,
    (await issueCode(PRESENTATION, issuer.presentation)).text,
  ];
  const genuine = new Set(codes.map((text) => Buffer.from(bytesOf(text)).toString('base64url')));
  for (const code of codes) expect((await verifyCode(code, state)).kind).toBe('genuine');
  const next = random(seed);
  const answers = new Map<string, number>();
  for (let i = 0; i < count; i += 1) {
    const text = mutate(codes[i % 3]!, codes[(i + 1) % 3]!, next);
    const before = process.cpuUsage();
    const { kind } = await verifyCode(text, state);
    const { user, system } = process.cpuUsage(before);
    if (kind === 'genuine') {
      // The same bytes by another way round are the same code.
      const same = text.includes('#VX1.') ? fromBase64url(text.split('#VX1.')[1]!) : bytesOf(text);
      expect(genuine, `seed ${seed}, payload ${i}: ${text}`).toContain(Buffer.from(same).toString('base64url'));
      answers.set('unchanged', (answers.get('unchanged') ?? 0) + 1);
      continue;
    }
    const ms = (user + system) / 1000;
    if (ms > LONGEST_MS) {
      // Other work of the process (a collection of rubbish) counts too: only a payload that is slow again is slow.
      const again = process.cpuUsage();
      await verifyCode(text, state);
      const spent = process.cpuUsage(again);
      expect((spent.user + spent.system) / 1000, `seed ${seed}, payload ${i}: ${text}`).toBeLessThan(LONGEST_MS);
    }
    answers.set(kind, (answers.get(kind) ?? 0) + 1);
  }
  return answers;
}
