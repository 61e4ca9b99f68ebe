import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSupportingData, type SupportingData } from '@miaoben/schedule/cdsi';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const SCHEDULE_FILE = 'ScheduleSupportingData.json';

/** Where the CDC's files lie in the external data folder. */
export interface CdsiFolders {
  readonly supportingData: string;
  readonly testCases: string;
}

/** The folders below the external data folder; a relative one is taken from the root of the repository. */
export function cdsiFolders(externalData = '../shared'): CdsiFolders {
  const root = resolve(REPOSITORY, externalData, 'cdsi');
  return { supportingData: join(root, 'supporting-data'), testCases: join(root, 'test-cases') };
}

/** Whether the folder holds supporting data. */
export function hasSupportingData(folder: string): boolean {
  return existsSync(join(folder, SCHEDULE_FILE));
}

/**
 * Reads all JSON files of the folder.
 * @throws {SyntaxError} on a file that is no JSON
 * @throws {ScheduleFormatError} on a file that is no supporting data
 */
export function readSupportingData(folder: string): SupportingData {
  const read = (name: string) => ({ name, json: JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown });
  const antigens = readdirSync(folder).filter((name) => /^AntigenSupportingData.*\.json$/.test(name));
  return loadSupportingData(read(SCHEDULE_FILE), antigens.sort().map(read));
}

/** The CSV files of a folder, by name. */
export function caseFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  return names.sort().map((name) => join(folder, name));
}
