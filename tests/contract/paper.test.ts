import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, issueCode, loadSigner, makeIdTag } from '@miaoben/credential';
import { encode } from 'uqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrPng, readQr } from '../e2e/codes.ts';
import { debianTool } from '../support/debian-tool.ts';

/** 30 mm at 300 dpi, quiet zone included. */
const PRINT = Math.round((30 / 25.4) * 300);
/** Side of what the camera sees, in px, and of the print in it. */
const VIEW = 720;
const SEEN = 560;
const DAY = 86_400;

const folder = mkdtempSync(join(tmpdir(), 'miaoben-paper-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => join(folder, name);

/** A way a hand, a lens and bad light change the picture. */
interface Shot {
  /** degrees */
  turn: number;
  /** px by which the upper edge is shorter on either side: the phone is held at an angle */
  tilt: number;
  /** sigma, px of the final picture */
  blur: number;
  /** share of grey levels left between ink and paper */
  contrast: number;
}
const CLEAN: Shot = { turn: 0, tilt: 0, blur: 0, contrast: 1 };
const MILD: readonly Shot[] = [
  { turn: -7, tilt: 20, blur: 0.7, contrast: 0.8 },
  { turn: -3, tilt: 35, blur: 0.8, contrast: 0.6 },
  { turn: 2, tilt: 10, blur: 0.9, contrast: 0.5 },
  { turn: 5, tilt: 25, blur: 1, contrast: 0.6 },
  { turn: 7, tilt: 30, blur: 1.1, contrast: 0.5 },
];

/** The code as a printer of 300 dpi lays it down: black or white, no grey. */
function print(text: string): string {
  writeFileSync(file('code.png'), qrPng(text));
  const path = file('print.png');
  execFileSync('convert', [file('code.png'), '-resize', `${PRINT}x${PRINT}!`, '-threshold', '50%', path]);
  return path;
}

/** What a phone sees of the print on a grey table, `width` px wide. */
function photograph(printed: string, shot: Shot, width: number, seed: number): string {
  const [low, high] = [(VIEW - SEEN) / 2, (VIEW + SEEN) / 2];
  const corners = [
    [low, low, low + shot.tilt, low + shot.tilt],
    [high, low, high - shot.tilt, low + shot.tilt],
    [low, high, low, high],
    [high, high, high, high],
  ];
  const path = file(`shot-${seed}-${width}.png`);
  const dark = 50 * (1 - shot.contrast);
  execFileSync('convert', [
    ...[printed, '-resize', `${SEEN}x${SEEN}!`, '-background', 'gray60', '-gravity', 'center'],
    ...['-extent', `${VIEW}x${VIEW}`, '-virtual-pixel', 'edge'],
    ...['-distort', 'Perspective', corners.map((c) => c.join(',')).join(' ')],
    ...['-distort', 'ScaleRotateTranslate', String(shot.turn)],
    ...['-resize', `${width}x${width}`, '-blur', `0x${shot.blur}`],
    ...['+level', `${dark}%,${100 - dark}%`, '-seed', String(seed), '-attenuate', '0.3', '+noise', 'Gaussian'],
    ...['-colorspace', 'Gray', path],
  ]);
  return path;
}

const zbar = (path: string): string =>
  execFileSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', path], {
    encoding: 'utf8',
    // It complains of a system without a message bus.
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trimEnd();

/** The fullest static code: eight vaccines to catch up. */
async function fullestCode(): Promise<string> {
  const signer = await loadSigner('SM2', await generatePrivateKey('SM2'));
  const now = Math.floor(Date.now() / 1000);
  const { text } = await issueCode(
    {
      kind: 'static',
      maskedName: '张*明',
      birthDate: '2020-03-15',
      result: 2,
      ruleDate: '2026-06-17',
      idTag: makeIdTag('63010520200315002X', (target) => crypto.getRandomValues(target)),
      statusIndex: 77_777,
      missing: Array.from({ length: 8 }, (_, i) => ({ vaccine: String(i + 12), doses: 2 })),
      issuedAt: now,
      expiresAt: now + 30 * DAY,
      audience: null,
    },
    signer,
  );
  return text;
}

describe('a static code on paper, 30 mm wide', () => {
  let text: string;
  let printed: string;
  beforeAll(async () => {
    // Neither is optional: a print nobody has read proves nothing.
    expect(debianTool('convert', 'imagemagick')).toBe(true);
    expect(debianTool('zbarimg', 'zbar-tools')).toBe(true);
    text = await fullestCode();
    printed = print(text);
  });

  it('J-135 Q-143 is a symbol of version 9 at most, level M', () => {
    expect(encode(text, { ecc: 'M', boostEcc: false }).version).toBeLessThanOrEqual(9);
  });

  it.each([480, 360])(
    'J-135 Q-143 is read by two decoders from a picture of %i px, clean and mildly bad',
    async (width) => {
      for (const [seed, shot] of [CLEAN, ...MILD].entries()) {
        const picture = photograph(printed, shot, width, seed);
        expect.soft(await readQr(readFileSync(picture)), `zxing, ${JSON.stringify(shot)}`).toEqual([text]);
        expect.soft(zbar(picture), `zbar, ${JSON.stringify(shot)}`).toBe(text);
      }
    },
  );
});
