import { newId, publish } from '@miaoben/kernel';
import type { BatchEnv, ImportDefinition, RowDraft, Values } from '@miaoben/kernel/imports/define';
import { ImportDesk } from '@miaoben/kernel/imports/desk';
import { addFinding } from '@miaoben/kernel/imports/messages';
import { reachOf } from '@miaoben/kernel/reach';
import { PersonRecord } from '../../record.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { doseChanged } from '../dose/dose.events.ts';
import { type DoseRow, dosesOf, insertDoseRows } from '../dose/dose.repository.ts';
import { sameDayRecords } from '../dose/dose.rules.ts';
import { recomputePersons } from '../due/recompute.ts';
import { findSubjects, lockSubjects, type SubjectRow } from '../person/subject.repository.ts';
import { columns } from './dose-import.columns.ts';
import { linkDoses, undoRows } from './dose-import.undo.ts';
import { findPersons, type PersonHit } from './find-person.ts';
import { vaccineNames } from './vaccine-names.ts';

type DoseValues = Values<typeof columns>;
interface Resolved {
  personId: string;
  vaccine: string;
}
type Draft = RowDraft<DoseValues, Resolved>;

/** The importer's own area: what the policy gives to her role. */
const reachOfImporter = (env: BatchEnv) =>
  reachOf('area', {
    account: env.importer.account,
    role: env.importer.role,
    organisation: env.importer.organisation,
    divisions: env.importer.divisions,
    vaccines: undefined,
    purpose: undefined,
    device: undefined,
    session: undefined,
  });

/** The vaccine a row names, with what is to be said about it. */
function readVaccine(row: Draft, catalogue: Catalogue): string | undefined {
  const written = row.values.vaccine;
  if (!written) return undefined;
  const match = vaccineNames(catalogue).read(written);
  if (match.kind === 'unknown') {
    const [first] = match.nearest;
    const message = first ? `未知的疫苗，是否为：${match.nearest.join('、')}` : '未知的疫苗';
    addFinding(row, 'vaccine', { code: 'unknown_code', message, ...(first && { suggestion: first }) });
    return undefined;
  }
  if (match.kind === 'class') {
    const name = catalogue.vaccines.get(match.code)?.name ?? match.code;
    const message = `有多种疫苗符合该名称，按“${name}”（${match.code}）登记；如不符请填写4位编码`;
    addFinding(row, 'vaccine', { code: 'unknown_code', message, suggestion: match.code, severity: 'warning' });
  }
  return match.code;
}

/** Which of the files found is meant; findings where that is not plain. */
function choosePerson(row: Draft, hits: readonly PersonHit[]): string | undefined {
  const { documentNumber, birthDate } = row.values;
  if (!documentNumber && !birthDate) {
    if (!row.findings.some((f) => f.column === 'documentNumber' || f.column === 'birthDate')) {
      addFinding(row, 'documentNumber', { code: 'required', message: '证件号码和出生日期至少填写一项' });
    }
    return undefined;
  }
  if (hits.length === 0) {
    addFinding(row, 'name', {
      code: 'no_match',
      message: '辖区内未找到该儿童的档案，请先建档或核对姓名、证件号码、出生日期',
    });
    return undefined;
  }
  row.candidates = hits.map((h) => h.personId);
  const chosen = hits.find((h) => h.personId === row.choice) ?? (hits.length === 1 ? hits[0] : undefined);
  if (!chosen) {
    addFinding(row, 'name', { code: 'possible_duplicate', message: '有多份档案与该行相符，请选择' });
    return undefined;
  }
  if (!chosen.sameName) {
    addFinding(row, 'name', { code: 'no_match', message: '与证件号码对应档案的姓名不同，请核对', severity: 'warning' });
  }
  if (birthDate && birthDate !== chosen.birthDate) {
    addFinding(row, 'birthDate', { code: 'no_match', message: '与档案的出生日期不同，请核对', severity: 'warning' });
  }
  return chosen.personId;
}

const rowOf = (row: Draft, subject: SubjectRow, resolved: Resolved, env: BatchEnv): DoseRow => ({
  person_id: subject.person_id,
  birth_date: subject.birth_date,
  dose_id: newId(),
  division: subject.division,
  given_on: row.values.date ?? '',
  vaccine: resolved.vaccine,
  product_id: null,
  lot_number: row.values.lot ?? null,
  trace_code: null,
  vial_id: null,
  vial_doubt: null,
  site: row.values.site ?? null,
  route: row.values.route ?? null,
  volume_ml: null,
  clinic_id: null,
  clinic_name: row.values.clinic ?? null,
  vaccinator_id: null,
  vaccinator_name: null,
  state: 'given',
  void_reason: null,
  source: 'import',
  override_reason: null,
  reviewed: true,
  took_stock: false,
  visit_id: null,
  point: null,
  recorded_by: env.importer.account,
  command_id: null,
  recorded_at: env.services.clock.now().toISOString(),
  lot_expires_on: null,
  lot_is_void: false,
  origin_person: null,
});

