import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { issueCode, issueStatusList, loadSm2PublicKey, toBase64url, verifyCode } from '@miaoben/credential';
import { encode } from 'uqr';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import type { AnswerClaims } from '../../../subgraphs/certificates/credential/claims.ts';
import { readCodeText } from '../../../subgraphs/certificates/credential/code-text.ts';
import { readSign1, toBeSigned } from '../../../subgraphs/certificates/credential/cose.ts';
import {
  CLAIMS,
  DAY,
  type Issuer,
  NOW,
  newIssuer,
  PRESENTATION,
  worldOf,
} from '../../../subgraphs/certificates/credential/test-kit.ts';
import { newCardIssuer } from '../../../subgraphs/certificates/exchange/health-card.test-kit.ts';
import { toHealthCard } from '../../../subgraphs/certificates/exchange/health-card.ts';
import { childAt } from '../../../subgraphs/certificates/exchange/record.test-kit.ts';
import { STATUS_LIST_SIZE } from '../../../subgraphs/certificates/modules/trust/status.repository.ts';
import { sealOfd } from '../../../subgraphs/certificates/sealed-file/seal-ofd.ts';
import { certificateDocument, newSealWorld, sealingBy } from '../../../subgraphs/certificates/sealed-file/test-kit.ts';
import { numbers } from '../schedule/children.ts';
import { median, rounded } from '../statistics.ts';
import { inChromium } from './chromium.ts';
import type { Handed } from './page.ts';

/**
 * Question: how large are the codes of a certificate and what do they cost? Sizes are exact; speeds are of processor time of
 * one core, so that other programs do not count, and beside the bare SM2 operation in the same run.
 */
const COUNT = 100;
const ROUNDS = 9;
const SEED = 20261129;
const CERTIFICATES = 6_500_000;
const REVOKED = 65_000;
const DAILY = 650;
const SLOWER = 4;
/** QR version at level M that a poor print of 30 mm still carries. */
const GATE_VERSION = 9;
const GATE_LIST_BYTES = 100_000;
const GATE_DAILY_BYTES = 3_000;
/** What a verifier fetches of one list: whole, each day, for its age is told by the day it was signed (certificates, sections 0 and 1.6). */
const GATE_SEASON_BYTES = 40_000;
/** All that is not the signature (base45, CBOR, lists, clock) may cost twice as much again. */
const GATE_OVER_SM2 = 3;
const GATE_SLOWED_MS = 50;

const say = (text: string) => void process.stdout.write(`${text}\n`);
let passed = true;
function gate(holds: boolean, what: string): string {
  if (!holds) passed = false;
  return holds ? '' : `   MISSED: ${what}`;
}

export async function run(): Promise<boolean> {
  const issuer = await newIssuer();
  await sizes(issuer);
  const codes = await speeds(issuer);
  await browser(issuer, codes);
  await statusList(issuer);
  return passed;
}

async function sizes(issuer: Issuer): Promise<void> {
  const record = childAt('2026-11-20');
  say(`a child with ${record.doses.length} doses`);
  const line = (name: string, bytes: number, symbol: string, missed = '') =>
    say(`  ${name.padEnd(40)} ${String(bytes).padStart(5)} bytes   QR version ${symbol}${missed}`);
  const answer = async (name: string, claims: AnswerClaims) => {
    const { bytes, text } = await issueCode(claims, claims.kind === 'static' ? issuer.result : issuer.presentation);
    const { version } = encode(text, { ecc: 'M', boostEcc: false });
    line(name, bytes.length, `${version} M`, gate(version <= GATE_VERSION, `at most ${GATE_VERSION}`));
  };
  await answer('answer code, complete', CLAIMS);
  const missing = Array.from({ length: 8 }, (_, i) => ({ vaccine: String(i + 12), doses: 2 }));
  await answer('answer code, 8 vaccines to catch up', { ...CLAIMS, result: 2, missing });
  await answer('presentation that names the school', { ...PRESENTATION, audience: '52630102MJY0000001' });
  const card = await toHealthCard(record, (await newCardIssuer()).signer, {
    issuer: 'https://jz.example.gov.cn/shc',
    issuedAt: NOW,
  });
  const symbol = card.qr === null ? 'none, only a file' : `${await mixedVersion(card.qr)} L`;
  line(`whole history, SMART Health Card (${card.detail})`, card.jws.length, symbol);
}

/** Version of a symbol with its digits in a numeric segment, as the app draws it. */
async function mixedVersion(text: string): Promise<number> {
  const wasmBinary = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasmBinary).buffer }, fireImmediately: true });
  const { symbol, error } = await writeBarcode(text, { format: 'QRCode', ecLevel: 'L' });
  if (!symbol) throw new Error(error);
  return (symbol.width - 17) / 4;
}

type Work = () => Promise<unknown> | unknown;

