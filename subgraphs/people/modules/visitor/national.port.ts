import { isProvincePrefix } from '@miaoben/identifiers';
import type { SubgraphConfig } from '@miaoben/kernel';
import { callPort, type Failure, readPort, statusOf } from '@miaoben/kernel/port';
import * as v from 'valibot';

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const Day = v.pipe(v.string(), v.isoDate());
const Province = v.pipe(v.string(), v.check(isProvincePrefix));
const Summary = v.object({
  caseId: Id,
  province: Province,
  provinceName: Text,
  name: Text,
  sex: v.picklist(['F', 'M', 'U']),
  birthDate: Day,
  documentType: Text,
  documentNumber: v.nullable(Text),
});
const Found = v.object({ total: v.pipe(v.number(), v.integer(), v.minValue(0)), cases: v.array(Summary) });
const Guardian = v.object({
  relation: v.picklist(['mother', 'father', 'other']),
  name: Text,
  phone: v.nullable(Text),
});
const OutsideDose = v.object({
  date: Day,
  vaccineCode: v.pipe(v.string(), v.regex(/^\d{4}$/)),
  lotNumber: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  clinicName: v.nullable(Text),
});
const Case = v.object({
  ...Summary.entries,
  guardians: v.pipe(v.array(Guardian), v.maxLength(4)),
  doses: v.pipe(v.array(OutsideDose), v.maxLength(200)),
});
export type CaseSummary = v.InferOutput<typeof Summary>;
/** A file of another province, whole. */
export type NationalCase = v.InferOutput<typeof Case>;
/** By one number, or by name and birth date. */
export type CaseQuestion =
  | { documentNumber: string }
  | { birthCertificateNumber: string }
  | { name: string; birthDate: string; sex: string | null };
/** Cases of all provinces that fit, by the national interface; `total` may be more than it lists. Never throws. */
export async function searchCases(
  config: SubgraphConfig,
  question: CaseQuestion,
): Promise<v.InferOutput<typeof Found> | Failure> {
  const answer = await callPort(new URL('/cases/search', config.provincesUrl), { body: question });
  if ('failure' in answer) return answer;
  return answer.ok ? readPort(answer, Found) : statusOf(answer);
}

/** One case with its guardians and doses; null: there is none with this id. Never throws. */
export async function readCase(config: SubgraphConfig, caseId: string): Promise<NationalCase | null | Failure> {
  const answer = await callPort(new URL(`/cases/${encodeURIComponent(caseId)}`, config.provincesUrl));
  if ('failure' in answer) return answer;
  if (answer.status === 404) return null;
  return answer.ok ? readPort(answer, Case) : statusOf(answer);
}

/** A dose given in this province, as its person's home province is told of it. */
export interface DoseTold {
  readonly date: string;
  readonly vaccineCode: string;
  readonly lotNumber: string | null;
  readonly clinicName: string;
  /** where it was given, two digits */
  readonly province: string;
  readonly state: 'given' | 'voided';
}
const Receipt = v.object({ receipt: Id });

/**
 * Tells the home province of a case of a dose, or that it does not stand; the same again gets the same receipt. `refused`: told again it
 * would be refused again. Never throws.
 */
export async function tellDose(
  config: SubgraphConfig,
  caseId: string,
  doseId: string,
  dose: DoseTold,
): Promise<v.InferOutput<typeof Receipt> | { refused: string } | Failure> {
  const at = new URL(`/cases/${encodeURIComponent(caseId)}/doses/${doseId}`, config.provincesUrl);
  const answer = await callPort(at, { method: 'PUT', body: dose });
  if ('failure' in answer) return answer;
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429)
    return { refused: `status ${answer.status}` };
  return answer.ok ? readPort(answer, Receipt) : statusOf(answer);
}
