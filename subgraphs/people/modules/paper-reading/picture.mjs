// Prepares a picture of a paper for reading: upright, cropped, straight, clean. Plain JavaScript: a worker has no TypeScript loader.
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';

const MAX_PIXELS = 60_000_000;
/** A card or a page of this many pixels across has letters that can be read. */
const WIDTH = { least: 500, most: 1_600 };
/** The recogniser wants some white around. */
const MARGIN = 24;
const HIGHEST = 4_000;
/** Sharpness is compared at one size. */
const MEASURED = 1_000;
/** Variance of the Laplacian below which strokes run into each other; see the tests for pictures on either side. */
const SHARP_ENOUGH = 60;
/** Paper between the letters is even; the picture of a dark room is not. Compression alone leaves less. */
const NOISY = 8;
const GRAIN = 0.8;
/** From the darkest point: on a card with three lines ink is less than a hundredth, and its paper would be stretched to grey. */
const INK = { lower: 0, upper: 99 };
const TILT = { most: 10, coarse: 1, fine: 0.25, width: 500 };
const WHITE = '#ffffff';

export class Refused extends Error {
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

const startsWith = (bytes, ...signature) => signature.every((byte, i) => bytes[i] === byte);

/** The first page of a PDF as a picture. */
async function pageOfPdf(bytes) {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(bytes);
    try {
      const page = document.getPage(0);
      const { originalWidth } = page.getOriginalSize();
      const scale = Math.min(4, Math.max(1, WIDTH.most / originalWidth));
      const { data, width, height } = await page.render({ scale, render: 'bitmap' });
      if (width * height > MAX_PIXELS) throw new Refused('file_too_large');
      return sharp(data, { raw: { width, height, channels: 4 } });
    } finally {
      document.destroy();
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('file_type');
  } finally {
    library.destroy();
  }
}

/** By what the bytes are, not by what the file is called. */
async function opened(bytes) {
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) return pageOfPdf(bytes);
  const isPicture = startsWith(bytes, 0xff, 0xd8, 0xff) || startsWith(bytes, 0x89, 0x50, 0x4e, 0x47);
  if (!isPicture) throw new Refused('file_type');
  const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS });
  // A camera that was held on its side says so.
  return picture.rotate();
}

const rawOf = (picture) => picture.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });

/** The Laplacian of a picture: its variance, which strokes with edges make large, and the size half of it exceeds, which only grain does. */
function laplacian({ data, info: { width, height } }) {
  let sum = 0;
  let squares = 0;
  const sizes = new Uint32Array(5 * 256);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const value = data[at - 1] + data[at + 1] + data[at - width] + data[at + width] - 4 * data[at];
      sum += value;
      squares += value * value;
      sizes[Math.abs(value)] += 1;
    }
  const count = Math.max(1, (width - 2) * (height - 2));
  let grain = 0;
  for (let seen = sizes[0]; seen < count / 2; seen += sizes[grain]) grain += 1;
  return { variance: squares / count - (sum / count) ** 2, grain };
}

/** How far a page is tilted: turned back by the right angle, the rows of ink stand apart most. */
function tiltOf({ data, info: { width, height } }) {
  let total = 0;
  for (const value of data) total += value;
  const ink = total / data.length - 40;
  const dark = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if (data[y * width + x] < ink) dark.push(x - width / 2, y - height / 2);
  const score = (degrees) => {
    const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    const rows = new Float64Array(width + height);
    for (let i = 0; i < dark.length; i += 2) {
      const row = Math.round(dark[i] * sin + dark[i + 1] * cos + (width + height) / 2);
      if (row >= 0 && row < rows.length) rows[row] += 1;
    }
    let squares = 0;
    for (const count of rows) squares += count * count;
    return squares;
  };
  const best = (from, to, step) => {
    let [angle, most] = [0, -1];
    for (let degrees = from; degrees <= to; degrees += step) {
      const found = score(degrees);
      if (found > most) [angle, most] = [degrees, found];
    }
    return angle;
  };
  const coarse = best(-TILT.most, TILT.most, TILT.coarse);
  return best(coarse - TILT.coarse, coarse + TILT.coarse, TILT.fine);
}

/** Of the width or height: no stroke of a letter is that long. */
const RULE = 0.09;
/** A rule is a few pixels thick, and grey at its edges. */
const THICK = 2;

/**
 * The printed rules of a table made white: the recogniser takes what they frame for a drawing and reads nothing in it.
 * @returns the same picture when there are none
 */
