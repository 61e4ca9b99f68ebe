import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { writeSheets } from '@miaoben/kernel/sheets/writer';
import { schemaDir } from '@miaoben/schema/compose.ts';
import { DEMO_SEED, generateDemo } from '@miaoben/seeds/demo/demo';
import { DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';
import { request } from 'undici';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type Answer, newId, send, signIn } from '../support/client.ts';
import { type CertificateWorld, certificateQueries, prepareCertificates } from './certificate-budgets.ts';

const MAX_FETCHES = 3;
const MAX_STATEMENTS = 12;

const product = inject('product');
const persisted = Object.values(
  JSON.parse(readFileSync(`${schemaDir}operations/persisted.json`, 'utf8')) as Record<string, string>,
);
const named = new Map(
  persisted.map((text) => {
    const [, kind, name] = /^(query|mutation) (\w+)/.exec(text) ?? [];
    return [name!, { kind, text }] as const;
  }),
);

/** A role (its first demo account) or the name of a demo account. */
type Role = string;
const tokens = new Map<Role, string>();

/** Runs an operation of the app as it does: by its hash. */
async function run<T = Record<string, unknown>>(role: Role, name: string, variables: object = {}): Promise<Answer<T>> {
  if (role !== 'anonymous' && !tokens.has(role)) tokens.set(role, await signIn(product, role));
  const text = named.get(name)?.text;
  if (!text) throw new Error(`the app has no operation ${name}`);
  const documentId = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return send<T>(product, tokens.get(role), { documentId, variables: { ...variables } });
}
async function data<T>(role: Role, name: string, variables: object = {}): Promise<T> {
  const answer = await run<T>(role, name, variables);
  if (answer.errors.length > 0) throw new Error(`${name}: ${answer.text}`);
  return answer.data;
}

/** A class list of the demo school; what is wrong with it for the other imports makes findings. */
async function classList(
  rows: { name: string; sex: string; birthDate: string; documentType: string; documentNumber: string }[],
) {
  const header = ['姓名', '性别', '出生日期', '证件类型', '证件号码'];
  return buffer(
    writeSheets([
      {
        name: '名单',
        columns: header.map(() => ({ width: 18 })),
        rows: [header, ...rows.map((r) => [r.name, r.sex, r.birthDate, r.documentType, r.documentNumber])],
      },
    ]),
  );
}

/** What the table below refers to, found by other operations. */
interface World {
  county: string;
  /** children of the demo with 24 doses and with 3 */
  many: GeneratedPerson;
  few: GeneratedPerson;
  ownChild: string;
  shortCode: string;
  recipientImport: string;
  deathImport: string;
  deathReport: string;
  newborn: string;
  deathAttachment: string;
  doseImport: string;
  schoolCheck: string;
  adverseEvent: string;
  adverseEventFile: string;
  proposal: string;
  repair: string;
  cohort: number;
  consent: string;
  visitFiles: { photo: string; fingerprint: string };
  paperReading: string;
  today: string;
}
let world: World;
let certificates: CertificateWorld;

async function upload(role: Role, start: string, more: Record<string, unknown>, file: Buffer): Promise<string> {
  const answer = await data<Record<string, { id: string; uploadUrl: string }>>(role, start, {
    commandId: newId(),
    fileName: 'list.xlsx',
    size: file.length,
    ...more,
  });
  const { id, uploadUrl } = Object.values(answer)[0]!;
  const put = await fetch(new URL(uploadUrl, product.pwa), { method: 'PUT', body: new Uint8Array(file) });
  expect(put.status).toBe(204);
  return id;
}

