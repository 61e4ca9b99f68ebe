import type { ConsentState } from '@miaoben/schedule/consent';
import type { Reason } from '../plan/reason.type.ts';

/** What is odd about an entry beyond the schedule; it is kept all the same. */
const WARNINGS = {
  LOT_UNKNOWN: {
    rule: 'lot.known',
    source: 'Q-18',
    text: '系统中没有该产品的这个批号，请核对。',
    doctorText: '批号未登记：请核对疫苗包装上的批号与产品。',
  },
  LOT_STOPPED: {
    rule: 'lot.stopped',
    source: 'Q-18',
    text: '该批号疫苗已停用，请与接种单位核对。',
    doctorText: '批号已停用：本剂照常计入，请核对疫苗批号，余苗封存。',
  },
  TRACE_CODE_USED: {
    rule: 'traceCode.unique',
    source: 'Q-18',
    text: '该追溯码已用于另一剂次，请核对。',
    doctorText: '追溯码重复：单人份疫苗的追溯码已记录在另一剂次上。',
  },
  VIAL_OPENED: {
    rule: 'traceCode.multiDoseVial',
    source: 'Q-21',
    text: '这支多人份疫苗已开启。',
    doctorText: '首次扫描该支多人份疫苗：已登记开启，请在规定时限内用完，余量废弃。',
  },
  VIAL_TIME_UP: {
    rule: 'traceCode.multiDoseVial.time',
    source: 'Q-22',
    text: '这支多人份疫苗开启后已超过使用时限，请与接种单位核对。',
    doctorText: '多人份疫苗已超过开启后使用时限：本剂照常保留，请核对接种时间。',
  },
  VIAL_EMPTY: {
    rule: 'traceCode.multiDoseVial.doses',
    source: 'Q-21',
    text: '这支多人份疫苗记录的剂次多于其人份数，请核对。',
    doctorText: '多人份疫苗已用完：该追溯码记录的剂次多于每支人份数，请核对追溯码。',
  },
  VIAL_MISMATCH: {
    rule: 'traceCode.multiDoseVial.content',
    source: 'Q-21',
    text: '登记的这支多人份疫苗与本剂的疫苗或批号不符，请与接种单位核对。',
    doctorText: '多人份疫苗与本剂的产品或批号不符：本剂照常保留，不计入那一支，待核对。',
  },
  VIAL_ELSEWHERE: {
    rule: 'traceCode.multiDoseVial.clinic',
    source: 'Q-21',
    text: '登记的这支多人份疫苗不在接种单位的已开启疫苗中，请与接种单位核对。',
    doctorText: '这支多人份疫苗不是本单位开启的：本剂照常保留，不计入那一支，待核对。',
  },
  VIAL_MISSING: {
    rule: 'traceCode.multiDoseVial.none',
    source: 'Q-21',
    text: '这剂多人份疫苗未登记出自哪一支。',
    doctorText: '多人份疫苗未登记出自哪一支：开启时限无从核对，请扫码开启，或在所选批号下开启一支。',
  },
  SAME_DAY_RECORD: {
    rule: 'dose.sameDay',
    source: 'Q-19',
    text: '当日已有同类疫苗的接种记录，等待核对。',
    doctorText: '疑似重复接种：同日已有同类疫苗记录，两条均保留，待核对。',
  },
  NOT_TAKEN_ALONG: {
    rule: 'point.vaccines',
    source: 'H-11',
    text: '该疫苗不在接种点的疫苗清单内，请核对。',
    doctorText: '疫苗不在接种点的疫苗清单内：本剂照常保留，请核对疫苗与接种点。',
  },
  VISIT_MISSING: {
    rule: 'visit.signedOff',
    source: 'S-44',
    text: '本次接种没有登记签核。',
    doctorText: '没有完成健康询问和登记签核：请先开始接种流程，再接种。',
  },
  CONSENT_MISSING: {
    rule: 'consent.signed',
    source: 'H-18',
    text: '本次接种未签署知情同意书。',
    doctorText: '未签知情同意：请监护人在手机或本机阅读并签署后再接种。',
  },
  CONSENT_OUTDATED: {
    rule: 'consent.version',
    source: 'H-18',
    text: '知情同意书已有新版本，此前的签署不再适用。',
    doctorText: '知情同意书版本已更新：原签署不再适用，请监护人重新阅读并签署。',
  },
  CONSENT_USED: {
    rule: 'consent.perVisit',
    source: 'H-18',
    text: '此前的知情同意书已用于另一次接种。',
    doctorText: '原知情同意已用于前一次接种：每次接种须单独签署。',
  },
  CONSENT_REFUSED: {
    rule: 'consent.refused',
    source: 'H-18',
    text: '监护人已签署拒绝接种。',
    doctorText: '监护人签署了拒绝接种：如已改变主意，请重新签署知情同意书。',
  },
  CONSENT_WITHDRAWN: {
    rule: 'consent.withdrawn',
    source: 'H-18',
    text: '监护人已撤回知情同意。',
    doctorText: '知情同意已撤回：请与监护人沟通，重新签署后再接种。',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>;

/** What stands against a dose for want of consent; undefined: it was agreed to. */
export const consentWarning = (state: ConsentState): Reason | undefined =>
  state === 'agreed'
    ? undefined
    : warning(`CONSENT_${state.toUpperCase() as Uppercase<Exclude<ConsentState, 'agreed'>>}`);

export const warning = (code: keyof typeof WARNINGS): Reason => ({ code, ...WARNINGS[code] });
