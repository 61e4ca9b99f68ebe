import { ethnicityName, maskDocumentNumber, maskName, maskPhone } from '@miaoben/identifiers';
import type { Keyring, Services } from '@miaoben/kernel';
import { documentTypeName } from '@miaoben/kernel/imports/cells';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import type { PeopleCtx } from '../../loaders.ts';
import { masks } from '../../masks.ts';
import { SEALED } from '../person/person.stored.ts';
import { HOUSEHOLD_WORDS, MARITAL_WORDS, PERSON_TYPE_WORDS, SEX_WORDS, STATE_WORDS } from '../person/sheet-words.ts';
import { addressOf } from '../progress/export-address.ts';
import { serveSheet } from '../progress/sheet-export.ts';
import { type FoundRow, findMatching, keyOfFound } from './query.repository.ts';
import { checkedColumns, checkedQuery } from './query.service.ts';
import type { PersonQuery, QueryColumnName } from './query.vocabulary.ts';

const KIND = 'combined-query';
const OPERATION = 'Query.personQueryFile';

interface SheetRequest {
  asked: PersonQuery;
  columns: readonly QueryColumnName[];
  /** of ages */
  today: string;
}
interface Column {
  head: string;
  width: number;
  cell: (row: FoundRow, names: ReadonlyMap<string, string>, keyring: Keyring) => OutputCell;
}
const opened = (keyring: Keyring, sealed: string | null, context: string, mask: (text: string) => string): string =>
  sealed === null ? '' : mask(keyring.open(sealed, context));

/** Every column; names and numbers are masked. */
const COLUMNS: Readonly<Record<QueryColumnName, Column>> = {
  name: { head: '姓名', width: 14, cell: (p) => maskName(p.name) },
  sex: { head: '性别', width: 6, cell: (p) => SEX_WORDS[p.sex] },
  birthDate: { head: '出生日期', width: 12, cell: (p) => p.birth_date },
  documentType: { head: '证件类型', width: 16, cell: (p) => documentTypeName(p.document_type) },
  documentNumber: {
    head: '证件号码',
    width: 22,
    cell: (p, _names, keyring) => opened(keyring, p.document_sealed, SEALED.document, maskDocumentNumber),
  },
  phone: {
    head: '联系电话',
    width: 14,
    cell: (p, _names, keyring) => opened(keyring, p.phone_sealed, SEALED.phone, maskPhone),
  },
  ethnicity: { head: '民族', width: 10, cell: (p) => (p.ethnicity === null ? '' : ethnicityName(p.ethnicity)) },
  residence: { head: '现住址区划', width: 20, cell: (p, names) => names.get(p.residence) ?? p.residence },
  residenceAddress: {
    head: '现住址',
    width: 20,
    cell: (p, _names, keyring) =>
      opened(keyring, p.address_sealed, SEALED.address, masks['Person.residenceAddress'] as (text: string) => string),
  },
  managingClinic: { head: '建档单位', width: 30, cell: (p, names) => names.get(p.managing_org_id) ?? '' },
  registrationState: { head: '在册情况', width: 10, cell: (p) => STATE_WORDS[p.registration_state] },
  maritalStatus: {
    head: '婚姻状况',
    width: 10,
    cell: (p) => (p.marital_status ? MARITAL_WORDS[p.marital_status] : ''),
  },
  personType: { head: '人员类型', width: 10, cell: (p) => (p.person_type ? PERSON_TYPE_WORDS[p.person_type] : '') },
  householdType: {
    head: '户籍类型',
    width: 10,
    cell: (p) => (p.household_type ? HOUSEHOLD_WORDS[p.household_type] : ''),
  },
  registeredDivision: { head: '户籍区划', width: 14, cell: (p) => p.registered_division ?? '' },
  conditions: { head: '健康状况', width: 24, cell: (p) => p.conditions.join('、') },
  birthWeightG: { head: '出生体重（克）', width: 14, cell: (p) => p.birth_weight_g ?? '' },
  barcode: { head: '个案条码', width: 22, cell: (p) => maskDocumentNumber(p.barcode) },
  doses: { head: '接种剂次', width: 10, cell: (p) => p.doses },
  lastDoseOn: { head: '最近接种日期', width: 14, cell: (p) => p.last_dose_on ?? '' },
};

/** Query.personQueryFile. @throws BAD_INPUT columns, and as a query */
export function queryFileUrl(ctx: PeopleCtx, query: PersonQuery, columns: readonly QueryColumnName[]): string {
  const { asked } = checkedQuery(ctx, OPERATION, query);
  const chosen = checkedColumns(columns, ctx.claims);
  return addressOf<SheetRequest>(ctx, KIND, OPERATION, { asked, columns: chosen, today: ctx.clock.today() });
}

/** Serves what a combined query finds as .xlsx, by division, with the columns that were chosen. */
export function serveQueries(services: Services): void {
  serveSheet<SheetRequest, FoundRow>(services, {
    kind: KIND,
    title: '组合查询',
    columns: ({ columns }) => columns.map((one) => [COLUMNS[one].head, COLUMNS[one].width] as const),
    page: (em, desk, { asked, today }, page) => findMatching(em, desk, asked, today, page),
    key: keyOfFound,
    cells: (row, names, { columns }) => columns.map((one) => COLUMNS[one].cell(row, names, services.keyring)),
  });
}