/** Lets the CDC of the province change a name in the schedule, which judges nobody otherwise. */
async function changeSchedule(): Promise<string> {
  const { schedule } = await data<{ schedule: { url: string } }>('vaccinator', 'ActiveSchedule');
  const file = (await (await fetch(new URL(schedule.url, product.pwa))).json()) as {
    document: { series: { zh: string }[] };
  };
  file.document.series[0]!.zh += '（试）';
  const body = Buffer.from(JSON.stringify(file.document));
  const id = await upload('demo.province', 'ProposeSchedule', { fileName: 'schedule.json' }, body);
  await vi.waitFor(
    async () => {
      const { scheduleProposal } = await data<{ scheduleProposal: { state: string } }>(
        'demo.province',
        'ScheduleProposalState',
        { id },
      );
      expect(scheduleProposal.state).toBe('ready');
    },
    { timeout: 60_000, interval: 500 },
  );
  await data('demo.province', 'ActivateSchedule', { commandId: newId(), proposalId: id, note: '预算' });
  return id;
}

/** Lets the data check find a file whose sex nobody knows, and proposals be made for it. */
async function batchOfRepairs(id: string): Promise<string> {
  const change = async (sex: string) => {
    const { person } = await data<{ person: { version: number; sex: string } }>('vaccinator', 'ClinicFile', { id });
    await data('vaccinator', 'ChangePerson', {
      commandId: newId(),
      id,
      expectedVersion: person.version,
      changes: { sex },
    });
    return person.sex;
  };
  const sex = await change('U');
  const prepared = await vi.waitFor(
    () => data<{ prepareRepair: { id: string } }>('cdc', 'PrepareRepair', { commandId: newId(), rule: 'sex_unknown' }),
    { timeout: 60_000, interval: 500 },
  );
  await change(sex);
  return prepared.prepareRepair.id;
}

/** Makes the demo guardian the verified parent of her child, as she would. */
async function bindOwnChild(child: GeneratedPerson): Promise<string> {
  const home = await data<{ myChildren: { id: string }[] }>('guardian', 'FamilyHome');
  if (home.myChildren.some((c) => c.id === child.id)) return child.id;
  await data('guardian', 'VerifyRealName', { commandId: newId() });
  const bound = await data<{ bindChild: { id: string } }>('guardian', 'BindChild', {
    commandId: newId(),
    input: { personId: child.id, relation: 'mother', consent: true },
  });
  return bound.bindChild.id;
}

beforeAll(async () => {
  const { serviceStatus } = await data<{ serviceStatus: { today: string } }>('anonymous', 'ServiceStatus');
  const demo = generateDemo({ seed: DEMO_SEED, today: serviceStatus.today });
  const clinic = await data<{ me: { divisions: { code: string }[] } }>('vaccinator', 'ClinicMe');
  const many = demo.stories.find((s) => s.key === 'twenty_four_doses')!.persons[0]!;
  const few = [...demo.persons].find((p) => p.doses.length === 3 && p.registrationState === 'active')!;
  const own = [...demo.persons].find(
    (p) => p.managingClinicCode === DEMO_CLINICS.qiaotou && p.registrationState === 'active',
  )!;
  const file = await classList(demo.pupils.map((p) => p.row));
  const ownChild = await bindOwnChild(demo.stories.find((s) => s.key === 'guardian_family')!.persons[0]!);
  const issued = await data<{ issueCertificate: { id: string; shortCode: string } }>('guardian', 'IssueCertificate', {
    commandId: newId(),
    personId: ownChild,
  });
  world = {
    county: clinic.me.divisions[0]!.code,
    many,
    few,
    ownChild,
    shortCode: issued.issueCertificate.shortCode,
    recipientImport: await upload('vaccinator', 'StartRecipientImport', {}, file),
    deathImport: await upload('vaccinator', 'StartDeathImport', {}, file),
    newborn: await toldNewborn(),
    ...(await reportedDeath(own)),
    doseImport: await upload('vaccinator', 'StartDoseImport', {}, file),
    schoolCheck: await upload('school_checker', 'StartSchoolCheck', { title: '预算' }, file),
    ...(await reportReaction(ownChild)),
    proposal: await changeSchedule(),
    consent: await signedConsent(many.id),
    visitFiles: await filesOfVisit(many.id),
    paperReading: await announcedPaper(),
    today: serviceStatus.today,
    repair: await batchOfRepairs(few.id),
    cohort: Number(serviceStatus.today.slice(0, 4)) - 3,
  };
  const settled = async (role: Role, name: string, id: string) =>
    Object.values(await data<Record<string, { state: string }>>(role, name, { id }))[0]!.state;
  const busy = /^(awaiting|uploading|uploaded|reading|checking|queued|running)/;
  for (const [role, name, id] of [
    ['vaccinator', 'RecipientImportState', world.recipientImport],
    ['vaccinator', 'DeathImportState', world.deathImport],
    ['vaccinator', 'DoseImportState', world.doseImport],
    ['school_checker', 'SchoolCheck', world.schoolCheck],
  ] as const)
    await vi.waitFor(async () => expect(await settled(role, name, id)).not.toMatch(busy), {
      timeout: 60_000,
      interval: 500,
    });
  certificates = await prepareCertificates(data, {
    today: serviceStatus.today,
    county: world.county,
    ownChild,
    certificate: issued.issueCertificate.id,
    schoolCheck: world.schoolCheck,
    merged: many.id,
  });
});

