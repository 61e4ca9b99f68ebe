import type { PaperWorkQuery } from '../../data/generated/clinic.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/paper.ts';
import { seriesText } from '../../i18n/series.ts';
import { currentDay } from '../../offline/day.ts';
import { type Carrier, FORMS, type Form } from './form.ts';
import type { Content, DoseText, FormWords } from './layout.ts';
import { firstOther, type RowDose } from './rows.ts';

export type PaperFile = NonNullable<PaperWorkQuery['person']>;
export type PaperDose = PaperFile['doses'][number];
export type PaperCopyView = PaperFile['paperCopies'][number];

/** As the server stores the number of a booklet. */
export const plainNumber = (typed: string): string => typed.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();

/** What is known of the booklet of this number, or of the card. */
export const copyOf = (file: PaperFile, carrier: Carrier, number: string): PaperCopyView | undefined =>
  file.paperCopies.find((c) => c.carrier === carrier && (carrier === 'card' || c.number === number));

/** Rows that carry print, by dose; one whose dose has left the file still has its row. */
export const printedRows = (copy: PaperCopyView | undefined): Map<string, number> =>
  new Map(copy?.rows.map(({ dose, row }) => [dose?.id ?? `row ${row}`, row]));

/** A vaccine that counts for several series has no row of its own in the programme's table. */
export function rowDoseOf({ id, date, evaluations }: PaperDose): RowDose {
  const counted = evaluations.filter(({ doseNumber }) => doseNumber !== null);
  const [only] = counted;
  const programme = counted.length === 1 && only ? { series: only.series, dose: only.doseNumber! } : null;
  return { id, date, programme };
}

/** A dose in the words of its row. */
export function doseText(dose: PaperDose): DoseText {
  return {
    vaccine: dose.vaccine.name,
    dose: String(dose.doseNumber ?? ''),
    date: dose.date,
    site: dose.site ? clinic(`site.${dose.site}`) : '',
    lot: dose.lotNumber ?? '',
    expires: dose.lot?.expiresOn ?? '',
    manufacturer: dose.product?.manufacturer ?? '',
    clinic: dose.clinic?.name || dose.clinicName || clinic(`dose.${dose.source}`),
    vaccinator: dose.vaccinator?.displayName ?? dose.vaccinatorName ?? '',
  };
}

/** The child's data; a second print keeps the day on which the paper was made. */
export function fieldsOf(file: PaperFile, copy: PaperCopyView | undefined): Content['fields'] {
  // Their phones come masked: of no use on paper.
  const [guardian1 = '', guardian2 = ''] = file.guardians.map(
    ({ relation, name }) => `${clinic(`relation.${relation}`)} ${name}`,
  );
  const made = copy?.printings.findLast(({ parts }) => parts.includes('particulars'));
  return {
    barcode: file.barcode,
    name: file.name,
    sex: common(`sex.${file.sex}`),
    birthDate: file.birthDate,
    birthWeight: file.birthWeightG === null ? '' : t('value.grams', { grams: String(file.birthWeightG) }),
    document: file.documentNumber ?? '',
    residence: file.residence.name + (file.residenceAddress ?? ''),
    guardian1,
    guardian2,
    unitName: file.managingClinic.name,
    unitPhone: file.managingClinic.phone ?? '',
    issuedOn: made ? todayInChina(Date.parse(made.printedAt)) : currentDay(),
  };
}

/** A row by its place in its own table: that of the programme, or that of the other vaccines. */
export function rowText(carrier: Carrier, row: number): string {
  const others = firstOther(FORMS[carrier]);
  return row < others ? t('row.programme', { row }) : t('row.others', { row: row - others + 1 });
}

/** What a sheet of a form is. */
function kindOf(form: Form, sheet: number): 'card' | 'cover' | 'programme' | 'others' {
  if (form.carrier === 'card') return 'card';
  const [row] = form.rows.filter((r) => r.sheet === sheet);
  if (!row) return 'cover';
  return row.programme ? 'programme' : 'others';
}

/** The name of a sheet, for who puts it into the printer. */
export function sheetName(form: Form, sheet: number): string {
  const kind = kindOf(form, sheet);
  if (kind === 'card' || kind === 'cover') return t(`sheet.${kind}`);
  const same = [...new Set(form.rows.map((r) => r.sheet))].filter((s) => kindOf(form, s) === kind);
  return t(`sheet.${kind}`, { page: same.indexOf(sheet) + 1 });
}

export const formWords = (form: Form): FormWords => ({
  title: (sheet) => t(`form.${kindOf(form, sheet)}`),
  field: (key) => t(`field.${key}`),
  column: (key) => t(`column.${key}`),
  series: seriesText,
});
