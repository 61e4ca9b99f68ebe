import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const MM_PER_POINT = 25.4 / 72;
/** 0.1 mm a pixel. */
const DPI = 254;

export interface PrintedWord {
  text: string;
  /** mm from the left and from the top of the sheet: the left edge and the middle of the word */
  x: number;
  y: number;
}
export interface PrintedSheet {
  width: number;
  height: number;
  words: PrintedWord[];
}

async function inFolder<T>(work: (path: (name: string) => string) => T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'miaoben-print-'));
  try {
    return work((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the browser sends to the printer now. */
export const toPrinter = (page: Page): Promise<Buffer> => page.pdf({ preferCSSPageSize: true });

/** Where each word stands on each sheet, as another program reads the print. */
export function readPrint(pdf: Buffer): Promise<PrintedSheet[]> {
  return inFolder((path) => {
    writeFileSync(path('print.pdf'), pdf);
    const html = execFileSync('pdftotext', ['-bbox', path('print.pdf'), '-'], { encoding: 'utf8' });
    return [...html.matchAll(/<page width="([\d.]+)" height="([\d.]+)">([\s\S]*?)<\/page>/g)].map(
      ([, width, height, words = '']) => ({
        width: Number(width) * MM_PER_POINT,
        height: Number(height) * MM_PER_POINT,
        words: [...words.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)].map(
          ([, x, top, bottom, text = '']) => ({
            text,
            x: Number(x) * MM_PER_POINT,
            y: ((Number(top) + Number(bottom)) / 2) * MM_PER_POINT,
          }),
        ),
      }),
    );
  });
}

/** The first sheet as ink: true where it is dark, asked in mm. */
export function inkOf(pdf: Buffer): Promise<(x: number, y: number) => boolean> {
  return inFolder((path) => {
    writeFileSync(path('print.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', String(DPI), '-gray', '-singlefile', path('print.pdf'), path('print')]);
    const picture = readFileSync(path('print.pgm'));
    const [head = '', width = ''] = /^P5\s(\d+)\s\d+\s255\s/.exec(picture.toString('latin1', 0, 40)) ?? [];
    return (x, y) => picture[head.length + Math.round(y * 10) * Number(width) + Math.round(x * 10)]! < 128;
  });
}
