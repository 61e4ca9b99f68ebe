// Reads papers off the main thread, one after the other, with nothing fetched from anywhere: the words of the language lie in a package.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { createWorker, PSM } from 'tesseract.js';
import { prepare, quartersOf, Refused, scaled, shown, turned } from './picture.mjs';

const packageOf = (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
/** Read this well, a page stands upright. */
const UPRIGHT = 75;
const FEWEST = 6;
/** Height of letters that is read best, and how far off it may be. */
const LETTER = { height: 32, least: 25, most: 40 };

const tesseract = createWorker('chi_sim', 1, {
  langPath: join(packageOf('@tesseract.js-data/chi_sim'), '4.0.0_best_int'),
  gzip: true,
  cacheMethod: 'none',
  // Its log repeats what it reads.
  logger: () => undefined,
  errorHandler: () => undefined,
}).then(async (worker) => {
  await worker.setParameters({
    tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
    user_defined_dpi: '300',
    preserve_interword_spaces: '1',
  });
  return worker;
});
tesseract.catch(() => process.exit(1));

function linesOf({ blocks }, { width, height }) {
  const lines = [];
  for (const block of blocks ?? [])
    for (const paragraph of block.paragraphs)
      for (const line of paragraph.lines) {
        lines.push(
          line.words.map(({ text, confidence, bbox: { x0, y0, x1, y1 } }) => ({
            text,
            confidence,
            box: { x: x0 / width, y: y0 / height, width: (x1 - x0) / width, height: (y1 - y0) / height },
          })),
        );
      }
  return lines;
}

/** Half of the words are higher. */
function letterHeight({ blocks }) {
  const heights = (blocks ?? [])
    .flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines.flatMap((line) => line.words)))
    .map(({ bbox }) => bbox.y1 - bbox.y0)
    .sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? LETTER.height;
}

async function read(bytes) {
  const { picture: prepared, sharpness } = await prepare(bytes);
  const worker = await tesseract;
  let best = null;
  for (const quarters of await quartersOf(prepared)) {
    const picture = await turned(prepared, quarters);
    const { data } = await worker.recognize(picture, {}, { text: true, blocks: true });
    const letters = (data.text.match(/[\p{Script=Han}\d]/gu) ?? []).length;
    if (letters >= FEWEST && (best === null || data.confidence > best.data.confidence)) best = { data, picture };
    if (best !== null && best.data.confidence >= UPRIGHT) break;
  }
  if (best === null) throw new Refused('no_text');
  const height = letterHeight(best.data);
  if (height < LETTER.least || height > LETTER.most) {
    const picture = await scaled(best.picture, LETTER.height / height);
    const { data } = await worker.recognize(picture, {}, { text: true, blocks: true });
    if (data.confidence > best.data.confidence) best = { data, picture };
  }
  const { data, info } = await shown(best.picture);
  return { lines: linesOf(best.data, info), picture: new Uint8Array(data), sharpness };
}

let last = Promise.resolve();
parentPort.on('message', ({ number, bytes }) => {
  last = last.then(async () => {
    try {
      parentPort.postMessage({ number, page: await read(Buffer.from(bytes)) });
    } catch (error) {
      // Only a word leaves the worker: the text of an error may repeat what stands on the paper.
      parentPort.postMessage({ number, fault: error instanceof Refused ? error.fault : 'file_type' });
    }
  });
});
