import type { DayNumber } from './dates.ts';
import { Node } from './reader.ts';

/** What a province lays on the national schedule, checked. */
export interface Layer {
  readonly id: string;
  /** GB/T 2260 prefixes of the divisions it holds in. */
  readonly divisions: readonly string[];
  readonly from: DayNumber;
  /** Exclusive. */
  readonly to: DayNumber;
  readonly node: Node;
}

const KEYS = ['id', 'zh', 'divisions', 'effectiveFrom', 'effectiveTo', 'source', 'sources', 'note'];
const PARTS = ['notRoutine', 'series', 'overrides'];
const OVERRIDE_KEYS = ['series', 'dose', 'source', 'note'];
/** What an override may set of a dose; a further dose at the end must name its ages and intervals itself. */
const DOSE_KEYS = [
  'recommendedAge',
  'minAge',
  'completeBefore',
  'catchUpBefore',
  'minIntervals',
  'recommendedInterval',
  'completeWithinAfterDose1',
  'route',
  'site',
  'volumeMl',
  'volume',
];
/** A series a province adds: codes, ages, intervals; the rules of their own that some national series have are code. */
const SERIES_KEYS = [
  'id',
  'zh',
  'abbr',
  'programme',
  'codes',
  'historicalCodes',
  'combinationCodes',
  'live',
  'injected',
  'sex',
  'bornFrom',
  'doses',
  'note',
];
/** Province, prefecture, county, township, village: 2, 4, 6, 9 or 12 digits. */
const DIVISION = /^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/;

/**
 * Reads layers over a document: `[{id, zh, divisions, effectiveFrom, effectiveTo?, source, sources?, notRoutine?,
 * series?, overrides?}]`. Throws ScheduleFormatError with a path that begins with `layers`.
 */
export function readLayers(layers: unknown, root: Node): Layer[] {
  const found = new Node(layers, 'layers').list().map((node) => readLayer(node, root));
  for (const [i, { id, node }] of found.entries())
    if (found.findIndex((l) => l.id === id) !== i) node.get('id').fail('an id no other layer has');
  return found;
}

function readLayer(node: Node, root: Node): Layer {
  node.only([...KEYS, ...PARTS]);
  node.get('zh').text();
  const divisions = node.get('divisions').list();
  if (divisions.length === 0) node.get('divisions').fail('at least one division');
  for (const d of divisions) if (!DIVISION.test(d.text())) d.fail('a division code of 2, 4, 6, 9 or 12 digits');
  const from = node.get('effectiveFrom').day();
  const end = node.opt('effectiveTo')?.day();
  if (end !== undefined && end < from) node.get('effectiveTo').fail('a day not before effectiveFrom');
  const marks = new Set([...keys(root.get('sources')), ...keys(node.opt('sources')), 'derived']);
  checkMarks(node, marks);
  const known = root.get('series').list();
  for (const item of node.opt('notRoutine')?.list() ?? []) {
    item.only(['series', 'source', 'note']);
    checkMarks(item, marks);
    seriesNamed(item.get('series'), known);
  }
  const codes = new Set(
    root
      .get('vaccineCodes')
      .list()
      .map((v) => v.get('code').text()),
  );
  for (const item of node.opt('series')?.list() ?? []) {
    item.only(SERIES_KEYS);
    if (known.some((s) => s.get('id').value === item.get('id').value)) item.get('id').fail('an id no series has yet');
    for (const code of item.get('codes').list()) if (!codes.has(code.text())) code.fail('a national vaccine code');
    for (const dose of item.get('doses').list()) checkMarks(dose.only(['dose', 'source', 'note', ...DOSE_KEYS]), marks);
  }
  for (const item of node.opt('overrides')?.list() ?? []) readOverride(item, known, marks);
  return {
    id: node.get('id').text(),
    divisions: divisions.map((d) => d.text()),
    from,
    to: end === undefined ? Number.POSITIVE_INFINITY : end + 1,
    node,
  };
}

const keys = (node: Node | null): string[] => node?.entries().map(([key]) => key) ?? [];

function checkMarks(node: Node, marks: ReadonlySet<string>): void {
  const source = node.get('source');
  for (const mark of node.source()) if (!marks.has(mark)) source.fail('marks of the document or of the layer');
}

function seriesNamed(node: Node, known: readonly Node[]): Node {
  return known.find((s) => s.get('id').value === node.text()) ?? node.fail('the id of a series');
}

function readOverride(item: Node, known: readonly Node[], marks: ReadonlySet<string>): void {
  item.only([...OVERRIDE_KEYS, ...DOSE_KEYS]);
  checkMarks(item, marks);
  const table = seriesNamed(item.get('series'), known).opt('doses');
  const doses = table?.list() ?? item.get('series').fail('a series with one table of doses');
  const dose = item.get('dose').number();
  if (!Number.isInteger(dose) || dose < 1 || dose > doses.length + 1)
    item.get('dose').fail('a dose of the series or the one after its last');
  if (dose > doses.length) {
    item.get('minAge').period();
    item.get('minIntervals').list();
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The document with layers laid on it: what the divisions of all of them go by. */
export function laidOn(document: unknown, layers: readonly Layer[]): unknown {
  let base = document as Fields;
  for (const { divisions, node } of layers) {
    const layer = node.value as Fields;
    const series = (base.series as Fields[]).map((s) => exempted(overridden(s, layer), layer, divisions));
    const added = (layer.series as Fields[] | undefined) ?? [];
    base = {
      ...base,
      sources: { ...(base.sources as Fields), ...(layer.sources as Fields | undefined) },
      series: [...series, ...added],
    };
  }
  return base;
}

function overridden(series: Fields, layer: Fields): Fields {
  const own = ((layer.overrides as Fields[] | undefined) ?? []).filter((o) => o.series === series.id);
  if (own.length === 0) return series;
  const doses = [...(series.doses as Fields[])];
  for (const { series: _, note: __, ...rest } of own) {
    const at = Number(rest.dose) - 1;
    doses[at] = { ...doses[at], ...rest };
  }
  return { ...series, doses };
}

function exempted(series: Fields, layer: Fields, divisions: readonly string[]): Fields {
  const item = ((layer.notRoutine as Fields[] | undefined) ?? []).find((n) => n.series === series.id);
  if (!item) return series;
  return {
    ...series,
    notRoutineIn: { ...(series.notRoutineIn as Fields | undefined), divisionCodes: divisions, source: item.source },
  };
}

/** A set of layers that hold together in a division for a time. */
export interface Overlap {
  readonly division: string;
  readonly from: DayNumber;
  /** Exclusive. */
  readonly to: DayNumber;
  readonly layers: readonly Layer[];
}

/** Where and when which layers hold, the narrowest division first, so that the first one that fits is right. */
export function overlaps(layers: readonly Layer[]): Overlap[] {
  const found: Overlap[] = [];
  const divisions = [...new Set(layers.flatMap((l) => l.divisions))];
  divisions.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  for (const division of divisions) {
    const here = layers.filter((l) => l.divisions.some((d) => division.startsWith(d)));
    const days = [...new Set(here.flatMap((l) => [l.from, l.to]))].sort((a, b) => a - b);
    for (const [i, from] of days.entries()) {
      const to = days[i + 1];
      if (to === undefined) break;
      const holding = here.filter((l) => l.from <= from && to <= l.to);
      if (holding.length > 0) found.push({ division, from, to, layers: holding });
    }
  }
  return found;
}