async function unruled(picture) {
  const { data, info } = await rawOf(sharp(picture));
  const { width, height } = info;
  let total = 0;
  for (const value of data) total += value;
  const ink = total / data.length - 40;
  const rules = [];
  /** Runs of ink along a line of pixels: `at` the first, `step` from one to the next, `across` to the neighbouring line. */
  const look = (at, step, count, across) => {
    let run = 0;
    for (let i = 0; i <= count; i += 1) {
      if (i < count && data[at + i * step] < ink) run += 1;
      else {
        if (run > count * RULE) rules.push({ from: at + (i - run) * step, step, count: run, across });
        run = 0;
      }
    }
  };
  for (let y = 0; y < height; y += 1) look(y * width, 1, width, width);
  for (let x = 0; x < width; x += 1) look(x, width, height, 1);
  if (rules.length === 0) return picture;
  for (const { from, step, count, across } of rules)
    for (let i = 0; i < count; i += 1)
      for (let aside = -THICK; aside <= THICK; aside += 1) {
        const at = from + i * step + aside * across;
        if (at >= 0 && at < data.length) data[at] = 255;
      }
  return png(sharp(data, { raw: info }));
}

const png = (picture) => picture.png({ compressionLevel: 1 }).toBuffer();

/** @returns a PNG without colours, cropped, cleaned, of a size that is read well, and how sharp it was @throws Refused */
export async function prepare(bytes) {
  let plain;
  try {
    plain = await png((await opened(bytes)).flatten({ background: WHITE }).greyscale());
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(/pixel limit/iu.test(error?.message) ? 'file_too_large' : 'file_type');
  }
  // The table the paper lies on, or an empty margin.
  const cropped = await png(sharp(plain).trim({ threshold: 25 })).catch(() => plain);
  const measured = sharp(cropped).resize({ width: MEASURED }).normalise(INK);
  const { grain } = laplacian(await rawOf(measured.clone()));
  // Grains of a dark picture have edges too: what is left without them counts.
  const { variance } = laplacian(await rawOf(sharp(await png(measured)).median(3)));
  if (variance < SHARP_ENOUGH) throw new Refused('blurred');
  const { width } = await sharp(cropped).metadata();
  const wanted = Math.min(WIDTH.most, Math.max(WIDTH.least, width));
  let clean = sharp(cropped).resize({ width: wanted, kernel: 'lanczos3' });
  // A median would take the thin strokes of letters with the grain.
  if (grain > NOISY) clean = sharp(await png(clean)).blur(GRAIN);
  const rim = { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN };
  const picture = await png(sharp(await png(clean.normalise(INK))).extend({ ...rim, background: WHITE }));
  return { picture, sharpness: Math.round(variance) };
}

/** Turned by quarters, then straightened, then without the rules of a table. */
export async function turned(picture, quarters) {
  const upright = quarters === 0 ? picture : await png(sharp(picture).rotate(quarters * 90));
  const tilt = tiltOf(await rawOf(sharp(upright).resize({ width: TILT.width })));
  return unruled(tilt === 0 ? upright : await png(sharp(upright).rotate(tilt, { background: WHITE })));
}

/** How far the rows of ink of a picture stand apart. */
async function rowsApart(picture) {
  const { data, info } = await rawOf(sharp(picture).resize({ width: TILT.width, height: TILT.width, fit: 'fill' }));
  const rows = new Float64Array(info.height);
  for (let at = 0; at < data.length; at += 1) rows[Math.floor(at / info.width)] += 255 - data[at];
  const mean = rows.reduce((sum, row) => sum + row, 0) / rows.length;
  return rows.reduce((sum, row) => sum + (row - mean) ** 2, 0);
}

/** In which order to try how a page stands: lines of letters leave white between them, letters of a line hardly do. */
export async function quartersOf(picture) {
  const [across, down] = [await rowsApart(picture), await rowsApart(await png(sharp(picture).rotate(90)))];
  return across >= down ? [0, 2, 1, 3] : [1, 3, 0, 2];
}

/** Larger or smaller, so that letters have the height that is read best. */
export async function scaled(picture, factor) {
  const { width, height } = await sharp(picture).metadata();
  const wanted = Math.round(Math.min(width * factor, HIGHEST, (HIGHEST * width) / height));
  return png(sharp(picture).resize({ width: wanted, kernel: 'lanczos3' }));
}

/** What is shown beside the fields. */
export const shown = (picture) => sharp(picture).jpeg({ quality: 70 }).toBuffer({ resolveWithObject: true });
