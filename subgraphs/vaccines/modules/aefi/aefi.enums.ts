import { registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import {
  AEFI_ACTIONS,
  AEFI_CLASSES,
  AEFI_OUTCOMES,
  AEFI_SEVERITIES,
  AEFI_SOURCES,
  AEFI_STATES,
  AEFI_SYMPTOMS,
  FEVER_GRADES,
  SIZE_GRADES,
  SUBJECT_SEXES,
} from './aefi.codes.ts';
import { DEADLINES } from './aefi.deadlines.ts';
import { EXPERT_STATES } from './aefi.expert.ts';

export const AefiStateEnum = enumOf(AEFI_STATES);
export const AefiActionEnum = enumOf(AEFI_ACTIONS);
export const AefiSourceEnum = enumOf(AEFI_SOURCES);
export const AefiSeverityEnum = enumOf(AEFI_SEVERITIES);
export const AefiOutcomeEnum = enumOf(AEFI_OUTCOMES);
export const AefiClassEnum = enumOf(AEFI_CLASSES);
export const AefiSymptomEnum = enumOf(AEFI_SYMPTOMS);
export const FeverGradeEnum = enumOf(FEVER_GRADES);
export const SizeGradeEnum = enumOf(SIZE_GRADES);
export const AefiDeadlineKindEnum = enumOf(DEADLINES);
export const SubjectSexEnum = enumOf(SUBJECT_SEXES);
export const ExpertStateEnum = enumOf(EXPERT_STATES);

registerEnumType(AefiStateEnum, {
  name: 'AdverseEventState',
  description:
    'suspected: told by a family, the clinic looks at it; reported; reviewed by disease control of the county; investigating; classified; closed; dismissed: no such case, or told twice',
});
registerEnumType(AefiActionEnum, { name: 'AdverseEventAction', description: 'An edge of the table of states.' });
registerEnumType(AefiSourceEnum, { name: 'AdverseEventSource', description: 'who told of it' });
registerEnumType(AefiSeverityEnum, { name: 'AdverseEventSeverity', description: '非严重, 严重, 群体性, 死亡' });
registerEnumType(AefiOutcomeEnum, { name: 'AdverseEventOutcome', description: '转归: 痊愈, 好转, 后遗症, 死亡, 不详' });
registerEnumType(AefiClassEnum, {
  name: 'AdverseEventCause',
  description: '分类: 一般反应, 异常反应, 疫苗质量事故, 接种事故 (实施差错), 偶合症, 心因性反应, 不明原因',
});
registerEnumType(AefiSymptomEnum, { name: 'AdverseEventSymptom', description: 'signs of the surveillance plan' });
registerEnumType(FeverGradeEnum, {
  name: 'FeverGrade',
  description: '发热 (腋温): none; low 37.1–37.5; medium 37.6–38.5; high ≥ 38.6 °C',
});
registerEnumType(SizeGradeEnum, {
  name: 'SizeGrade',
  description: 'diameter of redness or induration: none; small ≤ 2.5; medium 2.6–5.0; large > 5.0 cm',
});
registerEnumType(SubjectSexEnum, { name: 'SubjectSex', description: 'F female, M male, U unknown or not stated' });
registerEnumType(AefiDeadlineKindEnum, {
  name: 'AdverseEventDeadlineKind',
  description:
    'report: 48 h from finding it, 2 h when urgent; investigation: begun 48 h from the report; findings: 3 days from its beginning, 7 for severe cases',
});
registerEnumType(ExpertStateEnum, { name: 'ExpertSeatState', description: 'asked for, given, not given' });