/** A case with a paper, as the clinic reports it after the last dose of a child. */
async function reportReaction(personId: string): Promise<{ adverseEvent: string; adverseEventFile: string }> {
  const { person } = await data<{ person: { doses: { id: string }[] } }>('vaccinator', 'AefiPersonDoses', {
    id: personId,
  });
  const { serviceStatus } = await data<{ serviceStatus: { today: string } }>('anonymous', 'ServiceStatus');
  const { reportAdverseEvent: made } = await data<{ reportAdverseEvent: { id: string } }>(
    'vaccinator',
    'ReportAdverseEvent',
    {
      commandId: newId(),
      input: {
        id: newId(),
        personId,
        content: {
          suspects: [person.doses.at(-1)!.id],
          onsetAt: `${serviceStatus.today}T00:00:00+08:00`,
          symptoms: ['urticaria'],
        },
      },
    },
  );
  const { announceAdverseEventFile: paper } = await data<{
    announceAdverseEventFile: { fileId: string; uploadUrl: string };
  }>('vaccinator', 'AnnounceAefiFile', {
    commandId: newId(),
    id: made.id,
    kind: 'attachment',
    fileName: 'paper.pdf',
    size: 4,
  });
  const put = await fetch(new URL(paper.uploadUrl, product.pwa), { method: 'PUT', body: '%PDF' });
  expect(put.status).toBe(204);
  return { adverseEvent: made.id, adverseEventFile: paper.fileId };
}

/** A death the clinic returned with a paper, claimed after all and dismissed: nothing of it is left to be done when others tell their stories. */
/** A newborn the maternal-child system tells of; fetching again changes nothing. */
async function toldNewborn(): Promise<string> {
  await data('vaccinator', 'FetchNewborns', { commandId: newId() });
  const { newborns } = await data<{ newborns: { nodes: { id: string }[] } }>('vaccinator', 'Newborns', { filter: {} });
  return newborns.nodes[0]!.id;
}

async function reportedDeath(person: GeneratedPerson): Promise<{ deathReport: string; deathAttachment: string }> {
  const { reportDeath: made } = await data<{ reportDeath: { id: string } }>('vaccinator', 'ReportDeath', {
    commandId: newId(),
    input: deathOf(person),
  });
  const { announceDeathAttachment: paper } = await data<{
    announceDeathAttachment: { attachmentId: string; uploadUrl: string };
  }>('vaccinator', 'AnnounceDeathAttachment', {
    commandId: newId(),
    reportId: made.id,
    fileName: 'paper.pdf',
    size: 4,
  });
  const put = await fetch(new URL(paper.uploadUrl, product.pwa), { method: 'PUT', body: '%PDF' });
  expect(put.status).toBe(204);
  const attachments = [paper.attachmentId];
  const reason = '预算';
  const acts = [{ action: 'give_back', reason, attachments }, { action: 'claim' }, { action: 'dismiss', reason }];
  for (const [i, act] of acts.entries())
    await data('vaccinator', 'AdvanceDeath', {
      commandId: newId(),
      input: { id: made.id, expectedVersion: i + 1, ...act },
    });
  return { deathReport: made.id, deathAttachment: paper.attachmentId };
}

