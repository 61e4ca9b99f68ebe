import { parseArgs } from 'node:util';
import { CaseFileError } from './cdsi-cases.ts';
import { caseFiles, cdsiFolders, hasSupportingData, readSupportingData } from './cdsi-data.ts';
import { runCaseFile, type Score, type SuiteResult } from './cdsi-suite.ts';

/*
 * Runs the CDC's CDSi test cases against the engine:
 *   npm run -s cdsi                         all case files of the external data folder
 *   npm run -s cdsi -- --cases FILE.csv     any file in the format of the given cases; may be repeated
 *   npm run -s cdsi -- --data DIR           supporting data from elsewhere
 * The last line is always `passed N of M`. Exit code 2 when data or files are missing or are no case files.
 */

function main(): number {
  const options = { cases: { type: 'string', multiple: true }, data: { type: 'string' } } as const;
  const args = tryRead(() => parseArgs({ options }));
  if (typeof args === 'string') return fail(args);
  const { values } = args;
  // biome-ignore lint/style/noProcessEnv: a tool started by hand has no server environment to validate
  const folders = cdsiFolders(process.env.MIAOBEN_EXTERNAL_DATA);
  const dataFolder = values.data ?? folders.supportingData;
  if (!hasSupportingData(dataFolder))
    return fail('The CDSi supporting data are not here; set MIAOBEN_EXTERNAL_DATA or give --data DIR.');
  const files = values.cases ?? caseFiles(folders.testCases);
  if (files.length === 0) return fail('There are no CDSi case files here; give --cases FILE.csv.');

  const data = tryRead(() => readSupportingData(dataFolder));
  if (typeof data === 'string') return fail(`${dataFolder}: ${data}`);
  const total = { passed: 0, total: 0 };
  let code = 0;
  for (const file of files) {
    const result = tryRead(() => runCaseFile(file, data));
    if (typeof result === 'string') {
      code = fail(`${file}: ${result}`);
      continue;
    }
    printResult(result);
    total.passed += result.passed;
    total.total += result.total;
  }
  print(passed(total));
  return code;
}

function printResult(result: SuiteResult): void {
  print(result.file);
  for (const [group, score] of result.perVaccineGroup)
    print(
      `  ${group.padEnd(24)} ${String(score.passed).padStart(4)} of ${String(score.total).padStart(4)}  ${percent(score)}`,
    );
  for (const row of result.badRows) print(`  ${row.id}: ${row.error}`);
  for (const d of result.differences) print(`  ${d.id}: ${d.field} expected ${d.expected}, got ${d.got}`);
  print(`  ${passed(result)} (${percent(result)})`);
}

function passed(score: Score): string {
  return `passed ${score.passed} of ${score.total}`;
}

function percent(score: Score): string {
  return `${((100 * score.passed) / Math.max(score.total, 1)).toFixed(1)} %`;
}

/** What was read, or in words why the arguments or a file cannot be read. */
function tryRead<T extends object>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof CaseFileError || error instanceof SyntaxError || isOfTheInput(error)) return error.message;
    throw error;
  }
}

/** An error of the command line, of the file system, or of the form of the supporting data. */
function isOfTheInput(error: unknown): error is Error {
  if (!(error instanceof Error && 'code' in error)) return false;
  return 'syscall' in error || /^(SCHEDULE_FORMAT|ERR_PARSE_ARGS)/.test(String(error.code));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

process.exitCode = main();
