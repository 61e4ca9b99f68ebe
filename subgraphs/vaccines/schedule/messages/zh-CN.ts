import type { Catalogue } from './catalogue.ts';

export const zhCN: Catalogue = {
  series: {
    HepB: '乙肝疫苗',
    BCG: '卡介苗',
    Polio: '脊灰疫苗',
    DTaP: '百白破疫苗',
    DT: '白破疫苗',
    MMR: '麻腮风疫苗',
    JE: '乙脑疫苗',
    'MPSV-A': 'A群流脑疫苗',
    'MPSV-AC': 'A群C群流脑疫苗',
    HepA: '甲肝疫苗',
    HPV: 'HPV疫苗',
  },
  conditions: {
    C01: '既往接种严重过敏反应',
    C02: '已知对疫苗成分严重过敏',
    C03: '免疫缺陷',
    C05: '妊娠',
    C06: '进行性神经系统疾病或脑病',
    D01: '发热或急性疾病',
    D02: '近期使用血液制品',
    D04: '免疫抑制治疗',
    HIV_INFECTED: 'HIV感染（无症状、无严重免疫抑制）',
    HIV_INFECTED_SYMPTOMATIC: 'HIV感染（有症状或严重免疫抑制）',
    HIV_UNKNOWN_MOTHER_POSITIVE: 'HIV感染母亲所生、感染状况不详（无症状）',
    HIV_UNKNOWN_MOTHER_POSITIVE_SYMPTOMATIC: 'HIV感染母亲所生、感染状况不详（有症状）',
  },
  otherCondition: '健康状况',
  anyVaccine: '该疫苗',
  status: {
    due: {
      parent: '{series}第{dose}剂现在可以接种。',
      doctor: '{series}第{dose}剂应种：{earliest}起可种，及时界限{overdueFrom}，最晚{latest}。',
    },
    overdue: {
      parent: '{series}第{dose}剂已超过推荐时间，请尽快补种。',
      doctor: '{series}第{dose}剂逾期：{earliest}起可种，{overdueFrom}起不及时，最晚{latest}。',
    },
    not_yet: {
      parent: '{series}第{dose}剂还没到时间，{recommended}起可以接种。',
      doctor: '{series}第{dose}剂未到：最早{earliest}，推荐{recommended}。',
    },
    complete: { parent: '{series}已全部接种。', doctor: '{series}已全程接种，有效{given}剂。' },
    contraindicated: {
      parent: '{series}目前不能接种，请咨询接种医生。',
      doctor: '{series}第{dose}剂禁忌。',
    },
    deferred: {
      parent: '{series}第{dose}剂需要暂缓，请按医生约定的时间再来。',
      doctor: '{series}第{dose}剂暂缓，最早{earliest}。',
    },
    aged_out: { parent: '{series}已超过可接种的年龄，不再接种。', doctor: '{series}超过补种年龄上限。' },
    not_applicable: { parent: '{series}不需要接种。', doctor: '{series}不适用。' },
  },
  reasons: {
    NO_DATE: { parent: '这一剂没有接种日期。', doctor: '接种日期缺失或无效，不能判定。' },
    DUPLICATE: { parent: '这条记录是重复录入。', doctor: '同一疫苗同一日期重复记录，只保留一条。' },
    TOO_YOUNG: {
      parent: '这一剂打得早了{daysShort}天，请医生确认是否补种。',
      doctor: '{series}第{dose}剂早于最小月龄{daysShort}天（应不早于{requiredDate}）。',
    },
    INTERVAL_SHORT: {
      parent: '与前一剂间隔短了{daysShort}天，请医生确认是否补种。',
      doctor: '{series}第{dose}剂间隔不足{daysShort}天（自{fromDate}起，应不早于{requiredDate}）。',
    },
    LIVE_CONFLICT: {
      parent: '离另一种减毒活疫苗太近，差{daysShort}天，请医生确认。',
      doctor: '与注射用减毒活疫苗{otherVaccine}间隔不足28天，差{daysShort}天（应不早于{requiredDate}）。',
    },
    WRONG_PRODUCT: {
      parent: '这一剂的疫苗种类不能计入。',
      doctor: '{series}不接受疫苗{otherVaccine}（种类或年龄不符）。',
    },
    EXCESS_DOSE: { parent: '这一剂多于规定剂次。', doctor: '{series}超出规定剂次，不计数。' },
    CONTRAINDICATED: {
      parent: '接种时有不宜接种的情况，请咨询医生。',
      doctor: '接种当日存在禁忌或应暂缓：{condition}。',
    },
    EXPIRED_LOT: {
      parent: '这一剂用的疫苗已过期或保存不当，请医生确认是否补种。',
      doctor: '接种当日疫苗批号已过期、被召回或有温度异常。',
    },
    DOSE_TOO_SMALL: { parent: '这一剂的量没有打足，请医生确认是否补种。', doctor: '接种剂量不足。' },
    IMMUNOGLOBULIN_INTERVAL: {
      parent: '用过免疫球蛋白，{requiredDate}起可以。',
      doctor: '乙脑灭活疫苗：免疫球蛋白后1个月内不接种（{requiredDate}满）。',
    },
    IMMUNOGLOBULIN_AFTER_MMR: {
      parent: '接种后不久用了免疫球蛋白，请咨询医生。',
      doctor: '接种麻腮风（{fromDate}）后2周内使用免疫球蛋白：应避免，由医生评估是否补种。',
    },
    BIRTH_DOSE_12H: { parent: '第1剂要在出生后12小时内打。', doctor: '母亲HBsAg阳性或不详：出生后12小时内接种第1剂。' },
    HBIG_AT_BIRTH: {
      parent: '同时要打乙肝免疫球蛋白。',
      doctor: '母亲HBsAg阳性：同时在另一肢体肌内注射HBIG {amountIU} IU，遵医嘱。',
    },
    WHEN_STABLE: { parent: '等宝宝情况稳定后尽早打。', doctor: '危重症或小胎龄新生儿：生命体征稳定后尽早接种。' },
    HBV_TEST: {
      parent: '{requiredDate}起要做乙肝抽血检查。',
      doctor: '母亲HBsAg阳性：末剂后1～2个月（{requiredDate}至{until}）检测HBsAg和抗-HBs。',
    },
    HBV_REVACCINATION: {
      parent: '检查显示保护不够，免费再打{needed}剂。',
      doctor: 'HBsAg阴性且抗-HBs<10 mIU/mL：再接种{needed}剂。',
    },
    LABEL_COURSE: { parent: '已按说明书打完全程。', doctor: '已按说明书完成全程，不再接种。' },
    CONSENT_ONE_DOSE: { parent: '同意后再免费打1剂。', doctor: '此前不足2剂：知情同意后接种1剂免疫规划疫苗。' },
    SAME_MANUFACTURER: {
      parent: '两剂最好用同一厂家的疫苗。',
      doctor: '原则上用同一企业产品；确需更换其他双价产品须知情同意。',
    },
    TRAVEL_DOSE: {
      parent: '去乙脑流行地区前打1剂。',
      doctor: '不开展乙脑常规接种地区的居民在流行季节前往流行区：接种1剂乙脑减毒活疫苗。',
    },
    NOT_ROUTINE_IN_DIVISION: {
      parent: '本地区不常规接种{series}。',
      doctor: '居住地不开展{series}常规接种，不计接种率。',
    },
    NOT_ELIGIBLE: { parent: '不在{series}的接种对象范围内。', doctor: '性别或出生日期不在{series}实施范围。' },
    NOT_IN_VERSION: { parent: '这一版免疫程序还没有{series}。', doctor: '该版免疫程序未纳入{series}。' },
    NOT_NEEDED: { parent: '不需要{series}。', doctor: '按已有剂次和年龄，不需{series}。' },
    AGE_LIMIT: { parent: '可接种的年龄已过。', doctor: '第{dose}剂最晚可种日{requiredDate}，已无法在此前完成。' },
    CONTRAINDICATION: { parent: '因健康状况目前不能接种。', doctor: '禁忌：{condition}（至：{until}）。' },
    DEFERRAL: { parent: '因健康状况暂缓接种。', doctor: '暂缓：{condition}（至：{until}）。' },
    MIN_AGE: { parent: '{requiredDate}到接种年龄。', doctor: '最小月龄{requiredDate}到达。' },
    MIN_INTERVAL: {
      parent: '与上一剂要隔够时间，{requiredDate}起可以。',
      doctor: '自{fromDate}起的最小间隔于{requiredDate}满。',
    },
    REPEAT_INTERVAL: {
      parent: '上一剂不算有效，是否等到{requiredDate}再打，请问医生。',
      doctor: '{fromDate}的一剂无效；文件未规定由其起算间隔，{requiredDate}可满该剂最小间隔。',
    },
    LIVE_INTERVAL: {
      parent: '要与另一种减毒活疫苗隔28天，{requiredDate}起可以。',
      doctor: '距注射用减毒活疫苗{otherVaccine}满28天为{requiredDate}。',
    },
    BLOOD_PRODUCT_INTERVAL: {
      parent: '用过免疫球蛋白或血液制品，{requiredDate}起可以。',
      doctor: '血液制品后满3个月为{requiredDate}。',
    },
    SKIN_TEST_REQUIRED: {
      parent: '满3月龄后打卡介苗，要先做皮肤试验，阴性才能打。',
      doctor: '3月龄至4岁前须TB-PPD或BCG-PPD阴性方可接种。',
    },
    SKIN_TEST_POSITIVE: { parent: '皮肤试验阳性，不打卡介苗。', doctor: 'PPD阳性，不予接种卡介苗。' },
    TYPE2_FILL: {
      parent: '还需要补{needed}剂脊灰灭活疫苗。',
      doctor: '含Ⅱ型成分剂次不足，补IPV {needed}剂，不论bOPV剂次。',
    },
    FOUR_DOSE_COURSE: {
      parent: '出生体重低，乙肝疫苗一共要打4剂。',
      doctor: '母亲HBsAg阳性或不详且出生体重<2000克：0、1、2、7月共4剂。',
    },
    THREE_DOSE_COURSE: { parent: 'HPV疫苗一共要打3剂。', doctor: '免疫功能低下：按说明书3剂次。' },
    DT_CATCH_UP: { parent: '用白破疫苗补种。', doctor: '7～11岁用白破疫苗补种（累计{given}剂）。' },
    CATCH_UP_WITHOUT_MPSV_A: {
      parent: 'A群流脑没打满，尽早打A群C群流脑疫苗。',
      doctor: '满24月龄A群流脑{given}剂：尽早接种首剂A群C群流脑。',
    },
    PRODUCT_REPLACED: { parent: '因健康状况改用灭活疫苗。', doctor: '减毒活疫苗禁忌，改用灭活疫苗。' },
  },
  rule: '规则{ruleId}，依据{source}',
  marks: { GK: 'GK（一般知识，未核实）', derived: 'derived（推导）' },
  stop: '。',
  none: '—',
};
