import { residentIdCheckCharacter } from '@miaoben/identifiers';

interface NationalCase {
  caseId: string;
  province: string;
  provinceName: string;
  name: string;
  sex: 'F' | 'M';
  birthDate: string;
  documentType: 'RESIDENT_ID' | 'BIRTH_CERTIFICATE';
  documentNumber: string;
  guardians: { relation: 'mother' | 'father'; name: string; phone: string | null }[];
  doses: { date: string; vaccineCode: string; lotNumber: string | null; clinicName: string | null }[];
}
type CaseSummary = Omit<NationalCase, 'guardians' | 'doses'>;

const idNumber = (county: string, birthDate: string, order: string): string => {
  const first17 = `${county}${birthDate.replaceAll('-', '')}${order}`;
  return first17 + residentIdCheckCharacter(first17);
};
const dose = (date: string, vaccineCode: string, clinicName: string | null, lotNumber: string | null = null) => ({
  date,
  vaccineCode,
  lotNumber,
  clinicName,
});

const CHENGDU = '成都市武侯区簇桥社区卫生服务中心';
const HUANGPU = '上海市黄浦区打浦桥社区卫生服务中心';

/** Made-up people with files in other provinces. */
const PEOPLE: readonly NationalCase[] = [
  {
    caseId: 'GJ51-000001',
    province: '51',
    provinceName: '四川省',
    name: '蒲星野',
    sex: 'M',
    birthDate: '2025-03-08',
    documentType: 'RESIDENT_ID',
    documentNumber: idNumber('510107', '2025-03-08', '015'),
    guardians: [{ relation: 'mother', name: '蒲静', phone: '13900005101' }],
    doses: [
      dose('2025-03-08', '0201', CHENGDU, 'CD202501'),
      dose('2025-03-08', '0101', CHENGDU),
      dose('2025-04-10', '0201', CHENGDU, 'CD202502'),
      // The programme of that province gave it too early: the engine says so.
      dose('2025-10-20', '1201', CHENGDU),
    ],
  },
  {
    caseId: 'GJ31-000002',
    province: '31',
    provinceName: '上海市',
    name: '闻知遥',
    sex: 'F',
    birthDate: '2024-09-21',
    documentType: 'RESIDENT_ID',
    documentNumber: idNumber('310101', '2024-09-21', '024'),
    guardians: [{ relation: 'father', name: '闻海', phone: null }],
    // A code that no vaccine table knows.
    doses: [dose('2024-09-21', '0201', HUANGPU), dose('2024-12-01', '9999', HUANGPU), dose('2024-09-22', '0101', null)],
  },
  {
    caseId: 'GJ41-000003',
    province: '41',
    provinceName: '河南省',
    name: '闻知遥',
    sex: 'F',
    birthDate: '2024-09-21',
    documentType: 'RESIDENT_ID',
    documentNumber: idNumber('410102', '2024-09-21', '028'),
    guardians: [],
    doses: [],
  },
  {
    caseId: 'GJ62-000004',
    province: '62',
    provinceName: '甘肃省',
    name: '祁小满',
    sex: 'F',
    birthDate: '2026-05-21',
    documentType: 'BIRTH_CERTIFICATE',
    documentNumber: 'Z620000123',
    guardians: [{ relation: 'mother', name: '祁雪', phone: '13900006201' }],
    doses: [dose('2026-05-21', '0201', '兰州市城关区妇幼保健院')],
  },
];
/** Eleven of one name and birthday: more than a clinic is shown. */
const NAMESAKES = Array.from({ length: 11 }, (_, i): NationalCase => {
  const order = String(100 + 2 * i).padStart(3, '0');
  const documentNumber = idNumber('440103', '2023-01-01', order);
  const home = { province: '44', provinceName: '广东省', name: '陈晨', sex: 'F', birthDate: '2023-01-01' } as const;
  return { caseId: `GJ44-${order}`, ...home, documentType: 'RESIDENT_ID', documentNumber, guardians: [], doses: [] };
});
const CASES: ReadonlyMap<string, NationalCase> = new Map([...PEOPLE, ...NAMESAKES].map((c) => [c.caseId, c]));

export interface CaseQuestion {
  documentNumber?: string | undefined;
  birthCertificateNumber?: string | undefined;
  name?: string | undefined;
  birthDate?: string | undefined;
  sex?: string | null | undefined;
}

/** Those a question fits, without guardians and doses. */
export function casesFor(asked: CaseQuestion): { total: number; cases: CaseSummary[] } {
  const found = [...CASES.values()].filter((c) =>
    asked.birthCertificateNumber
      ? c.documentType === 'BIRTH_CERTIFICATE' && c.documentNumber === asked.birthCertificateNumber
      : asked.documentNumber
        ? c.documentNumber === asked.documentNumber
        : c.name === asked.name && c.birthDate === asked.birthDate && (!asked.sex || c.sex === asked.sex),
  );
  return { total: found.length, cases: found.map(({ guardians: _, doses: __, ...summary }) => summary) };
}

export const caseOf = (caseId: string): NationalCase | undefined => CASES.get(caseId);
