import { nipSchedule } from './nip-schedule.ts';

export interface VaccineCode {
  /** National code of four digits (小类代码). */
  readonly code: string;
  readonly name: string;
  /** First two digits (大类). */
  readonly majorCode: string;
  readonly majorName: string;
  readonly coverageGroups: readonly string[];
}

function load(): readonly VaccineCode[] {
  const seen = new Set<string>();
  for (const { code, majorCode } of nipSchedule().vaccineCodes) {
    if (!/^\d{4}$/u.test(code) || !code.startsWith(majorCode) || seen.has(code)) {
      throw new Error(`nip-schedule.json: vaccine code ${code} is malformed or repeated`);
    }
    seen.add(code);
  }
  return nipSchedule().vaccineCodes;
}

let loaded: readonly VaccineCode[] | undefined;

/** The 112 vaccines of the national code table. */
export function vaccines(): readonly VaccineCode[] {
  loaded ??= load();
  return loaded;
}