/** Microseconds of processor time that one turn takes. */
async function cost(work: Work, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < count; n += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** Turns a second of one core and how many times the bare turn's work one takes: medians of rounds in turn with the bare one. */
async function beside(
  bare: Work,
  work: Work,
  count = COUNT,
): Promise<{ bare: number; perSecond: number; times: number }> {
  const rounds: { bare: number; work: number }[] = [];
  for (let i = 0; i < ROUNDS; i += 1) rounds.push({ bare: await cost(bare, COUNT), work: await cost(work, count) });
  // The first two warm up.
  const later = rounds.slice(2);
  return {
    bare: 1e6 / median(later.map((round) => round.bare)),
    perSecond: 1e6 / median(later.map((round) => round.work)),
    times: median(later.map((round) => round.work / round.bare)),
  };
}

async function speeds(issuer: Issuer): Promise<string[]> {
  const { state } = await worldOf(issuer);
  const codes: string[] = [];
  for (let i = 0; i < COUNT; i += 1) {
    codes.push((await issueCode({ ...CLAIMS, statusIndex: 1000 + i }, issuer.result)).text);
  }
  const parsed = codes.map((text) => {
    const read = readCodeText(text);
    if (read.form !== 'code') throw new Error('not a code');
    const { protectedHeader, payload, signature } = readSign1(read.bytes, read.bytes.length);
    return { message: toBeSigned(protectedHeader, payload), signature };
  });
  const key = loadSm2PublicKey(issuer.result.spki.subarray(-65));
  const next = <T>(list: readonly T[]) => {
    let at = 0;
    return (): T => list[at++ % list.length]!;
  };
  const [message, signed, code] = [next(parsed), next(parsed), next(codes)];

  const sign = () => issuer.result.sign(message().message);
  const issued = await beside(sign, () => issueCode(CLAIMS, issuer.result));
  const verified = await beside(
    () => {
      const { message, signature } = signed();
      if (!key.verify(message, signature)) throw new Error('a true signature was refused');
    },
    async () => {
      const { kind } = await verifyCode(code(), state);
      if (kind !== 'genuine') throw new Error(`a genuine code was called ${kind}`);
    },
  );
  const { sealer } = await newSealWorld();
  const face = certificateDocument();
  const sealed = await beside(sign, () => sealOfd(face, sealingBy(sealer)), 10);

  say(`${COUNT} codes, SM2 with SM3, a second of one core`);
  const line = (name: string, perSecond: number, told: string) =>
    say(`  ${name.padEnd(26)} ${String(Math.round(perSecond)).padStart(6)}/s   ${told}`);
  const over = (times: number) =>
    `${rounded(times)} times the bare operation's work${gate(times <= GATE_OVER_SM2, `at most ${GATE_OVER_SM2}`)}`;
  line('bare SM2 signature', issued.bare, '');
  line('code issued', issued.perSecond, over(issued.times));
  line('bare SM2 verification', verified.bare, 'the key’s table made once');
  line('code verified', verified.perSecond, over(verified.times));
  line('OFD written and sealed', sealed.perSecond, `24 doses; ${rounded(sealed.times, 0)} bare signatures’ work`);
  return codes;
}

async function browser(issuer: Issuer, codes: readonly string[]): Promise<void> {
  const { trustBytes, statusFiles } = await worldOf(issuer);
  const handed: Handed = {
    root: { alg: issuer.root.alg, spki: toBase64url(issuer.root.spki) },
    trust: toBase64url(trustBytes),
    lists: [...statusFiles.values()].map((bytes) => toBase64url(bytes)),
    now: NOW,
    codes,
  };
  const [plain = 0, slowed = 0] = await inChromium(handed, [1, SLOWER]);
  say(`${codes.length} codes in Chromium, signature, status and times, by the wall clock`);
  say(`  as it is          ${rounded(plain)} ms a code`);
  say(
    `  page slowed ${SLOWER} ×   ${rounded(slowed)} ms a code, ${rounded(slowed / plain, 1)} times${gate(slowed <= GATE_SLOWED_MS, `at most ${GATE_SLOWED_MS} ms`)}`,
  );
}

/** So many different positions of a list. */
function drawn(next: () => number, count: number, size: number): number[] {
  const positions = new Set<number>();
  while (positions.size < count) positions.add(Math.floor(next() * size));
  return [...positions];
}

async function statusList(issuer: Issuer): Promise<void> {
  const next = numbers(SEED);
  const revoked = drawn(next, REVOKED + DAILY, CERTIFICATES);
  const [old, fresh] = [revoked.slice(0, REVOKED), revoked.slice(REVOKED)];
  const bytesOf = async (size: number, indices: readonly number[]) => {
    const list = { id: '2026-result', size, issued: NOW, nextUpdate: NOW + DAY, revoked: indices };
    return (await issueStatusList(list, issuer.status)).length;
  };
  const whole = await bytesOf(CERTIFICATES, old);
  const season = await bytesOf(STATUS_LIST_SIZE, drawn(next, STATUS_LIST_SIZE / 100, STATUS_LIST_SIZE));
  const positions = Buffer.alloc(DAILY * 4);
  for (const [i, index] of fresh.sort((a, b) => a - b).entries()) positions.writeUInt32BE(index, i * 4);
  const daily = gzipSync(positions, { level: 9 }).length;
  say(`status list of ${CERTIFICATES} certificates, ${REVOKED} revoked at random, seed ${SEED}`);
  say(
    `  whole list, signed              ${whole} bytes${gate(whole <= GATE_LIST_BYTES, `at most ${GATE_LIST_BYTES}`)}`,
  );
  say(
    `  difference of a day, ${DAILY} more   ${daily} bytes, ${rounded((100 * daily) / whole, 1)} % of the whole${gate(daily <= GATE_DAILY_BYTES, `at most ${GATE_DAILY_BYTES}`)}`,
  );
  say(
    `  served: a season's list of ${STATUS_LIST_SIZE} positions, 1 % revoked   ${season} bytes, fetched whole as often as it is signed, once a day or more${gate(season <= GATE_SEASON_BYTES, `at most ${GATE_SEASON_BYTES}`)}`,
  );
}
