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
const NOISY = 2.2;
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

/** Variance of the Laplacian: strokes with edges have much of it. */
function laplacian({ data, info: { width, height } }) {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const value = data[at - 1] + data[at + 1] + data[at - width] + data[at + width] - 4 * data[at];
      sum += value;
      squares += value * value;
      count += 1;
    }
  const mean = sum / Math.max(1, count);
  return squares / Math.max(1, count) - mean * mean;
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

const png = (picture) => picture.png({ compressionLevel: 1 }).toBuffer();

/** @returns a PNG without colours, cropped, cleaned, of a size that is read well @throws Refused */
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
  const measured = sharp(cropped).resize({ width: MEASURED }).normalise();
  const before = laplacian(await rawOf(measured.clone()));
  // Grains of a dark picture have edges too: what is left without them counts.
  const after = laplacian(await rawOf(sharp(await png(measured)).median(3)));
  if (after < SHARP_ENOUGH) throw new Refused('blurred');
  const { width } = await sharp(cropped).metadata();
  const wanted = Math.min(WIDTH.most, Math.max(WIDTH.least, width));
  let clean = sharp(cropped).resize({ width: wanted, kernel: 'lanczos3' });
  if (before / after > NOISY) clean = sharp(await png(clean)).median(3);
  const rim = { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN };
  return png(sharp(await png(clean.normalise())).extend({ ...rim, background: WHITE }));
}

/** Turned by quarters, then straightened. */
export async function turned(picture, quarters) {
  const upright = quarters === 0 ? picture : await png(sharp(picture).rotate(quarters * 90));
  const tilt = tiltOf(await rawOf(sharp(upright).resize({ width: TILT.width })));
  return tilt === 0 ? upright : png(sharp(upright).rotate(tilt, { background: WHITE }));
}

/** Larger or smaller, so that letters have the height that is read best. */
export async function scaled(picture, factor) {
  const { width, height } = await sharp(picture).metadata();
  const wanted = Math.round(Math.min(width * factor, HIGHEST, (HIGHEST * width) / height));
  return png(sharp(picture).resize({ width: wanted, kernel: 'lanczos3' }));
}

/** What is shown beside the fields. */
export const shown = (picture) => sharp(picture).jpeg({ quality: 70 }).toBuffer({ resolveWithObject: true });
