import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { evaluateAndForecast, type SupportingData } from '@miaoben/schedule/cdsi';
import { type BadRow, type CdsiCase, readCases } from './cdsi-cases.ts';
import { compareCase, type Difference } from './cdsi-compare.ts';

/** Cases passed of those read. */
export interface Score {
  readonly passed: number;
  readonly total: number;
}

/** What came of one case file. */
export interface SuiteResult extends Score {
  readonly file: string;
  readonly perVaccineGroup: ReadonlyMap<string, Score>;
  readonly differences: readonly Difference[];
  readonly badRows: readonly BadRow[];
}

/**
 * Runs every case of a CSV file.
 * @throws {CaseFileError} when the file is no case file
 */
export function runCaseFile(path: string, data: SupportingData): SuiteResult {
  const rows = readCases(readFileSync(path, 'utf8'), data);
  const cases = rows.filter((row): row is CdsiCase => !('error' in row));
  const judged = cases.map((c) => ({
    group: c.vaccineGroup,
    differences: compareCase(c, evaluateAndForecast(c.patient, data, c.assessmentDate)),
  }));
  const score = (list: typeof judged): Score => ({
    passed: list.filter((j) => j.differences.length === 0).length,
    total: list.length,
  });
  const groups = [...Map.groupBy(judged, (j) => j.group)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    file: basename(path),
    passed: score(judged).passed,
    total: rows.length,
    perVaccineGroup: new Map(groups.map(([name, list]) => [name, score(list)])),
    differences: judged.flatMap((j) => j.differences),
    badRows: rows.filter((row): row is BadRow => 'error' in row),
  };
}
