import { sm3, toHex } from '@miaoben/credential';
import type { CertificateRecord, RecordDose } from './document.record.ts';

/** Series in the order of the national programme's table; what stands in none follows. */
const PROGRAMME = ['HepB', 'BCG', 'Polio', 'DTaP', 'DT', 'MMR', 'JE', 'MPSV-A', 'MPSV-AC', 'HepA', 'HPV'];

const place = ({ series }: RecordDose): number => {
  const at = series === null ? -1 : PROGRAMME.indexOf(series);
  return at < 0 ? PROGRAMME.length : at;
};
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Doses as the booklet has them: those of the programme in its order, then the others by vaccine; each by date. */
export function inBookletOrder(doses: readonly RecordDose[]): { programme: RecordDose[]; others: RecordDose[] } {
  const isProgramme = (d: RecordDose) => place(d) < PROGRAMME.length;
  const order = (a: RecordDose, b: RecordDose) => place(a) - place(b) || byText(a.date, b.date) || byText(a.id, b.id);
  return {
    programme: doses.filter(isProgramme).sort(order),
    others: doses
      .filter((d) => !isProgramme(d))
      .sort((a, b) => byText(a.vaccineCode.slice(0, 2), b.vaccineCode.slice(0, 2)) || order(a, b)),
  };
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => byText(a, b))
            .map(([k, v]) => [k, sorted(v)]),
        )
      : value;

/** SM3 of the record in one canonical spelling, hexadecimal: two records that say the same have the same. */
export const recordSm3 = (record: CertificateRecord): string =>
  toHex(sm3(new TextEncoder().encode(JSON.stringify(sorted(record)))));

/** First three and last four characters of a document number; the rest stars. */
export const maskNumber = (number: string): string =>
  number.length < 8
    ? '*'.repeat(number.length)
    : `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`;
