import { NOTICE_KINDS, type NoticeKind } from '@miaoben/schema';

/** zh-CN sentences of the kinds that go out by SMS; the kind is the name under which the provider approved the text. */
const SMS_TEXTS: { [K in NoticeKind as (typeof NOTICE_KINDS)[K]['sms'] extends true ? K : never]: string } = {
  application_approved: '【苗本】{name}的电子预防接种证申领已通过，请打开苗本查看。',
  application_refused: '【苗本】{name}的电子预防接种证申领未通过：{reason}。可修改后重新申领。',
  certificate_reissued: '【苗本】{name}的电子预防接种证已重新签发，原证作废。原因：{reason}。',
  certificate_revoked: '【苗本】{name}的电子预防接种证已作废。原因：{reason}。',
  certificate_expiring: '【苗本】{name}的电子预防接种证将于{date}到期，请及时换证。',
  certificate_expired: '【苗本】{name}的电子预防接种证已于{date}到期，请换证后使用。',
  licence_expiring: '【苗本】您的{licence}将于{date}到期，请及时办理延续。',
  licence_expired: '【苗本】您的{licence}已于{date}到期。',
  licence_application_granted: '【苗本】您的{licence}{kind}申请已办结，请打开苗本查看。',
  licence_application_refused: '【苗本】您的{licence}{kind}申请未通过：{reason}。',
  school_catch_up: '【苗本】{school}查验：{name}还需补种{vaccines}，请带好接种证到{clinic}补种。',
  school_reissue: '【苗本】{school}查验：{name}没有预防接种证，请到{clinic}补证。',
  deaths_pushed: '【苗本】有{count}条死亡信息推送到您单位，请登录苗本认领核实。',
  lot_recalled: '【苗本】{name}接种过的{vaccine}有批次召回，请与{clinic}联系。',
  aefi_dismissed: '【苗本】您反映的{name}接种后不适，核实后未作为疑似异常反应报告：{reason}。仍有不适请及时就医。',
  aefi_classified: '【苗本】{name}的疑似预防接种异常反应已有调查诊断结论，请打开苗本查看。',
  guardian_ended: '【苗本】因监护权变更，您与{name}的绑定已解除。如有疑问请联系接种单位。',
  binding_allowed: '【苗本】接种单位已允许您重新绑定{name}。请打开苗本绑定。',
  guardian_changed: '【苗本】因监护权变更，{who}不再是{name}的监护人，不能再查看其接种档案。如有疑问请联系接种单位。',
  group_declaration_decided: '【苗本】您{date}申报的特殊人群情况，接种单位已有处理结果，请打开苗本查看。',
  compensation_changed: '【苗本】{name}的预防接种异常反应补偿申请有新进展，请打开苗本查看。',
};

/** The short message of a notice; null for a kind that is told in the app only. A parameter that is missing leaves its place empty. */
export function smsText(kind: NoticeKind, params: Readonly<Record<string, string>>): string | null {
  if (!NOTICE_KINDS[kind].sms) return null;
  const text = SMS_TEXTS[kind as keyof typeof SMS_TEXTS];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '').slice(0, 500);
}

export const isNoticeKind = (kind: string): kind is NoticeKind => Object.hasOwn(NOTICE_KINDS, kind);
