import { SealedFileError } from './errors.ts';
import { type FontFace, textWidth } from './font-face.ts';
import type { ImageItem, LineItem, Page, PageItem, QrItem, TextItem } from './page-model.ts';
import { qrRectangles } from './qr-rectangles.ts';
import { decimal, numbers, ofd, ofdPart, text } from './xml-write.ts';

/** Hands out the ids of one document (ST_ID: unique numbers) and remembers what they stand for. */
export interface OfdIds {
  next(): number;
  /** Resource id of an image, written once however often it is shown. */
  image(item: ImageItem): number;
  /** Object ids by the tag of their item. */
  readonly tagged: { readonly tag: string; readonly page: number; readonly objects: readonly number[] }[];
  readonly font: number;
  readonly face: FontFace;
}

/** Content.xml of a page. */
export function pagePart(page: Page, pageId: number, ids: OfdIds): string {
  const draw = (item: PageItem) => drawItem(item, pageId, ids);
  const layers = [ofd('Layer', { Type: 'Body', ID: ids.next() }, ...page.items.flatMap(draw))];
  if (page.overlay?.length) {
    layers.push(ofd('Layer', { Type: 'Foreground', ID: ids.next() }, ...page.overlay.flatMap(draw)));
  }
  return ofdPart(
    'Page',
    {},
    ofd('Area', {}, ofd('PhysicalBox', {}, numbers(0, 0, page.width, page.height))),
    ofd('Content', {}, ...layers),
  );
}

function drawItem(item: PageItem, page: number, ids: OfdIds): string[] {
  const objects: number[] = [];
  const id = () => objects[objects.push(ids.next()) - 1]!;
  const drawn = draw(item, id, ids);
  if ('tag' in item && item.tag !== undefined) ids.tagged.push({ tag: item.tag, page, objects });
  return drawn;
}

function draw(item: PageItem, id: () => number, ids: OfdIds): string[] {
  switch (item.kind) {
    case 'text':
      return drawText(item, id, ids);
    case 'line':
      return [drawLine(item, id())];
    case 'qr':
      return [drawQr(item, id())];
    case 'image':
      return [drawImage(item, id(), ids)];
  }
}

/**
 * One object per run: a character outside the basic plane gets its own, since readers disagree on whether it takes one
 * or two of the distances in DeltaX.
 */
function drawText(item: TextItem, id: () => number, ids: OfdIds): string[] {
  if (/[\n\r]/.test(item.text)) throw new SealedFileError('argument', 'text');
  const width = textWidth(item.text, item.size, ids.face);
  const left = item.x - width * { left: 0, centre: 0.5, right: 1 }[item.align ?? 'left'];
  if (item.angle) return [drawTurned(item, left, width, id(), ids)];
  let x = left;
  return (item.text.match(/[\u{10000}-\u{10ffff}]|[^\u{10000}-\u{10ffff}]+/gu) ?? []).map((run) => {
    const runWidth = textWidth(run, item.size, ids.face);
    const box = { Boundary: numbers(x, item.y, runWidth, item.size * 1.3) };
    x += runWidth;
    return textObject(item, run, id(), ids, box);
  });
}

function drawTurned(item: TextItem, left: number, width: number, id: number, ids: OfdIds): string {
  const height = item.size * 1.3;
  const angle = (item.angle! * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const boxWidth = Math.abs(width * cos) + Math.abs(height * sin);
  const boxHeight = Math.abs(width * sin) + Math.abs(height * cos);
  // The matrix turns about the object's own corner; the last two numbers bring the middle back to the middle.
  const dx = (boxWidth - width * cos + height * sin) / 2;
  const dy = (boxHeight - width * sin - height * cos) / 2;
  return textObject(item, item.text, id, ids, {
    Boundary: numbers(left + (width - boxWidth) / 2, item.y + (height - boxHeight) / 2, boxWidth, boxHeight),
    CTM: numbers(cos, sin, -sin, cos, dx, dy),
  });
}

function textObject(item: TextItem, run: string, ID: number, ids: OfdIds, place: Record<string, string>): string {
  const steps = [...run].slice(0, -1).map((char) => ids.face.advance(char));
  return ofd(
    'TextObject',
    { ID, ...place, Alpha: alphaOf(item.opacity), Font: ids.font, Size: item.size },
    colour('FillColor', item.colour),
    ofd('TextCode', { X: 0, Y: item.size, DeltaX: steps.length > 0 ? deltas(steps, item.size) : undefined }, text(run)),
  );
}

/** Equal distances in a row are written `g count value` (GB/T 33190 clause 11.3). */
function deltas(steps: readonly number[], size: number): string {
  const out: string[] = [];
  for (let at = 0; at < steps.length; ) {
    let end = at + 1;
    while (steps[end] === steps[at]) end++;
    const value = decimal(steps[at]! * size);
    out.push(
      end - at > 2
        ? `g ${end - at} ${value}`
        : Array(end - at)
            .fill(value)
            .join(' '),
    );
    at = end;
  }
  return out.join(' ');
}

function drawLine(item: LineItem, ID: number): string {
  const x = Math.min(item.x1, item.x2);
  const y = Math.min(item.y1, item.y2);
  // A box without height or width would clip the stroke away.
  const width = Math.max(Math.abs(item.x2 - item.x1), item.width);
  const height = Math.max(Math.abs(item.y2 - item.y1), item.width);
  const path = `M ${numbers(item.x1 - x, item.y1 - y)} L ${numbers(item.x2 - x, item.y2 - y)}`;
  return ofd(
    'PathObject',
    { ID, Boundary: numbers(x, y, width, height), LineWidth: item.width },
    colour('StrokeColor', item.colour),
    ofd('AbbreviatedData', {}, path),
  );
}

function drawQr(item: QrItem, ID: number): string {
  const path = qrRectangles(item).map(({ x, y, width, height }) => {
    const [right, bottom] = [x + width, y + height];
    return `M ${numbers(x, y)} L ${numbers(right, y)} L ${numbers(right, bottom)} L ${numbers(x, bottom)} C`;
  });
  return ofd(
    'PathObject',
    { ID, Boundary: numbers(item.x, item.y, item.side, item.side), Stroke: 'false', Fill: 'true' },
    colour('FillColor', undefined),
    ofd('AbbreviatedData', {}, path.join(' ')),
  );
}

function drawImage(item: ImageItem, ID: number, ids: OfdIds): string {
  return ofd('ImageObject', {
    ID,
    Boundary: numbers(item.x, item.y, item.width, item.height),
    CTM: numbers(item.width, 0, 0, item.height, 0, 0),
    ResourceID: ids.image(item),
  });
}

function colour(name: string, hex = '#000000'): string {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new SealedFileError('argument', 'colour');
  const value = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return ofd(name, { Value: numbers(...value) });
}

function alphaOf(opacity: number | undefined): number | undefined {
  return opacity === undefined ? undefined : Math.round(opacity * 255);
}
