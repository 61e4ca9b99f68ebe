import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from './bytes.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { writeSign1 } from './cose-sign.ts';
import { bitstring, issueStatusList, randomStatusIndex } from './issue-status-list.ts';
import { sm3 } from './sm3.ts';
import { getBit, openStatusList, STATUS_LABEL, STATUS_TYPE } from './status-list.ts';
import { DAY, defaultKeys, type Issuer, LIST_SIZE, NOW, newIssuer, recordOf, worldOf } from './test-kit.ts';

describe('bit order', () => {
  it('is that of W3C Bitstring Status List: entry 0 is the most significant bit of byte 0', () => {
    // By hand: entries 0, 7, 8 and 10 give 1000 0001, 1010 0000; the last entry is the lowest bit of the last byte.
    const bits = bitstring(LIST_SIZE, [0, 7, 8, 10, LIST_SIZE - 1]);
    expect([...bits.subarray(0, 3)]).toEqual([0b1000_0001, 0b1010_0000, 0]);
    expect(bits.at(-1)).toBe(1);
    expect(bits).toHaveLength(LIST_SIZE / 8);
    expect([0, 1, 7, 8, 9, 10, LIST_SIZE - 1].map((i) => getBit(bits, i))).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
      true,
    ]);
  });

  it('reads back exactly what was set', () => {
    const index = fc.integer({ min: 0, max: LIST_SIZE - 1 });
    fc.assert(
      fc.property(fc.uniqueArray(index, { maxLength: 50 }), index, (set, probe) => {
        const bits = bitstring(LIST_SIZE, set);
        expect(set.every((i) => getBit(bits, i))).toBe(true);
        expect(getBit(bits, probe)).toBe(set.includes(probe));
      }),
    );
  });

  it('refuses indices and sizes out of range', () => {
    expect(() => bitstring(LIST_SIZE, [LIST_SIZE])).toThrow('index');
    expect(() => bitstring(LIST_SIZE, [-1])).toThrow('index');
    expect(() => bitstring(LIST_SIZE - 8, [])).toThrow('size');
    expect(() => bitstring(LIST_SIZE + 1, [])).toThrow('size');
    expect(() => randomStatusIndex(8)).toThrow('size');
  });

  it('draws indices over the whole list, and draws again where the remainder would favour low ones', () => {
    const size = LIST_SIZE + 8;
    const drawn = Array.from({ length: 4000 }, () => randomStatusIndex(size));
    expect(Math.min(...drawn)).toBeLessThan(size * 0.01);
    expect(Math.max(...drawn)).toBeGreaterThan(size * 0.99);
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length / size;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
    const answers = [0xff, 0x00];
    expect(randomStatusIndex(size, (target) => target.fill(answers.shift()!))).toBe(0);
    expect(answers).toEqual([]);
  });
});

describe('status list file', () => {
  let issuer: Issuer;
  const content = { id: '2026-result', size: LIST_SIZE, issued: NOW, nextUpdate: NOW + DAY, revoked: [3, 9] };
  beforeAll(async () => {
    issuer = await newIssuer();
  });

  /** A verifier whose trust list names exactly this file. */
  const trusting = async (file: Uint8Array, id = '2026-result') =>
    (await worldOf(issuer, { content: { statusLists: new Map([[id, sm3(file)]]) } })).trust;

  it('J-135 opens with the bits that were set, and knows its own end', async () => {
    const file = await issueStatusList(content, issuer.status);
    const list = await openStatusList(file, await trusting(file), null);
    expect(list).toMatchObject({ id: '2026-result', size: LIST_SIZE, issued: NOW });
    expect([2, 3, 9, LIST_SIZE - 1].map((i) => list.isRevoked(i))).toEqual([false, true, true, false]);
    expect([LIST_SIZE, -1, 0.5, Number.NaN].map((i) => list.isRevoked(i))).toEqual([null, null, null, null]);
  });

  it('attack 14: refuses the list of yesterday, whose hash the trust list no longer names', async () => {
    const yesterday = await issueStatusList({ ...content, issued: NOW - DAY }, issuer.status);
    const today = await issueStatusList(content, issuer.status);
    const trust = await trusting(today);
    await expect(openStatusList(yesterday, trust, null)).rejects.toThrow('status_hash');
    await expect(openStatusList(today, trust, NOW + 1)).rejects.toThrow('status_rollback');
    await expect(openStatusList(today, trust, NOW)).resolves.toBeDefined();
  });

  it('attack 15: refuses a list that says another name than the trust list gives its file', async () => {
    const other = await issueStatusList({ ...content, id: '2025-result' }, issuer.status);
    await expect(openStatusList(other, await trusting(other), null)).rejects.toThrow('status_format: id');
  });

  it('attack 7: refuses a list signed by a result key, by a revoked key, or outside the key window', async () => {
    const file = await issueStatusList(content, issuer.result);
    await expect(openStatusList(file, await trusting(file), null)).rejects.toThrow('status_key');
    const good = await issueStatusList(content, issuer.status);
    const hashes = new Map([['2026-result', sm3(good)]]);
    for (const over of [{ revokedAt: NOW }, { signTo: NOW - 1 }, { signFrom: NOW + 1 }]) {
      const keys = [...defaultKeys(issuer).slice(0, 2), recordOf(issuer.status, 'status', over)];
      const { trust } = await worldOf(issuer, { keys, content: { statusLists: hashes } });
      await expect(openStatusList(good, trust, null)).rejects.toThrow('status_key');
    }
  });

  it('refuses a file whose signature is another, even where the hash is listed', async () => {
    const file = await issueStatusList(content, issuer.status);
    file[file.length - 1]! ^= 1;
    await expect(openStatusList(file, await trusting(file), null)).rejects.toThrow('status_signature');
  });

  it('attack 17: stops inflating at the size the list states, whether the bomb is 50 MB or one byte', async () => {
    for (const length of [LIST_SIZE / 8 + 1, LIST_SIZE / 8 - 1, 50_000_000]) {
      const payload = new Map<number, unknown>([
        [STATUS_LABEL.type, STATUS_TYPE],
        [STATUS_LABEL.id, '2026-result'],
        [STATUS_LABEL.size, LIST_SIZE],
        [STATUS_LABEL.issued, NOW],
        [STATUS_LABEL.nextUpdate, NOW + DAY],
        [STATUS_LABEL.bits, gzipSync(new Uint8Array(length))],
      ]);
      const file = await writeSign1(encodeDeterministic(payload), issuer.status);
      await expect(openStatusList(file, await trusting(file), null)).rejects.toThrow('status_size');
      payload.set(STATUS_LABEL.bits, new Uint8Array(40).fill(31));
      const garbage = await writeSign1(encodeDeterministic(payload), issuer.status);
      await expect(openStatusList(garbage, await trusting(garbage), null)).rejects.toThrow('status_format: gzip');
    }
  });

  it('gives the same payload for the same content, so an unchanged list keeps its bits', async () => {
    const es256 = await newIssuer('ES256');
    const files = await Promise.all([1, 2].map(() => issueStatusList(content, es256.status)));
    const payloadPart = files.map((file) => toHex(file.subarray(0, -64)));
    expect(payloadPart[0]).toBe(payloadPart[1]);
  });

  it('is small: 1,080,000 entries with 1 % revoked at random', { timeout: 30_000 }, async () => {
    const size = 1_080_000;
    const revoked = new Set<number>();
    while (revoked.size < size / 100) revoked.add(randomStatusIndex(size));
    const file = await issueStatusList({ ...content, size, revoked }, issuer.status);
    expect(file.length).toBeLessThan(17_000);
  });
});
