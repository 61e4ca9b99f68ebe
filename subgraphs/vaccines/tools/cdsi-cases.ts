import { dayOf } from '@miaoben/schedule';
import type { CdsiPatient, Gender, SupportingData, VaccineDoseAdministered } from '@miaoben/schedule/cdsi';
import { CsvError, parse } from 'csv-parse/sync';
import { observationsOf, vaccineGroupOf } from './cdsi-names.ts';

/** What a case expects of one dose; empty cells expect nothing. */
export interface ExpectedDose {
  readonly column: number;
  readonly status: string;
  readonly reason: string;
  readonly seriesType: string;
}

/** What a case expects of the forecast, as printed; empty cells expect nothing. */
export interface ExpectedForecast {
  readonly status: string;
  readonly doseNumber: string;
  readonly earliest: string;
  readonly recommended: string;
  readonly pastDue: string;
}

export interface CdsiCase {
  readonly id: string;
  readonly vaccineGroup: string;
  readonly patient: CdsiPatient;
  readonly assessmentDate: string;
  readonly doses: readonly ExpectedDose[];
  readonly forecast: ExpectedForecast;
}

/** A row that cannot be read: it names row (of the file, the header is 1) and column, and counts as not passed. */
export interface BadRow {
  readonly id: string;
  readonly error: string;
}

/** The whole file is no case file. */
export class CaseFileError extends Error {
  readonly code = 'CDSI_CASE_FILE';
}

const REQUIRED = ['cdc_test_id', 'dob', 'gender', 'series_status', 'vaccine_group', 'assessment_date'];
const GENDERS: Record<string, Gender> = {
  f: 'FEMALE',
  female: 'FEMALE',
  m: 'MALE',
  male: 'MALE',
  u: 'UNKNOWN',
  unknown: 'UNKNOWN',
  '': 'UNKNOWN',
};
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/**
 * Reads a case file in either layout (healthy or underlying conditions); columns are found by name.
 * @throws {CaseFileError} when it is no CSV with the columns of the cases
 */
export function readCases(text: string, data: SupportingData): (CdsiCase | BadRow)[] {
  const rows = readRows(text);
  const columns = Object.keys(rows[0]?.record ?? {});
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (rows.length > 0 && missing.length > 0) throw new CaseFileError(`the header has no column ${missing.join(', ')}`);
  return rows
    .filter(({ record }) => Object.values(record).some((cell) => cell !== ''))
    .map((row) => readCase(row, data));
}

interface Row {
  readonly number: number;
  readonly record: Readonly<Record<string, string>>;
}

function readRows(text: string): Row[] {
  try {
    const lines: string[][] = parse(text, { bom: true, trim: true, relax_column_count: true });
    const header = (lines[0] ?? []).map((name) => name.toLowerCase());
    if (header.length === 0) throw new CaseFileError('the file is empty');
    return lines.slice(1).map((cells, i) => ({
      number: i + 2,
      record: Object.fromEntries(header.map((name, c) => [name, cells[c] ?? ''])),
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new CaseFileError(error.message);
    throw error;
  }
}

class CellError extends Error {}

function readCase({ number, record }: Row, data: SupportingData): CdsiCase | BadRow {
  const id = record.cdc_test_id || `row ${number}`;
  const cell = (name: string) => record[name] ?? '';
  try {
    const numbers = Object.keys(record).flatMap((name) => /^date_administered_(\d+)$/.exec(name)?.[1] ?? []);
    const given = numbers.filter((n) => cell(`date_administered_${n}`) !== '' || cell(`cvx_${n}`) !== '');
    return {
      id,
      vaccineGroup:
        vaccineGroupOf(cell('vaccine_group'), data) ?? fail('Vaccine_Group', 'a vaccine group of the schedule'),
      assessmentDate: date('assessment_date'),
      patient: {
        birthDate: date('dob'),
        gender: GENDERS[cell('gender').toLowerCase()] ?? fail('gender', 'F, M or U'),
        doses: given.map(readDose),
        observations: readObservations(),
      },
      doses: given.map((n) => ({
        column: Number(n),
        status: cell(`evaluation_status_${n}`),
        reason: cell(`evaluation_reason_${n}`),
        seriesType: cell(`series_type_${n}`),
      })),
      forecast: {
        status: cell('series_status'),
        doseNumber: cell('forecast_#'),
        earliest: optDate('earliest_date'),
        recommended: optDate('recommended_date'),
        pastDue: optDate('past_due_date'),
      },
    };
  } catch (error) {
    if (error instanceof CellError) return { id, error: error.message };
    throw error;
  }

  function fail(column: string, expected: string): never {
    throw new CellError(`row ${number}, column ${column}: expected ${expected}`);
  }

  function date(name: string): string {
    return optDate(name) || fail(name, 'a date YYYY-MM-DD');
  }

  function optDate(name: string): string {
    const text = cell(name);
    if (text === '' || text === '-') return '';
    const us = US.exec(text);
    const iso = us ? `${us[3]}-${us[1]!.padStart(2, '0')}-${us[2]!.padStart(2, '0')}` : text;
    return Number.isNaN(dayOf(iso)) ? fail(name, 'a date YYYY-MM-DD') : iso;
  }

  function readDose(n: string): VaccineDoseAdministered {
    const cvx = cell(`cvx_${n}`);
    return {
      date: date(`date_administered_${n}`),
      cvx: /^\d+$/.test(cvx) ? cvx : fail(`cvx_${n}`, 'a CVX code'),
      mvx: cell(`mvx_${n}`),
      tradeName: cell(`vaccine_name_${n}`),
    };
  }

  function readObservations() {
    const history = cell('med_history_code');
    const coded = history === '' ? [] : observationsOf(history, cell('med_history_code_sys'), data);
    if (coded.length === 0 && history !== '') fail('Med_History_Code', 'a code of the coded observations');
    const own = Object.keys(record).flatMap((name) => /^observation_code_(\d+)$/.exec(name)?.[1] ?? []);
    return [
      ...coded.map((code) => ({ code })),
      ...own
        .filter((n) => cell(`observation_code_${n}`) !== '')
        .map((n) => ({
          code: cell(`observation_code_${n}`).padStart(3, '0'),
          date: optDate(`observation_date_${n}`) || undefined,
        })),
    ];
  }
}
