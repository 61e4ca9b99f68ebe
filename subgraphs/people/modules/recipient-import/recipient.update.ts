import { publish } from '@miaoben/kernel';
import type { BatchEnv } from '@miaoben/kernel/imports/define';
import type { Reach } from '@miaoben/kernel/reach';
import { NO_DETAILS, type PersonDetails } from '../details/details.file.ts';
import { rewriteFile } from '../person/person.change.ts';
import type { PersonFile } from '../person/person.file.ts';
import { lockPerson, openFile } from '../person/person.repository.ts';

const DETAILS = Object.keys(NO_DETAILS) as (keyof PersonDetails)[];
/** The details a row has, over those the file has. */
const filled = (before: PersonDetails, row: PersonDetails): Partial<PersonDetails> =>
  Object.fromEntries(DETAILS.map((key) => [key, row[key] ?? before[key]]));

/**
 * Brings existing files up to date from rows whose choice named them. A cell that is empty in the row never empties a value
 * of the file, and conditions are only added.
 */
export async function updateFiles(
  env: BatchEnv,
  reach: Reach,
  updates: readonly { id: string; file: PersonFile }[],
): Promise<void> {
  const { em, importer, services } = env;
  const { keyring } = services;
  const claims = { account: importer.account, role: importer.role };
  for (const { id, file } of updates) {
    const row = await lockPerson(em, id, { reach, organisation: importer.organisation });
    if (!row) throw new Error('a chosen file is out of reach');
    const before = openFile(keyring, row);
    const after: PersonFile = {
      ...before,
      name: file.name,
      sex: file.sex,
      birthDate: file.birthDate,
      ...(file.documentNumber && { documentType: file.documentType, documentNumber: file.documentNumber }),
      residence: file.residence,
      residenceAddress: file.residenceAddress ?? before.residenceAddress,
      ...filled(before, file),
      conditions: [...new Set([...before.conditions, ...file.conditions])],
    };
    const { event } = await rewriteFile(em, { keyring, claims }, row, before, after);
    if (event) await publish(em, [event]);
  }
}
