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
  SAME_DAY_RECORD: {
    rule: 'dose.sameDay',
    source: 'Q-19',
    text: '当日已有同类疫苗的接种记录，等待核对。',
    doctorText: '疑似重复接种：同日已有同类疫苗记录，两条均保留，待核对。',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>;

export const warning = (code: keyof typeof WARNINGS): Reason => ({ code, ...WARNINGS[code] });
