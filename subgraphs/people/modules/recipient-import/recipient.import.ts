import { type DocumentType, nameKey } from '@miaoben/identifiers';
import { auditEach, documentBlind, newId } from '@miaoben/kernel';
import type { BatchEnv, ImportDefinition, RowDraft, Values } from '@miaoben/kernel/imports/define';
import { ImportDesk } from '@miaoben/kernel/imports/desk';
import { addFinding } from '@miaoben/kernel/imports/messages';
import { type Reach, reachesDivision } from '@miaoben/kernel/reach';
import { householdTypeFrom, registeredFrom } from '../details/details.rules.ts';
import { documentsInUse, findSimilar } from '../duplicate/duplicate.service.ts';
import type { Likeness } from '../duplicate/similar.rules.ts';
import { NOTHING_KNOWN, type PersonFile } from '../person/person.file.ts';
import { phoneBlind } from '../person/person.stored.ts';
import { insertFiles } from '../person/person.write.ts';
import { pinyinReader } from '../person/pinyin.ts';
import { managingUnitsByWord, type OrganisationRow } from '../place/places.ts';
import { townshipReader } from '../place/township-words.ts';
import { type RecipientColumns, readDocument, recipientColumns } from './recipient.columns.ts';
import { updateFiles } from './recipient.update.ts';

type RowValues = Values<RecipientColumns>;
/** What a row turned out to mean. */
export interface Recipient {
  document: { type: DocumentType; number: string } | null;
  residence?: string;
  managingOrgId?: string;
}
export type RecipientDraft = RowDraft<RowValues, Recipient>;

/** Staff import into their own area, whatever their role's other scopes. */
export const reachOfImporter = ({ divisions }: BatchEnv['importer']): Reach =>
  divisions.length === 0 ? { kind: 'none' } : { kind: 'area', divisions: divisions.map((d) => d.slice(0, 9)) };

const definition: ImportDefinition<RecipientColumns, Recipient> = {
  kind: 'recipients',
  title: '受种者',
  columns: recipientColumns,

  check(row, env) {
    const { documentType, documentNumber, birthDate, sex, guardianName, guardianRelation, guardianPhone } = row.values;
    row.resolved = { document: null };
    if (documentNumber && !row.findings.some((f) => f.column === 'documentType')) {
      const { value, finding } = readDocument(documentType, documentNumber, env.today);
      if (finding) addFinding(row, 'documentNumber', finding);
      if (value) row.resolved.document = { type: value.type, number: value.number };
      if (value?.birthDate && birthDate && value.birthDate !== birthDate)
        addFinding(row, 'birthDate', { code: 'birth_date_differs_from_id', suggestion: value.birthDate });
      if (value?.sex && sex && sex !== 'U' && value.sex !== sex)
        addFinding(row, 'sex', { code: 'sex_differs_from_id', suggestion: value.sex === 'M' ? '男' : '女' });
    }
    const named = guardianName !== undefined;
    if (!named && (guardianRelation || guardianPhone) && !row.findings.some((f) => f.column === 'guardianName'))
      addFinding(row, 'guardianName', { code: 'required', message: '填了监护人关系或手机，须同时填写监护人姓名' });
    if (named && !guardianRelation && !row.findings.some((f) => f.column === 'guardianRelation'))
      addFinding(row, 'guardianRelation', {
        code: 'required',
        message: '未填写关系，按“其他”处理',
        severity: 'warning',
      });
  },

  duplicateKey(values) {
    const { name, birthDate, documentType, documentNumber, guardianName = '' } = values;
    if (documentNumber) {
      const read = readDocument(documentType, documentNumber, '9999-12-31');
      if (read.value) return `document ${read.value.number}`;
    }
    return name && birthDate ? `name ${nameKey(name)} ${birthDate} ${nameKey(guardianName)}` : undefined;
  },

  async validateBatch(rows, env) {
    const reach = reachOfImporter(env.importer);
    await resolvePlaces(rows, env, reach);
    await resolveUnits(rows, env, reach);
    await matchFiles(rows, env, reach);
  },

  async commitRows(rows, env) {
    const isNew = (r: RecipientDraft) => r.choice === null || r.choice === 'new';
    const files = rows.filter(isNew).map((row) => toFile(row));
    await insertFiles(env.em, env.services.keyring, files, env.today.slice(0, 4));
    const updates = rows.filter((r) => !isNew(r)).map((row) => ({ id: row.choice as string, file: toFile(row) }));
    await updateFiles(env, reachOfImporter(env.importer), updates);
    // An act on each file it makes or brings up to date: the first one on the path of a person who came by a list (H-01).
    const ids = [...files, ...updates].map(({ id }) => id);
    await auditEach(env.em, env.importer, 'Mutation.commitRecipientImport', ids, { import: env.batchId });
  },
};

/** Residence by township name or code, inside the importer's area. */
async function resolvePlaces(rows: readonly RecipientDraft[], env: BatchEnv, reach: Reach): Promise<void> {
  const words = rows.flatMap((row) => row.values.residence ?? []);
  const townshipOf = await townshipReader(env.em, env.services, reach, words);
  for (const row of rows) {
    const text = row.values.residence;
    if (text === undefined) continue;
    const named = townshipOf(text);
    if (!named) addFinding(row, 'residence', { code: 'unknown_code', message: '不是本辖区的乡镇（街道）名称或代码' });
    else if (!reachesDivision(reach, named.code))
      addFinding(row, 'residence', { code: 'unknown_code', message: '不在本辖区内' });
    else if (row.resolved) row.resolved.residence = named.code;
  }
}

