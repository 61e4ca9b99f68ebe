import { maskDocumentNumber, maskName } from '@miaoben/identifiers';
import type { Em, PageRequest, Services } from '@miaoben/kernel';
import type { Desk } from '@miaoben/kernel/desk';
import type { PeopleCtx } from '../../loaders.ts';
import { findPersons, type PersonRow } from '../person/person.repository.ts';
import { addressOf } from '../progress/export-address.ts';
import { serveSheet } from '../progress/sheet-export.ts';
import { type FindingFilter, type FindingRow, listFindings } from './finding.repository.ts';
import { ruleOf } from './quality.rules.ts';
import { checkedFilter } from './quality.service.ts';
import type { QualityFilter } from './quality.type.ts';

const KIND = 'quality';
const SEVERITY = { error: '错误', warning: '提示' } as const;
const FIELDS: Readonly<Record<string, string>> = {
  name: '姓名',
  sex: '性别',
  birthDate: '出生日期',
  documentNumber: '证件号码',
  phone: '联系电话',
  guardians: '监护人',
  guardianPhone: '监护人电话',
  ethnicity: '民族',
  residence: '现住址区划',
  residenceAddress: '现住址',
  birthWeightG: '出生体重',
  registrationState: '在册情况',
  doses: '接种记录',
};

/** Query.qualityFile. */
export async function qualityFileUrl(ctx: PeopleCtx, filter: QualityFilter): Promise<string> {
  return addressOf(ctx, KIND, 'Query.qualityFile', await checkedFilter(ctx, filter));
}

interface SheetRow {
  finding: FindingRow;
  person: PersonRow | undefined;
}

async function rowsOf(em: Em, desk: Desk, filter: FindingFilter, page: PageRequest): Promise<SheetRow[]> {
  const rows = await listFindings(em, desk, filter, page);
  // The findings are the desk's, so their files are.
  const everywhere = { reach: { kind: 'all' }, organisation: undefined } as const;
  const persons = await findPersons(em, [...new Set(rows.map((r) => r.person_id))], everywhere);
  const byId = new Map(persons.map((p) => [p.id, p]));
  return rows.map((finding) => ({ finding, person: byId.get(finding.person_id) }));
}

/** Serves all rows that break the standard as .xlsx; names and numbers are masked. */
export function serveQuality(services: Services): void {
  serveSheet<FindingFilter, SheetRow>(services, {
    kind: KIND,
    title: '数据核查问题清单',
    columns: [
      ['建档单位', 30],
      ['姓名', 14],
      ['出生日期', 12],
      ['个案条码', 22],
      ['现住址区划', 14],
      ['核查项', 36],
      ['级别', 8],
      ['涉及字段', 24],
      ['发现日期', 12],
      ['跟进', 12],
    ],
    page: rowsOf,
    key: ({ finding }) => [finding.rule, finding.person_id],
    cells: ({ finding, person }, names) => {
      const rule = ruleOf(finding.rule);
      return [
        names.get(finding.clinic) ?? '',
        maskName(person?.name ?? ''),
        person?.birth_date ?? '',
        maskDocumentNumber(person?.barcode ?? ''),
        finding.division,
        rule?.title ?? finding.rule,
        rule ? SEVERITY[rule.severity] : '',
        rule?.fields.map((f) => FIELDS[f] ?? f).join('、') ?? '',
        new Date(finding.found_at).toISOString().slice(0, 10),
        finding.answered_at !== null ? '已答复' : finding.handover !== null ? '已交办' : '待处理',
      ];
    },
  });
}
