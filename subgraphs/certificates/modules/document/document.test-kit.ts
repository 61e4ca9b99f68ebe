// A certificate's record with as many doses as wanted, of an invented child; for tests and the bench.
import type { CertificateRecord, RecordDose } from './document.record.ts';

const VACCINES: readonly (readonly [code: string, name: string, series: string | null, maker: string])[] = [
  ['0201', '重组乙型肝炎疫苗（酿酒酵母）', 'HepB', '华北制药金坦生物技术股份有限公司'],
  ['0101', '卡介苗', 'BCG', '成都生物制品研究所有限责任公司'],
  ['0303', '脊髓灰质炎灭活疫苗（Sabin株）', 'Polio', '北京科兴生物制品有限公司'],
  ['0402', '无细胞百白破联合疫苗', 'DTaP', '武汉生物制品研究所有限责任公司'],
  ['1201', '麻腮风联合减毒活疫苗', 'MMR', '上海生物制品研究所有限责任公司'],
  ['1801', '乙型脑炎减毒活疫苗', 'JE', '成都生物制品研究所有限责任公司'],
  ['2101', '13价肺炎球菌多糖结合疫苗', null, '云南沃森生物技术股份有限公司'],
  ['2601', 'EV71型灭活疫苗（Vero细胞）', null, '中国医学科学院医学生物学研究所'],
];

export function recordOf(doses: number, over: Partial<CertificateRecord> = {}): CertificateRecord {
  return {
    name: '欧阳𬍛曦',
    sex: 'F',
    birthDate: '2019-03-01',
    documentType: 'RESIDENT_ID',
    documentNumber: '630121201903010029',
    guardians: [
      { relation: 'mother', name: '欧阳晓梅' },
      { relation: 'father', name: '才仁多杰' },
    ],
    number: '630121202600000017',
    identifier: '1.2.156.3005.2.11100000000013610B001.630121.630121202600000017.001.K',
    issuer: { name: '大通县桥头镇中心卫生院', code: '630121100001' },
    issuedOn: '2026-09-01',
    expiresOn: '2026-12-31',
    scheduleVersion: 'NIP-2026',
    result: 1,
    missing: [],
    code: `VX1:${'6BFOXN*TS0BI$ZD.P9UOL97O4-2HH77HRM3DSPTRRR+%KN+BNH9RG4'.repeat(4)}`,
    doses: Array.from({ length: doses }, (_, i): RecordDose => {
      const [vaccineCode, vaccine, series, maker] = VACCINES[i % VACCINES.length]!;
      return {
        id: String(i).padStart(4, '0'),
        vaccineCode,
        vaccine,
        doseNumber: series === null ? null : 1 + Math.floor(i / VACCINES.length),
        date: `20${19 + Math.floor(i / 8)}-${String(1 + (i % 12)).padStart(2, '0')}-1${i % 10}`,
        site: i % 3 === 0 ? 'left_upper_arm' : 'right_thigh',
        lot: `20${22 + (i % 4)}0${1 + (i % 9)}A${100 + i}`,
        maker,
        clinic: '大通县桥头镇中心卫生院',
        vaccinator: i % 4 === 0 ? null : '马秀英',
        series,
      };
    }),
    ...over,
  };
}
