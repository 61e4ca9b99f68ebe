import type { Em } from '@miaoben/kernel';
import type { Stack } from '@miaoben/tests/support/stack';
import { insertPersons, type PersonFile } from '../../bulk.ts';
import { CLINIC, TODAY } from '../../people.test-kit.ts';
import { NOTHING_KNOWN } from '../person/person.file.ts';
import { checkIsDone } from './quality.repository.ts';
import { qualityStep } from './quality.worker.ts';

/** A file as an old system left it: taken as it is. */
export const oldFile = (stack: Stack, more: Partial<PersonFile> = {}): PersonFile => ({
  ...NOTHING_KNOWN,
  id: stack.newId(),
  name: '张小明',
  sex: 'M',
  birthDate: '2024-03-01',
  documentType: 'RESIDENT_ID',
  documentNumber: null,
  phone: '13897000001',
  ethnicity: '01',
  residence: '630121100',
  residenceAddress: null,
  managingOrgId: CLINIC,
  registrationState: 'active',
  conditions: [],
  birthWeightG: 3_300,
  guardians: [{ relation: 'mother', name: '李娜', phone: '13897000001' }],
  ...more,
});

export async function takeOver(stack: Stack, files: readonly PersonFile[]): Promise<void> {
  const { orm, keyring } = stack.services.people;
  await insertPersons(orm.em.fork() as Em, keyring, files, TODAY);
}

/** Works until no file waits and no check of all files is under way. */
export async function checkAll(stack: Stack): Promise<void> {
  const { people } = stack.services;
  while (!(await checkIsDone(people.orm.em.fork() as Em))) await qualityStep(people);
}