/** A paper that is to be read and does not come. @returns its id */
async function announcedPaper(): Promise<string> {
  const { announcePaperReading: paper } = await data<{ announcePaperReading: { readingId: string } }>(
    'vaccinator',
    'AnnouncePaperReading',
    { commandId: newId(), kind: 'id_card', fileName: 'paper.jpg', size: 4 },
  );
  return paper.readingId;
}

/** A photo and a fingerprint of a visit. @returns their ids */
async function filesOfVisit(personId: string): Promise<{ photo: string; fingerprint: string }> {
  const visitId = newId();
  await data('vaccinator', 'OpenVisit', { commandId: newId(), input: { visitId, personId } });
  const { announceVisitPhoto: photo } = await data<{ announceVisitPhoto: { photoId: string; uploadUrl: string } }>(
    'vaccinator',
    'AnnounceVisitPhoto',
    { commandId: newId(), visitId, fileName: 'a.jpg', size: 4 },
  );
  const { announceFingerprint: finger } = await data<{
    announceFingerprint: { fingerprintId: string; uploadUrl: string };
  }>('vaccinator', 'AnnounceFingerprint', {
    commandId: newId(),
    input: { visitId, fingerOf: 'guardian', quality: 80, consentBy: 'guardian', consentWords: 1, size: 4 },
  });
  for (const url of [photo.uploadUrl, finger.uploadUrl]) {
    const put = await fetch(new URL(url, product.pwa), { method: 'PUT', body: 'file' });
    expect(put.status).toBe(204);
  }
  return { photo: photo.photoId, fingerprint: finger.fingerprintId };
}

/** A consent signed on the clinic's tablet. @returns its id */
async function signedConsent(personId: string): Promise<string> {
  const { consentTexts } = await data<{ consentTexts: { id: string; version: number; hash: string }[] }>(
    'vaccinator',
    'ConsentTexts',
  );
  const text = consentTexts.find(({ id }) => id === 'HepB');
  const input = {
    consentId: newId(),
    personId,
    vaccineCode: '0202',
    textId: text?.id,
    textVersion: text?.version,
    textHash: text?.hash,
    decision: 'agree',
    signerName: '马秀英',
    relation: 'mother',
    signature: 'M1 1L2 2',
  };
  const { signConsent } = await data<{ signConsent: { id: string } }>('vaccinator', 'SignConsent', {
    commandId: newId(),
    input,
  });
  return signConsent.id;
}

/** The death of a child as a clinic reports it. */
const deathOf = (person: GeneratedPerson) => ({
  personId: person.id,
  diedOn: person.birthDate,
  source: 'hospital',
  certificateNumber: 'BUDGET-1',
});

/** Children without a dose of measles vaccine. */
const FOUND = {
  logic: 'and',
  groups: [
    {
      logic: 'and',
      conditions: [{ field: 'doses', operator: 'at_most', values: ['0'], doses: { vaccines: ['MMR'] } }],
    },
  ],
};
/** A sample of ten children of a county. */
const sampleOf = (division: string) => ({
  division,
  bornFrom: '2015-01-01',
  bornTo: '2026-12-31',
  states: ['active'],
  size: 10,
  seed: 'BUDGET',
});

