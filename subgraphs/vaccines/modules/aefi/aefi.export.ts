import { dateInShanghai } from '@miaoben/kernel';
import { catalogueOn } from '../catalogue/catalogue.ts';
import type { Register } from '../register/register.ts';
import type { AefiClass, AefiOutcome, AefiSeverity, AefiState, AefiSymptom } from './aefi.codes.ts';
import { type AefiFilter, type AefiListRow, listCases, type SuspectRow, suspectsOf } from './aefi.repository.ts';
import type { Seat } from './aefi.seat.ts';

/** From where the list was asked for, and which cases. */
export interface AefiRequest {
  readonly seat: Seat;
  readonly filter: AefiFilter;
}
type Row = AefiListRow & { suspects: readonly SuspectRow[] };

const STATE: Record<AefiState, string> = {
  suspected: '待接种单位核实',
  reported: '已报告',
  reviewed: '已审核',
  investigating: '调查中',
  classified: '已分类',
  closed: '已结案',
  dismissed: '已排除',
};
const SEVERITY: Record<AefiSeverity, string> = {
  non_severe: '非严重',
  severe: '严重',
  cluster: '群体性',
  death: '死亡',
};
const OUTCOME: Record<AefiOutcome, string> = {
  recovered: '痊愈',
  improving: '好转',
  sequelae: '后遗症',
  died: '死亡',
  unknown: '不详',
};
const CAUSE: Record<AefiClass, string> = {
  common_reaction: '一般反应',
  abnormal_reaction: '异常反应',
  quality_accident: '疫苗质量事故',
  programme_error: '接种事故',
  coincidental: '偶合症',
  psychogenic: '心因性反应',
  unknown_cause: '不明原因',
};
const SYMPTOM: Record<AefiSymptom, string> = {
  anaphylaxis: '过敏性休克',
  urticaria: '荨麻疹',
  oedema: '血管性水肿',
  syncope: '晕厥',
  fever: '发热',
  redness: '红肿',
  induration: '硬结',
  cellulitis: '蜂窝织炎',
  rash: '皮疹',
  purpura: '紫癜',
  arthus: '局部过敏反应（Arthus反应）',
  febrile_seizure: '热性惊厥',
  encephalitis: '脑病、脑炎、脑膜炎',
  thrombocytopenia: '血小板减少性紫癜',
  guillain_barre: '格林巴利综合征',
  vapp: '疫苗相关麻痹型脊髓灰质炎',
  brachial_neuritis: '臂丛神经炎',
  sterile_abscess: '无菌性脓肿',
  bcg_lymphadenitis: '卡介苗淋巴结炎',
  bcg_osteitis: '卡介苗骨髓炎',
  bcg_disseminated: '全身播散性卡介苗感染',
  other: '其他',
};
const SEX = { M: '男', F: '女', U: '不详' } as const;
const dayOf = (instant: string | null): string => (instant === null ? '' : dateInShanghai(new Date(instant)));

/** Suspected adverse events of a desk (疑似预防接种异常反应个案表). */
export const aefiRegister: Register<AefiRequest, Row> = {
  kind: 'adverse-events',
  title: '疑似预防接种异常反应个案',
  headers: [
    ['个案编号', 16],
    ['姓名', 14],
    ['性别', 6],
    ['出生日期', 12],
    ['可疑疫苗', 30],
    ['批号', 16],
    ['接种日期', 12],
    ['反应发生日期', 14],
    ['临床表现', 30],
    ['严重程度', 10],
    ['转归', 8],
    ['报告单位', 30],
    ['报告日期', 12],
    ['状态', 12],
    ['分类', 14],
  ],
  async page(em, { clock }, { filter: { seat, filter } }, after, limit) {
    const rows = await listCases(em, seat, filter, clock.now(), { key: after && [after.id], limit });
    const suspects = Map.groupBy(
      await suspectsOf(
        em,
        rows.map((r) => r.id),
      ),
      (s) => s.case_id,
    );
    return rows.map((r) => ({ ...r, suspects: suspects.get(r.id) ?? [] }));
  },
  async cells(row, about, { orm, clock }) {
    const { vaccines } = await catalogueOn(orm, clock.today());
    const [chief] = row.suspects;
    return [
      row.number ?? '',
      about.name,
      SEX[row.sex],
      row.birth_date,
      chief ? (vaccines.get(chief.vaccine)?.name ?? chief.vaccine) : '',
      chief?.lot_number ?? '',
      chief?.given_on ?? '',
      dayOf(row.onset_at),
      row.symptoms.map((s) => SYMPTOM[s]).join('、'),
      SEVERITY[row.severity],
      OUTCOME[row.outcome],
      about.organisation(row.unit_id),
      dayOf(row.reported_at),
      STATE[row.state],
      row.cause === null ? '' : CAUSE[row.cause],
    ];
  },
};
