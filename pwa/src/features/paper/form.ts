/** What a vaccination unit prints on: the booklet the family keeps (接种证) and the card the unit keeps (接种卡). */
export type Carrier = 'booklet' | 'card';

/** Parts of the page with the child's data that can be left to a later print (S-14): a newborn has no name yet. */
export const PARTS = ['particulars', 'name', 'unit_name', 'unit_phone'] as const;
export type Part = (typeof PARTS)[number];

export type FieldKey =
  | 'barcode'
  | 'name'
  | 'sex'
  | 'birthDate'
  | 'birthWeight'
  | 'document'
  | 'residence'
  | 'guardian1'
  | 'guardian2'
  | 'unitName'
  | 'unitPhone'
  | 'issuedOn';

export type ColumnKey =
  | 'vaccine'
  | 'dose'
  | 'date'
  | 'site'
  | 'lot'
  | 'expires'
  | 'manufacturer'
  | 'clinic'
  | 'vaccinator';

/** All lengths are mm from the upper left corner of the sheet. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface InfoField extends Box {
  key: FieldKey;
  part: Part;
  /** width of the words before the value */
  label: number;
}
/** One line of the record. A row of the programme has its vaccine and dose in the paper's own print. */
export interface FormRow {
  sheet: number;
  y: number;
  programme: { series: string; dose: number } | null;
}
export interface Form {
  carrier: Carrier;
  width: number;
  height: number;
  /** sheet 0 carries the child's data */
  info: readonly InfoField[];
  columns: readonly { key: ColumnKey; x: number; width: number }[];
  /** row 1 is the first one */
  rows: readonly FormRow[];
  rowHeight: number;
  headHeight: number;
}

/** Rows of the national programme in the order of its table, as many as the longest way through a series has doses. */
const PROGRAMME: readonly (readonly [series: string, doses: number])[] = [
  ['HepB', 3],
  ['BCG', 1],
  ['Polio', 4],
  ['DTaP', 5],
  ['DT', 1],
  ['MMR', 2],
  ['JE', 4],
  ['MPSV-A', 2],
  ['MPSV-AC', 2],
  ['HepA', 2],
  ['HPV', 2],
];
const programmeRows = PROGRAMME.flatMap(([series, doses]) =>
  Array.from({ length: doses }, (_, i) => ({ series, dose: i + 1 })),
);

function rows(others: number, perSheet: number, firstSheet: number, top: number, height: number): FormRow[] {
  const all = [...programmeRows, ...Array.from({ length: others }, () => null)];
  return all.map((programme, i) => ({
    sheet: firstSheet + Math.floor(i / perSheet),
    y: top + (i % perSheet) * height,
    programme,
  }));
}

function columns(widths: readonly (readonly [key: ColumnKey, x: number, width: number])[]): Form['columns'] {
  return widths.map(([key, x, width]) => ({ key, x, width }));
}

const field = (key: FieldKey, part: Part, x: number, y: number, label: number, width: number): InfoField => ({
  key,
  part,
  x,
  y,
  width,
  height: 6,
  label,
});

/**
 * The open booklet, two pages of 104 × 140 mm. The measures are a working model: the print shop's drawing of the official booklet is
 * not public; a booklet that differs gets its numbers here, a printer that shifts gets its offset on the device.
 */
const BOOKLET: Form = {
  carrier: 'booklet',
  width: 208,
  height: 140,
  info: [
    field('barcode', 'particulars', 110, 11, 20, 92),
    field('name', 'name', 110, 24, 20, 56),
    field('sex', 'particulars', 168, 24, 12, 34),
    field('birthDate', 'particulars', 110, 33, 20, 50),
    field('birthWeight', 'particulars', 162, 33, 20, 40),
    field('document', 'particulars', 110, 42, 20, 92),
    field('residence', 'particulars', 110, 51, 20, 92),
    field('guardian1', 'particulars', 110, 60, 20, 92),
    field('guardian2', 'particulars', 110, 69, 20, 92),
    field('unitName', 'unit_name', 110, 100, 20, 92),
    field('unitPhone', 'unit_phone', 110, 109, 20, 92),
    field('issuedOn', 'particulars', 110, 118, 20, 92),
  ],
  // Nothing within 3 mm of the fold at 104 mm.
  columns: columns([
    ['vaccine', 6, 30],
    ['dose', 36, 8],
    ['date', 44, 22],
    ['site', 66, 14],
    ['lot', 80, 21],
    ['expires', 107, 20],
    ['manufacturer', 127, 28],
    ['clinic', 155, 30],
    ['vaccinator', 185, 17],
  ]),
  rows: rows(28, 14, 1, 22, 8),
  rowHeight: 8,
  headHeight: 8,
};

/** One side of A4: every unit has paper and a printer for it. */
const CARD: Form = {
  carrier: 'card',
  width: 210,
  height: 297,
  info: [
    field('barcode', 'particulars', 12, 18, 20, 90),
    field('issuedOn', 'particulars', 108, 18, 20, 90),
    field('name', 'name', 12, 25, 20, 60),
    field('sex', 'particulars', 74, 25, 12, 28),
    field('birthDate', 'particulars', 108, 25, 20, 45),
    field('birthWeight', 'particulars', 155, 25, 20, 43),
    field('document', 'particulars', 12, 32, 20, 90),
    field('residence', 'particulars', 108, 32, 20, 90),
    field('guardian1', 'particulars', 12, 39, 20, 90),
    field('guardian2', 'particulars', 108, 39, 20, 90),
    field('unitName', 'unit_name', 12, 46, 20, 90),
    field('unitPhone', 'unit_phone', 108, 46, 20, 90),
  ],
  columns: columns([
    ['vaccine', 10, 28],
    ['dose', 38, 9],
    ['date', 47, 20],
    ['site', 67, 16],
    ['lot', 83, 24],
    ['expires', 107, 20],
    ['manufacturer', 127, 28],
    ['clinic', 155, 28],
    ['vaccinator', 183, 17],
  ]),
  rows: rows(12, 40, 0, 62, 5.6),
  rowHeight: 5.6,
  headHeight: 6,
};

export const FORMS: Record<Carrier, Form> = { booklet: BOOKLET, card: CARD };