/** Every query of the app: who asks, and with what. A new one without a row fails. */
const QUERIES: Record<string, [Role, () => Record<string, unknown>]> = {
  ServiceStatus: ['anonymous', () => ({})],
  VerifyShortCode: ['anonymous', () => ({ code: world.shortCode })],
  PublicServices: ['anonymous', () => ({})],
  LookUpLicence: ['anonymous', () => ({ type: 'medical_institution_licence', number: 'PDY630121000001', given: [] })],
  Me: ['cdc', () => ({})],
  DivisionPath: ['cdc', () => ({ code: world.few.residenceDivision })],

  FamilyHome: ['guardian', () => ({})],
  BindableChildren: ['guardian', () => ({})],
  ChildRecord: ['guardian', () => ({ id: world.ownChild })],
  ChildCertificate: ['guardian', () => ({ id: world.ownChild })],

  ClinicMe: ['vaccinator', () => ({})],
  ClinicCodes: ['vaccinator', () => ({})],
  ClinicStaff: ['vaccinator', () => ({ organisationId: certificates.clinic })],
  ClinicLine: ['vaccinator', () => ({ division: world.county })],
  ClinicVisits: ['vaccinator', () => ({})],
  SignOffRecords: ['vaccinator', () => ({ day: world.today })],
  VisitPhoto: ['vaccinator', () => ({ photoId: world.visitFiles.photo })],
  FingerprintTemplate: ['vaccinator', () => ({ fingerprintId: world.visitFiles.fingerprint })],
  ClinicVials: ['vaccinator', () => ({})],
  ScreeningQuestions: ['guardian', () => ({ id: world.ownChild })],
  ClinicSearch: ['vaccinator', () => ({ text: '马' })],
  SearchOtherProvinces: ['vaccinator', () => ({ input: { name: '闻知遥', birthDate: '2024-09-21' } })],
  ClinicPerson: ['vaccinator', () => ({ id: world.many.id })],
  ClinicRecord: ['vaccinator', () => ({ id: world.many.id })],
  FamilyContact: ['guardian', () => ({ id: world.ownChild })],
  FamilyNotes: ['guardian', () => ({ id: world.ownChild })],
  FamilyGroups: ['guardian', () => ({ id: world.ownChild })],
  FamilyHealth: ['guardian', () => ({ id: world.ownChild })],
  FromFamily: ['vaccinator', () => ({ id: world.ownChild })],
  SpecialGroupList: ['cdc', () => ({ division: world.county, group: null })],
  OpenGroupDeclarations: ['vaccinator', () => ({})],
  SpecialGroupFile: ['cdc', () => ({ division: world.county, group: null })],
  FileHead: ['vaccinator', () => ({ id: world.many.id })],
  FileMoves: ['vaccinator', () => ({ id: world.many.id })],
  FileHealth: ['vaccinator', () => ({ id: world.many.id })],
  FileReactions: ['vaccinator', () => ({ id: world.ownChild })],
  FileLog: ['vaccinator', () => ({ id: world.many.id })],
  TraceFile: ['vaccinator', () => ({ id: world.many.id })],
  TraceVisits: ['cdc', () => ({ id: world.many.id })],
  TraceChecks: ['vaccinator', () => ({ id: world.many.id })],
  FindFiles: ['inspector', () => ({ text: '马' })],
  PersonFamily: ['vaccinator', () => ({ id: world.many.id })],
  FindRelative: ['vaccinator', () => ({ text: '马' })],
  PaperWork: ['vaccinator', () => ({ id: world.many.id })],
  ClinicReviews: ['vaccinator', () => ({})],
  ClinicDueList: ['vaccinator', () => ({ division: world.county, status: 'overdue' })],
  ClinicDueListFile: ['vaccinator', () => ({ division: world.county, status: 'overdue' })],
  ClinicMissingReasons: ['vaccinator', () => ({ division: world.county })],
  ConsentTexts: ['guardian', () => ({})],
  SignedConsent: ['vaccinator', () => ({ id: world.consent })],
  ConsentRecords: ['vaccinator', () => ({ day: world.today })],
  MissingNotGiven: ['vaccinator', () => ({ division: world.county })],
  ActiveSchedule: ['vaccinator', () => ({})],
  ClinicDuplicates: [
    'vaccinator',
    () => ({ name: world.many.name, birthDate: world.many.birthDate, sex: world.many.sex }),
  ],
  ClinicPersonPack: ['vaccinator', () => ({ division: world.county })],
  ClinicDosePack: ['vaccinator', () => ({ division: world.county })],
  Moves: ['vaccinator', () => ({ filter: { mine: true } })],
  MoveSteps: ['vaccinator', () => ({ personId: world.many.id })],
  MovesExport: ['vaccinator', () => ({ filter: { history: 'local_out' } })],
  MovableFile: ['vaccinator', () => ({ name: world.few.name, number: world.few.barcode })],
  MovingPerson: ['vaccinator', () => ({ id: world.many.id })],
  PlaceBelow: ['vaccinator', () => ({ code: world.county })],
  ClinicsIn: ['vaccinator', () => ({ division: world.county })],
  Births: ['vaccinator', () => ({ filter: { mine: true } })],
  BirthSteps: ['vaccinator', () => ({ personId: world.many.id })],
  BirthsExport: ['cdc', () => ({ filter: { state: 'filed' } })],
  BirthRules: ['vaccinator', () => ({ division: world.county })],
  Deaths: ['vaccinator', () => ({ filter: { mine: true } })],
  DeathSteps: ['vaccinator', () => ({ id: world.deathReport })],
  Newborns: ['vaccinator', () => ({ filter: { state: 'waiting' } })],
  NewbornSteps: ['vaccinator', () => ({ id: world.newborn })],
  DeathAttachmentUrl: ['cdc', () => ({ attachmentId: world.deathAttachment })],
  PaperReading: ['vaccinator', () => ({ id: world.paperReading })],
  PaperReadings: ['vaccinator', () => ({ filter: {}, first: 100 })],
  DeathsExport: ['cdc', () => ({ filter: { state: 'returned' } })],
  DeathFiles: ['vaccinator', () => ({ text: world.few.barcode })],
  DeathImports: ['vaccinator', () => ({})],
  DeathImportState: ['vaccinator', () => ({ id: world.deathImport })],
  DeathImportRows: ['vaccinator', () => ({ id: world.deathImport })],
  RecipientImports: ['vaccinator', () => ({})],
  RecipientImportState: ['vaccinator', () => ({ id: world.recipientImport })],
  RecipientImportRows: ['vaccinator', () => ({ id: world.recipientImport })],
  DoseImports: ['vaccinator', () => ({})],
  DoseImportState: ['vaccinator', () => ({ id: world.doseImport })],
  DoseImportRows: ['vaccinator', () => ({ id: world.doseImport })],

  RosterTemplate: ['school_checker', () => ({})],
  SchoolChecks: ['school_checker', () => ({})],
  SchoolCheck: ['school_checker', () => ({ id: world.schoolCheck })],
  SchoolCheckRows: ['school_checker', () => ({ id: world.schoolCheck })],
  SchoolCheckExport: ['school_checker', () => ({ id: world.schoolCheck })],

  Coverage: [
    'cdc',
    () => ({ division: world.county, cohortFrom: world.cohort - 3, cohortTo: world.cohort, by: 'division' }),
  ],
  CoverageExport: [
    'cdc',
    () => ({ division: world.county, cohortFrom: world.cohort, cohortTo: world.cohort, by: 'cohort' }),
  ],
  DueSummary: ['cdc', () => ({ division: world.county })],
  DueSummaryFile: ['cdc', () => ({ division: world.county })],
  NonConformingSummary: ['cdc', () => ({ division: world.county })],
  NonConformingFile: ['cdc', () => ({ division: world.county })],
  NonConformingDoses: ['cdc', () => ({ division: world.county })],
  DeskSchedule: ['cdc', () => ({})],
  ScheduleHistory: ['cdc', () => ({})],
  RejudgingState: ['cdc', () => ({})],
  ScheduleProposals: ['demo.province', () => ({})],
  ScheduleProposalState: ['demo.province', () => ({ id: world.proposal })],
  CoverageChildren: ['cdc', () => ({ division: world.county, cohort: world.cohort, slot: 'BCG-1' })],
  SampleAreas: ['cdc', () => ({ code: world.county })],
  PersonSample: ['cdc', () => ({ input: sampleOf(world.county) })],
  PersonSampleFile: ['cdc', () => ({ input: sampleOf(world.county) })],

  DivisionPreview: ['cdc', () => ({ changes: [{ kind: 'rename', from: `${world.county}100`, name: '新桥头镇' }] })],
  DivisionFileCounts: ['cdc', () => ({ divisions: [`${world.county}100`] })],
  DivisionOrders: ['cdc', () => ({})],
  DivisionFollow: ['cdc', () => ({ order: newId() })],
  QueryVaccines: ['cdc', () => ({})],
  FoundFiles: ['cdc', () => ({ query: FOUND })],
  FoundCount: ['cdc', () => ({ query: FOUND })],
  FoundFile: ['cdc', () => ({ query: FOUND, columns: ['name', 'doses'] })],
  SavedQueries: ['vaccinator', () => ({})],
  QualityCards: ['cdc', () => ({ division: null })],
  QualityUnits: ['cdc', () => ({ filter: { rule: 'document_missing' } })],
  QualityFindings: ['cdc', () => ({ filter: {} })],
  QualityFile: ['cdc', () => ({ filter: {} })],
  QualityRules: ['cdc', () => ({})],
  QualityHandovers: ['cdc', () => ({})],
  QualityRepair: ['cdc', () => ({ id: world.repair })],
  QualityRepairs: ['cdc', () => ({})],
  QualityRepairFiles: ['cdc', () => ({ id: world.repair, state: null })],
  DuplicatePairs: ['cdc', () => ({ state: 'open', isAcross: false })],
  DuplicateSearchState: ['cdc', () => ({})],

  AefiCases: ['cdc', () => ({ filter: { states: ['reported'] } })],
  AefiCasesFile: ['vaccinator', () => ({ filter: {} })],
  AefiCase: ['cdc', () => ({ id: world.adverseEvent })],
  AefiSameLot: ['cdc', () => ({ id: world.adverseEvent })],
  AefiPersonDoses: ['vaccinator', () => ({ id: world.ownChild })],
  AefiVaccines: ['cdc', () => ({})],
  AefiFileUrl: ['cdc', () => ({ fileId: world.adverseEventFile })],
  LotSignals: ['cdc', () => ({ division: world.county, from: '2026-01-01', to: '2026-12-31' })],
  CompensationClaims: ['cdc', () => ({ states: null })],
  ChildReactions: ['guardian', () => ({ id: world.ownChild })],

  Accounts: ['security_admin', () => ({})],
  UnitDevices: ['vaccinator', () => ({})],
  DeviceUnits: ['system_admin', () => ({ text: '桥头' })],
  KeptEntries: ['vaccinator', () => ({})],
  AuditLines: ['audit_admin', () => ({})],

  ...certificateQueries(() => certificates),
};