async function resolveUnits(rows: readonly RecipientDraft[], env: BatchEnv, reach: Reach): Promise<void> {
  const words = [...new Set(rows.flatMap((r) => r.values.managingUnit ?? []))];
  const units: Map<string, OrganisationRow> =
    words.length > 0 ? await managingUnitsByWord(env.em, env.services, words) : new Map();
  for (const row of rows) {
    const word = row.values.managingUnit;
    const unit = word === undefined ? undefined : units.get(word);
    if (unit && reachesDivision(reach, unit.division_code)) row.resolved!.managingOrgId = unit.id;
    else if (word !== undefined)
      addFinding(row, 'managingUnit', { code: 'unknown_code', message: '不是本辖区接种单位的名称或编码' });
    else if (env.importer.organisation) row.resolved!.managingOrgId = env.importer.organisation;
    else addFinding(row, 'managingUnit', { code: 'required', message: '本账号不属于接种单位，须填写建档单位' });
  }
}

/** Files that exist already: the same document (default: skip), or a similar person (somebody must choose). */
async function matchFiles(rows: readonly RecipientDraft[], env: BatchEnv, reach: Reach): Promise<void> {
  const { keyring } = env.services;
  const pinyin = await pinyinReader();
  const probes = rows.flatMap((row): { row: RecipientDraft; likeness: Likeness }[] => {
    const { name, birthDate, sex = 'U', guardianName, guardianPhone } = row.values;
    if (!name || !birthDate) return [];
    const document = row.resolved?.document;
    return [
      {
        row,
        likeness: {
          name,
          nameKey: nameKey(name),
          pinyin: pinyin(name).full,
          birthDate,
          sex,
          documentBlind: document ? documentBlind(keyring, document.number) : null,
          guardianPhones: guardianPhone ? [phoneBlind(keyring, guardianPhone)] : [],
          guardianNames: guardianName ? [guardianName] : [],
        },
      },
    ];
  });
  const inUse = await documentsInUse(
    env.em,
    probes.flatMap((p) => p.likeness.documentBlind ?? []),
    reach,
  );
  const similar = await findSimilar(
    env.em,
    probes.map((p) => p.likeness),
    reach,
  );
  for (const [i, { row, likeness }] of probes.entries()) {
    const owner = likeness.documentBlind === null ? undefined : inUse.get(likeness.documentBlind);
    if (owner) sameDocument(row, owner);
    else
      similarPerson(
        row,
        (similar[i] ?? []).map((c) => c.id),
      );
  }
}

function sameDocument(row: RecipientDraft, owner: { id: string; reached: boolean }): void {
  if (!owner.reached) {
    addFinding(row, 'documentNumber', { code: 'duplicate', message: '该证件号码在外辖区已有档案，请办理迁入' });
    return;
  }
  row.candidates = [owner.id];
  // A new file under a document in use cannot be: the choice is between leaving the row out and bringing the file up to date.
  if (row.choice !== owner.id) row.choice = 'skip';
  const message = row.choice === 'skip' ? '已有档案，默认跳过；也可选择更新该档案' : '将更新已有档案';
  addFinding(row, 'documentNumber', { code: 'duplicate', message, severity: 'warning' });
}

function similarPerson(row: RecipientDraft, candidates: string[]): void {
  row.candidates = candidates;
  if (candidates.length === 0) {
    if (row.choice !== 'skip') row.choice = null;
    return;
  }
  if (row.choice !== null && row.choice !== 'skip' && row.choice !== 'new' && !candidates.includes(row.choice))
    row.choice = null;
  const decided = row.choice !== null;
  addFinding(row, 'name', {
    code: 'possible_duplicate',
    message: decided ? '有相似的档案，已选择处理方式' : '有相似的档案，请选择：同一儿童、新建或跳过',
    severity: decided ? 'warning' : 'error',
  });
}

/** The row as a file. Only called for rows without errors: what is required is there. */
function toFile({ values, resolved }: RecipientDraft): PersonFile {
  const { name, sex, birthDate, guardianName, motherHbsag } = values;
  if (!name || !sex || !birthDate || !resolved?.residence || !resolved.managingOrgId)
    throw new Error('a row without its required values reached the commit');
  const { document } = resolved;
  const { residence } = resolved;
  const identity = {
    documentType: document?.type ?? 'OTHER',
    documentNumber: document?.number ?? null,
    residence,
  } as const;
  const registeredDivision = registeredFrom(identity);
  return {
    ...NOTHING_KNOWN,
    id: newId(),
    name,
    sex,
    birthDate,
    documentType: document?.type ?? values.documentType ?? 'OTHER',
    documentNumber: document?.number ?? null,
    phone: null,
    ethnicity: values.ethnicity ?? null,
    residence: resolved.residence,
    residenceAddress: values.address ?? null,
    managingOrgId: resolved.managingOrgId,
    registrationState: 'active',
    conditions: motherHbsag ? [motherHbsag] : [],
    birthWeightG: values.birthWeight ?? null,
    registeredDivision,
    householdType: values.householdType ?? householdTypeFrom(identity, registeredDivision),
    personType: values.personType ?? null,
    maritalStatus: values.maritalStatus ?? null,
    birthHospital: values.birthHospital ?? null,
    birthCertificate: values.birthCertificate ?? null,
    emergencyName: values.emergencyName ?? null,
    emergencyPhone: values.emergencyPhone ?? null,
    guardians: guardianName
      ? [{ relation: values.guardianRelation ?? 'other', name: guardianName, phone: values.guardianPhone ?? null }]
      : [],
  };
}

/** 从模板导入受种者信息. */
export const recipientDesk = new ImportDesk(definition);
