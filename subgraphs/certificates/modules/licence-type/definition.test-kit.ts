import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { readDefinition } from './definition.read.ts';
import type { LicenceDefinition } from './definition.ts';

/** A definition of the software, read as it is taken over. @throws when it is not sound */
export function definitionOf(slug: string): LicenceDefinition {
  const seed = licenceTypes().find((t) => t.slug === slug);
  const read = readDefinition(seed?.definition);
  if (!read.ok) throw new Error(JSON.stringify(read.findings));
  return read.definition;
}
export const copy = (d: LicenceDefinition): LicenceDefinition => structuredClone(d);

/** A nurse as one fills her in. */
export const ROW = {
  number: 'HL-1',
  holderName: '马秀英',
  sex: '女',
  idNumber: '630121198512120024',
  place: '大通县桥头镇卫生院',
  category: '临床护理',
  issuer: '大通县卫生健康局',
  validFrom: '2024-01-01',
  validTo: '2029/1/1',
  issueDate: '2024-01-01',
  licenceState: '有效',
  education: '2024年继续教育25学分；2025年继续教育27学分',
};