describe('the budget of a screen: 3 subgraph fetches and 12 SQL statements a query', () => {
  it('is held for every query of the app', () => {
    const queries = [...named].filter(([, { kind }]) => kind === 'query').map(([name]) => name);
    expect(Object.keys(QUERIES).sort()).toEqual(queries.sort());
  });

  it.each(Object.keys(QUERIES))('%s', async (name) => {
    const [role, variables] = QUERIES[name]!;
    const answer = await run(role, name, variables());
    expect(answer.errors).toEqual([]);
    for (const [field, value] of Object.entries(answer.data)) expect([field, value]).not.toEqual([field, null]);
    expect(answer.fetches, `subgraph fetches of ${name}`).toBeLessThanOrEqual(MAX_FETCHES);
    expect(answer.statements, `SQL statements of ${name}`).toBeLessThanOrEqual(MAX_STATEMENTS);
    // A number that is not sent at all would hold any budget.
    expect(answer.statements).toBeGreaterThanOrEqual(0);
  });

  it('does not grow with the doses of a child', async () => {
    expect(world.many.doses.length).toBeGreaterThanOrEqual(24);
    interface Recorded {
      person: { doses: unknown[] };
    }
    // The first asks for what is kept afterwards.
    await run('vaccinator', 'ClinicRecord', { id: world.few.id });
    const few = await run<Recorded>('vaccinator', 'ClinicRecord', { id: world.few.id });
    const many = await run<Recorded>('vaccinator', 'ClinicRecord', { id: world.many.id });
    expect(few.data.person.doses.length).toBe(3);
    expect(many.data.person.doses.length).toBeGreaterThanOrEqual(24);
    expect([many.fetches, many.statements]).toEqual([few.fetches, few.statements]);
  });
});

