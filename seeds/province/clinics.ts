import { type Division, divisions } from '../reference/divisions.ts';
import { hashText } from './rng.ts';
import type { GeneratorClinic } from './types.ts';

/** A vaccination unit of the province with what an organisation register holds. */
export interface ProvinceClinic extends GeneratorClinic {
  readonly name: string;
  /** Codes of the dictionary `institutionKind`. */
  readonly kind: 'routine' | 'obstetric' | 'rabies' | 'non_programme';
}

/** Vaccination units of Q-165. */
export const PROVINCE_CLINICS = 1_112;

/**
 * Makes the vaccination units of the province on its real townships: one in each, an obstetric department and a
 * dog-bite clinic in each county, the rest as further units of the larger townships. Names and numbers are made up.
 */
export function provinceClinics(): readonly ProvinceClinic[] {
  const townships = divisions().filter((d) => d.level === 'township' && !d.statisticsOnly);
  const counties = divisions().filter((d) => d.level === 'county');
  const sequences = new Map<string, number>();
  const clinics: ProvinceClinic[] = [];
  const add = (township: Division, kind: ProvinceClinic['kind'], name: string): void => {
    const sequence = (sequences.get(township.code) ?? 0) + 1;
    sequences.set(township.code, sequence);
    const serves = kind === 'routine' ? [township.code] : [];
    clinics.push({
      code: township.code + String(sequence).padStart(3, '0'),
      division: township.code,
      serves,
      name,
      kind,
    });
  };
  for (const t of townships) add(t, 'routine', routineName(t, 1));
  for (const county of counties) {
    const seat = townships.find((t) => t.parentCode === county.code);
    if (!seat) continue;
    add(seat, 'obstetric', `${county.name}人民医院产科`);
    add(seat, 'rabies', `${county.name}人民医院犬伤门诊`);
  }
  const size = (t: Division): number => (t.name.endsWith('街道') ? 2 : t.name.endsWith('镇') ? 1 : 0);
  const larger = [...townships].sort((a, b) => size(b) - size(a) || hashText(a.code) - hashText(b.code));
  for (let round = 2; clinics.length < PROVINCE_CLINICS; round += 1) {
    for (const t of larger) if (clinics.length < PROVINCE_CLINICS) add(t, 'routine', routineName(t, round));
  }
  return clinics;
}

function routineName(township: Division, ordinal: number): string {
  const suffix = township.name.endsWith('街道')
    ? '社区卫生服务中心'
    : township.name.endsWith('镇')
      ? '中心卫生院'
      : '卫生院';
  return ordinal === 1 ? `${township.name}${suffix}` : `${township.name}${suffix}第${ordinal}接种点`;
}
