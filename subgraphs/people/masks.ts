import { maskDocumentNumber, maskName, maskPhone } from '@miaoben/identifiers';
import type { Masks } from '@miaoben/kernel';
import type { FileChange } from './modules/history/history.type.ts';

const ADDRESS_HEAD = 6;

/** A value of a history as the file masks it. */
function maskChange(value: string, { field }: FileChange): string {
  if (field === 'name' || field === 'emergencyName') return maskName(value);
  if (field === 'guardians')
    return value.replace(/(^|;)(\w+):([^:]*)/g, (_, gap, relation, name) => `${gap}${relation}:${maskName(name)}`);
  if (field === 'endNote' || field === 'birthHospital') return '***';
  return field === 'residenceAddress' ? maskAddress(value) : value;
}
const maskAddress = (address: string) => `${Array.from(address).slice(0, ADDRESS_HEAD).join('')}***`;

/** What those see who need to recognise a person, not to know them. */
export const masks: Masks = {
  'Person.name': (name: string) => maskName(name),
  'Person.documentNumber': (number: string) => maskDocumentNumber(number),
  'Person.identityCode': (code: string) => maskDocumentNumber(code),
  'Person.phone': (phone: string) => maskPhone(phone),
  'Person.residenceAddress': maskAddress,
  'Person.barcode': (barcode: string) => maskDocumentNumber(barcode),
  'BirthFile.name': (name: string) => maskName(name),
  'BirthMother.name': (name: string) => maskName(name),
  'BirthMother.phone': (phone: string) => maskPhone(phone),
  'Newborn.name': (name: string) => maskName(name),
  'Newborn.idNumber': (number: string) => maskDocumentNumber(number),
  'Newborn.birthCertificate': (number: string) => maskDocumentNumber(number),
  'NewbornParent.name': (name: string) => maskName(name),
  'NewbornParent.phone': (phone: string) => maskPhone(phone),
  'FileMove.name': (name: string) => maskName(name),
  'FileMove.address': maskAddress,
  'FileMove.contact': (name: string) => maskName(name),
  'FileMove.phone': (phone: string) => maskPhone(phone),
  'DeathReport.name': (name: string) => maskName(name),
  'DeathReport.documentNumber': (number: string) => maskDocumentNumber(number),
  'DeathReport.certificateNumber': (number: string) => maskDocumentNumber(number),
  'Person.conditions': () => [],
  'Person.birthWeightG': () => null,
  'Person.ethnicity': () => null,
  'Person.duplicates': () => [],
  'Person.history': () => [],
  'Person.visitor': () => null,
  'FileChange.before': maskChange,
  'FileChange.after': maskChange,
  'PersonDetails.birthHospital': () => null,
  'PersonDetails.birthCertificate': (number: string) => maskDocumentNumber(number),
  'PersonDetails.emergencyName': (name: string) => maskName(name),
  'PersonDetails.emergencyPhone': (phone: string) => maskPhone(phone),
  'Person.gaps': () => [],
  'FileEnding.note': () => null,
  'Person.actions': () => [],
  'Person.mergedFiles': () => [],
  'MergedFile.name': (name: string) => maskName(name),
  'MergedFile.reason': () => '',
  'Guardian.children': () => null,
  'Guardian.name': (name: string) => maskName(name),
  'Guardian.phone': (phone: string) => maskPhone(phone),
  'Guardian.documentNumber': (number: string) => maskDocumentNumber(number),
  'Person.formerGuardians': () => [],
  'Person.healthHistory': () => [],
  'Person.familyChangedAt': () => null,
  'Person.healthRecord': () => null,
  'Person.moves': () => [],
  'Person.operations': () => [],
  'FormerGuardian.name': (name: string) => maskName(name),
  'HouseholdMember.name': (name: string) => maskName(name),
  'Person.formerHouseholds': () => [],
};