describe('the pack of a clinic on the wire', () => {
  /** People and doses of a pack, as many each as in the province's mix of ages; the demo's are children with thirteen. */
  const PEOPLE = 10_000;
  const DOSES = 51_000;
  const MOST_WHOLE = 4_000_000;
  const MOST_DAY = 200_000;
  /** Records that change in a clinic of so many on a busy day. */
  const A_DAY = 150;
  const CHANGED = 10;
  interface Page {
    rows: string[];
    cursor: string | null;
    complete: boolean;
    position: string | null;
  }
  /** A page as it travels. */
  async function page(part: 'persons' | 'doses', variables: object): Promise<Page & { bytes: number }> {
    const [name, field] = part === 'persons' ? ['ClinicPersonPack', 'personPack'] : ['ClinicDosePack', 'dosePack'];
    const documentId = `sha256:${createHash('sha256').update(named.get(name)!.text).digest('hex')}`;
    const answer = await request(new URL('/graphql', product.pwa), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-encoding': 'gzip',
        authorization: `Bearer ${tokens.get('vaccinator')}`,
      },
      body: JSON.stringify({ documentId, variables: { division: world.county, ...variables } }),
    });
    const body = Buffer.from(await answer.body.arrayBuffer());
    const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const { data: told } = JSON.parse(text.toString()) as { data: Record<string, Page> };
    return { ...told[field]!, bytes: body.length };
  }
  async function load(part: 'persons' | 'doses') {
    const [rows, last]: [string[], { bytes: number; position: string | null }] = [[], { bytes: 0, position: null }];
    for (let after: string | null = null, isMore = true; isMore; ) {
      const one: Page & { bytes: number } = await page(part, { after });
      rows.push(...one.rows);
      last.bytes += one.bytes;
      last.position = one.position;
      after = one.cursor;
      isMore = !one.complete;
    }
    return { rows, ...last };
  }

  it('is at most 4 MB for 10,000 people whole, and at most 200 kB for what changed on a day', async () => {
    await data('vaccinator', 'ClinicMe');
    const [persons, doses] = [await load('persons'), await load('doses')];
    expect(persons.rows.length).toBeGreaterThan(2_000);
    const given = doses.rows.reduce((sum, row) => sum + (JSON.parse(row) as { doses: unknown[] }).doses.length, 0);
    expect(given).toBeGreaterThan(20_000);
    const whole = (persons.bytes / persons.rows.length) * PEOPLE + (doses.bytes / given) * DOSES;
    expect(whole).toBeLessThanOrEqual(MOST_WHOLE);
    const files = persons.rows.map((row) => JSON.parse(row) as { id: string; birthDate: string });
    for (const { id } of files.filter(({ birthDate }) => birthDate < '2026-01-01').slice(-CHANGED))
      await data('vaccinator', 'RecordHealthFact', {
        commandId: newId(),
        input: {
          factId: newId(),
          personId: id,
          code: 'D01',
          date: '2026-01-05',
          until: '2026-01-08',
        },
      });
    // A transaction somewhere on the server delays changes for as long as it runs.
    const day = await vi.waitFor(
      async () => {
        const changes = await page('doses', { since: doses.position });
        expect(changes.rows.length).toBeGreaterThanOrEqual(CHANGED);
        return changes;
      },
      { timeout: 60_000, interval: 500 },
    );
    expect((day.bytes / day.rows.length) * A_DAY).toBeLessThanOrEqual(MOST_DAY);
  });
});