/** Rows of one person against her record and against each other. */
function checkAgainstRecord(
  rows: readonly Draft[],
  subject: SubjectRow,
  doses: readonly DoseRow[],
  catalogue: Catalogue,
  env: BatchEnv,
): void {
  const planned: { row: Draft; dose: DoseRow }[] = [];
  for (const row of rows) {
    const { date } = row.values;
    const { resolved } = row;
    if (!date || !resolved) continue;
    if (date < subject.birth_date) {
      addFinding(row, 'date', { code: 'date_before_birth' });
      continue;
    }
    if (sameDayRecords(doses, { date, vaccineCode: resolved.vaccine }, catalogue).length > 0) {
      addFinding(row, null, { code: 'duplicate', message: '档案中当日已有同类疫苗的接种记录' });
      continue;
    }
    const inFile = planned.map((p) => p.dose);
    if (sameDayRecords(inFile, { date, vaccineCode: resolved.vaccine }, catalogue).length > 0) {
      addFinding(row, null, { code: 'duplicate_in_file', message: '文件中该儿童当日已有同类疫苗的另一行' });
      continue;
    }
    planned.push({ row, dose: rowOf(row, subject, resolved, env) });
  }
  if (!planned.some(({ row }) => row.values.doseNumber !== undefined)) return;
  const all = [...doses, ...planned.map((p) => p.dose)];
  const record = new PersonRecord(subject, all, catalogue, env.today);
  for (const { row, dose } of planned) {
    const computed = record.doseNumber(dose);
    const written = row.values.doseNumber;
    if (written === undefined || computed === null || computed === written) continue;
    const message = `按接种史推算为第${computed}剂，以系统推算为准`;
    addFinding(row, 'doseNumber', { code: 'no_match', message, suggestion: String(computed), severity: 'warning' });
  }
}

async function validateBatch(rows: Draft[], env: BatchEnv): Promise<void> {
  const { em, services } = env;
  const catalogue = await catalogueOn(services.orm, env.today);
  const clues = rows.map((r) => ({
    name: r.values.name ?? '',
    documentNumber: r.values.documentNumber,
    birthDate: r.values.birthDate,
  }));
  const reach = reachOfImporter(env);
  let hits = await findPersons(em, services.keyring, clues, reach);
  // Files made a moment ago may still be on their way. The commit does not wait for them: it holds persons already.
  if (hits.some((h) => h.length === 0) && !em.isInTransaction()) {
    await services.consumer.drain('people');
    hits = await findPersons(em, services.keyring, clues, reach);
  }
  const byPerson = new Map<string, Draft[]>();
  for (const [i, row] of rows.entries()) {
    const vaccine = readVaccine(row, catalogue);
    const personId = row.values.name ? choosePerson(row, hits[i] ?? []) : undefined;
    if (!personId) continue;
    if (vaccine) row.resolved = { personId, vaccine };
    byPerson.set(personId, [...(byPerson.get(personId) ?? []), row]);
  }
  const ids = [...byPerson.keys()];
  const subjects = await findSubjects(em, ids, reach);
  const doses = Map.groupBy(await dosesOf(em, ids), (d) => d.person_id);
  for (const subject of subjects) {
    const { person_id } = subject;
    checkAgainstRecord(byPerson.get(person_id) ?? [], subject, doses.get(person_id) ?? [], catalogue, env);
  }
}

async function commitRows(rows: Draft[], env: BatchEnv): Promise<void> {
  const { em, services, today } = env;
  const catalogue = await catalogueOn(services.orm, today);
  const ids = [...new Set(rows.flatMap((r) => (r.resolved ? [r.resolved.personId] : [])))];
  const subjects = new Map((await lockSubjects(em, ids)).map((s) => [s.person_id, s]));
  const written = rows.map((row) => {
    const subject = row.resolved && subjects.get(row.resolved.personId);
    if (!row.resolved || !subject) throw new Error(`row ${row.number} of an import has no person at its commit`);
    return rowOf(row, subject, row.resolved, env);
  });
  await insertDoseRows(em, written);
  await linkDoses(em, env.batchId, rows, written);
  const coverage = await recomputePersons(em, catalogue, ids, today);
  await publish(em, [...written.map(doseChanged), ...coverage]);
}

/** Import of historic doses (补录导入, Q-11). */
const definition: ImportDefinition<typeof columns, Resolved> = {
  kind: 'doses',
  title: '接种记录',
  columns,
  duplicateKey: ({ name, documentNumber, birthDate, vaccine, date }) =>
    vaccine && date && name ? [documentNumber ?? `${name} ${birthDate ?? ''}`, vaccine, date].join('\n') : undefined,
  validateBatch,
  commitRows,
  undoRows,
};

export const doseDesk = new ImportDesk(definition);
