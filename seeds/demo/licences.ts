import type { IsoDate } from '@miaoben/identifiers';
import { addMonths, toDay, toIso } from '../province/days.ts';
import type { GeneratedPerson } from '../province/types.ts';
import type { DemoGuardianIdentity } from './accounts.ts';

/** Licences of one type as a partner would hand them in: by field key of the definition. */
export interface DemoLicences {
  readonly slug: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

interface Holder {
  readonly name: string;
  readonly documentNumber: string;
}

const AUTHORITY = '大通回族土族自治县卫生健康局';
const CDC = '大通回族土族自治县疾病预防控制中心';
const EXAMINERS = ['大通县人民医院', '大通县中医院', '桥头镇卫生院'] as const;
const PLACES = ['大通县人民医院', '大通县中医院', '桥头镇卫生院', '长宁镇卫生院', '朔北乡卫生院'] as const;
const TRADES = ['食品', '公共场所', '食品', '饮用水', '化妆品'] as const;
const WORKERS = 24;

const sexOf = ({ documentNumber }: Holder): string => (Number(documentNumber[16]) % 2 === 1 ? '1' : '2');
const birthOf = ({ documentNumber: n }: Holder): string => `${n.slice(6, 10)}-${n.slice(10, 12)}-${n.slice(12, 14)}`;
const pick = <T>(items: readonly T[], at: number): T => items[at % items.length]!;

/** A few dozen licences of several types in the demo county, made of adults of the demo and its guardian. */
export function demoLicences(
  persons: Iterable<GeneratedPerson>,
  guardian: DemoGuardianIdentity,
  today: IsoDate,
): readonly DemoLicences[] {
  const ago = (months: number): string => toIso(addMonths(toDay(today), -months));
  const adults: Holder[] = [guardian];
  for (const person of persons) {
    if (person.documentType !== 'RESIDENT_ID' || !person.documentNumber) continue;
    const age = Number(today.slice(0, 4)) - Number(birthOf(person).slice(0, 4));
    if (age >= 24 && age <= 58) adults.push(person);
    if (adults.length >= WORKERS + 20) break;
  }
  const number = (prefix: string, i: number): string => `${prefix}630121${String(i + 1).padStart(6, '0')}`;
  const practice = (holder: Holder, prefix: string, i: number) => ({
    number: number(prefix, i),
    holderName: holder.name,
    sex: sexOf(holder),
    idNumber: holder.documentNumber,
    place: pick(PLACES, i),
    issuer: AUTHORITY,
    validFrom: ago(30 - i),
    validTo: ago(-30 + i),
    issueDate: ago(30 - i),
    licenceState: '1',
    registrationDate: ago(30 - i),
  });
  return [
    {
      slug: 'health_certificate',
      rows: adults.slice(0, WORKERS).map((holder, i) => ({
        holderName: holder.name,
        documentType: 'RESIDENT_ID',
        documentNumber: holder.documentNumber,
        sex: sexOf(holder),
        age: Number(today.slice(0, 4)) - Number(birthOf(holder).slice(0, 4)),
        issueCategory: pick(TRADES, i),
        certificateName: '从业人员健康证明',
        certificateCode: number('JK', i),
        issuer: CDC,
        examiningBody: pick(EXAMINERS, i),
        validFrom: ago((i * 5) % 16),
        validTo: ago(((i * 5) % 16) - 12),
        examinationDate: ago((i * 5) % 16),
      })),
    },
    {
      slug: 'nurse_practice_certificate',
      rows: adults.slice(WORKERS, WORKERS + 8).map((holder, i) => ({
        ...practice(holder, 'HS', i),
        category: '临床护理',
        education: [`${Number(today.slice(0, 4)) - 1} 年继续教育 25 学分`],
      })),
    },
    {
      slug: 'physician_practice_certificate',
      rows: adults.slice(WORKERS + 8, WORKERS + 14).map((holder, i) => ({
        ...practice(holder, 'YS', i),
        category: pick(['1', '2', '3', '4'], i),
        scope: pick(['内科专业', '口腔专业', '公共卫生类别专业', '中医专业'], i),
      })),
    },
    {
      slug: 'village_doctor_certificate',
      rows: adults.slice(WORKERS + 14, WORKERS + 20).map((holder, i) => ({
        ...practice(holder, 'XC', i),
        place: pick(['桥头镇毛家寨村卫生室', '长宁镇新添堡村卫生室', '朔北乡下吉哇村卫生室'], i),
        scope: '全科',
      })),
    },
    {
      slug: 'medical_institution_licence',
      rows: PLACES.map((institutionName, i) => ({
        institutionName,
        registrationNumber: number('PDY', i),
        address: `青海省西宁市大通回族土族自治县人民路 ${i * 12 + 8} 号`,
        legalRepresentative: pick(['马国良', '李秀兰', '祁永寿'], i),
        clinicalSubjects: ['预防保健科', '内科', '儿科'],
        issuer: AUTHORITY,
        approvalDate: ago(50 - i),
        validFrom: ago(50 - i),
        validTo: ago(-10 - i),
      })),
    },
  ];
}
