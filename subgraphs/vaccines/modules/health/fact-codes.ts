import { type ConditionCode, OBSERVATION_CODES, type ObservationCode } from '@miaoben/schedule';
import type { HealthFactCode, HealthFactKind } from './health-fact.type.ts';

const OBSERVATIONS: Record<ObservationCode, string> = {
  IMMUNOGLOBULIN: '注射免疫球蛋白',
  BLOOD_PRODUCT: '使用其他血液制品',
  HBIG: '注射乙肝免疫球蛋白',
  PPD_NEGATIVE: '结核菌素皮肤试验阴性',
  PPD_POSITIVE: '结核菌素皮肤试验阳性',
  ANTI_HBS_PROTECTIVE: '乙肝表面抗体达到保护水平（≥10 mIU/mL）',
  HBSAG_NEGATIVE_ANTI_HBS_LOW: '乙肝表面抗原阴性、表面抗体不足（<10 mIU/mL）',
  HBSAG_POSITIVE: '乙肝表面抗原阳性',
};

/**
 * The states of the engine that come and may go after birth. Those a person is born with or keeps (the mother's hepatitis B, HIV)
 * stand in the file of people; reactions to one vaccine need the vaccine named and are not entered here.
 */
const STATES = {
  D01: '发热或急性疾病',
  D04: '免疫抑制治疗',
  ANTI_B_ANTIBODY: '抗B细胞单克隆抗体治疗',
  C03: '免疫缺陷',
  C05: '妊娠',
  C06: '进行性神经系统疾病或脑病',
  CRITICAL_NEWBORN: '危重新生儿（病情未平稳）',
  TRAVEL_TO_JE_AREA: '将前往乙脑流行地区',
} as const satisfies Partial<Record<ConditionCode, string>>;

const code = (kind: HealthFactKind, [name, zh]: readonly [string, string]): HealthFactCode => ({
  code: name,
  kind,
  name: zh,
  hasEnd: kind === 'condition',
});

/** What a clinic may enter, findings first. */
export const FACT_CODES: readonly HealthFactCode[] = [
  ...OBSERVATION_CODES.map((name) => code('observation', [name, OBSERVATIONS[name]])),
  ...Object.entries(STATES).map((entry) => code('condition', entry)),
];

const byCode = new Map(FACT_CODES.map((c) => [c.code, c]));

/** Undefined for what is not on the list. */
export const factCode = (name: string): HealthFactCode | undefined => byCode.get(name);
