import { newId } from '@miaoben/kernel';
import { policies, ROLES, type Role } from '@miaoben/schema';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { lotId } from './modules/catalogue/catalogue.shape.ts';
import {
  agreed,
  CLINIC,
  givenHere,
  HOME,
  LOT,
  nurse,
  parent,
  productOf,
  provincialCdc,
  recordFact,
  recordIn,
  signIn,
  startWorld,
  TODAY,
  type World,
} from './test-kit.ts';

const HEPB = '0202';
const VIAL = '81000199999999999999';
const visitId = newId();
const noteId = newId();
const NOTE_DOSE = 'mutation ($c: ID!, $i: NoteDoseInput!) { noteDose(commandId: $c, input: $i) { id } }';
const declarationId = newId();
const DECLARE_GROUP = 'mutation ($c: ID!, $i: DeclareGroupInput!) { declareGroup(commandId: $c, input: $i) { id } }';
let world: World;
let personId: string;
let doseId: string;
let factId: string;
let proposalId: string;
let consentId: string;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB, '0101']);
  personId = world.announce().personId;
  world.bind(parent.account!, personId);
  doseId = (await recordIn(world, givenHere(personId, HEPB))).data.recordDose.dose.id;
  await world.hear();
  factId = await recordFact(world, { personId, code: 'PPD_NEGATIVE', date: TODAY });
  const vial = { productId: productOf('0101', true), traceCode: VIAL, route: 'ID' };
  await recordIn(world, givenHere(personId, '0101', { ...vial, overrideReason: '会诊' }));
  consentId = (await signIn(world, agreed(personId))).data.signConsent.id;
  const proposal = await world.graph<{ proposeSchedule: { id: string } }>(
    provincialCdc,
    'mutation ($c: ID!) { proposeSchedule(commandId: $c, fileName: "a.json", size: 1) { id } }',
    { c: newId() },
  );
  await world.graph(nurse, 'mutation ($c: ID!, $i: OpenVisitInput!) { openVisit(commandId: $c, input: $i) { id } }', {
    c: newId(),
    i: { visitId, personId },
  });
  proposalId = proposal.data.proposeSchedule.id;
  await world.graph(parent, NOTE_DOSE, {
    c: newId(),
    i: { id: noteId, personId, givenOn: TODAY, vaccineCode: HEPB },
  });
  await world.graph(parent, DECLARE_GROUP, {
    c: newId(),
    i: { id: declarationId, personId, group: 'immunocompromised', since: TODAY },
  });
});
afterAll(() => world.stop());

/** A call of each operation; what it answers to an allowed role plays no part here. */
const calls = (): Record<string, [string, Record<string, unknown>]> => ({
  'Query.vaccines': ['{ vaccines { code } }', {}],
  'Query.products': ['{ products(vaccineCode: "0202") { id } }', {}],
  'Query.lotsOnHand': ['{ lotsOnHand { id } }', {}],
  'Query.dose': ['query ($id: ID!) { dose(id: $id) { id } }', { id: doseId }],
  'Query.dueList': ['query ($d: ID!) { dueList(division: $d) { nodes { series } } }', { d: HOME }],
  'Query.dosesToReview': ['{ dosesToReview { nodes { id } } }', {}],
  'Query.runningObservations': ['{ runningObservations { id } }', {}],
  'Query.clinicSettings': ['{ clinicSettings { observationMinutes } }', {}],
  'Query.dosePack': ['query ($d: ID!) { dosePack(division: $d) { rows } }', { d: HOME }],
  'Query.entryAssessments': [
    'query ($ids: [ID!]!) { entryAssessments(personIds: $ids, checkDate: "2026-11-21") { personId } }',
    { ids: [personId] },
  ],
  'Query.healthFactKinds': ['{ healthFactKinds { code } }', {}],
  'Query.missingNotGiven': ['query ($d: ID!) { missingNotGiven(division: $d) { nodes { series } } }', { d: HOME }],
  'Query.nonConformingDoses': [
    'query ($d: ID!) { nonConformingDoses(division: $d) { nodes { reasons } } }',
    { d: HOME },
  ],
  'Query.nonConformingSummary': [
    'query ($d: ID!) { nonConformingSummary(division: $d) { doses fileUrl } }',
    { d: HOME },
  ],
  'Query.dueSummary': ['query ($d: ID!) { dueSummary(division: $d) { due } }', { d: HOME }],
  'Query.dueListFile': ['query ($d: ID!) { dueListFile(division: $d) }', { d: HOME }],
  'Query.vaccinationSessions': ['{ vaccinationSessions { id } }', {}],
  'Mutation.planSession': [
    'mutation ($c: ID!, $i: PlanSessionInput!) { planSession(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { sessionId: 'x', day: TODAY, point: ' ', team: [], vaccines: [] } },
  ],
  'Mutation.cancelSession': [
    'mutation ($c: ID!, $id: ID!) { cancelSession(commandId: $c, sessionId: $id) { id } }',
    { c: newId(), id: 'x' },
  ],
  'Query.openVials': ['{ openVials { traceCode } }', {}],
  'Mutation.openVial': [
    'mutation ($c: ID!, $i: OpenVialInput!) { openVial(commandId: $c, input: $i) { left } }',
    { c: newId(), i: { traceCode: VIAL, productId: 'none', lotNumber: 'none' } },
  ],
  'Mutation.undoVialOpening': [
    'mutation ($c: ID!, $t: ID!) { undoVialOpening(commandId: $c, traceCode: $t) }',
    { c: newId(), t: VIAL },
  ],
  'Mutation.discardVial': [
    'mutation ($c: ID!, $t: ID!) { discardVial(commandId: $c, traceCode: $t, reason: spilled) { left } }',
    { c: newId(), t: VIAL },
  ],
  'Mutation.undoVialDiscard': [
    'mutation ($c: ID!, $t: ID!) { undoVialDiscard(commandId: $c, traceCode: $t) { left } }',
    { c: newId(), t: VIAL },
  ],
  'Query.consentTexts': ['{ consentTexts { id } }', {}],
  'Query.consentText': ['{ consentText(id: "HepB", version: 1) { id } }', {}],
  'Query.consent': ['query ($id: ID!) { consent(id: $id) { id } }', { id: newId() }],
  'Query.consentRecords': ['query ($d: Date!) { consentRecords(day: $d) { nodes { id } } }', { d: TODAY }],
  'Query.schedule': ['{ schedule { documentId } }', {}],
  'Query.scheduleHistory': ['{ scheduleHistory { documentId } }', {}],
  'Query.scheduleProposal': ['query ($id: ID!) { scheduleProposal(id: $id) { id } }', { id: newId() }],
  'Query.scheduleProposals': ['{ scheduleProposals { id } }', {}],
  'Query.rejudging': ['{ rejudging { done } }', {}],
  'Query.lotUse': ['{ lotUse(text: "L2026") { doses } }', {}],
  'Query.lotRecalls': ['{ lotRecalls { id } }', {}],
  'Query.lotRecall': ['query ($id: ID!) { lotRecall(id: $id) { id } }', { id: newId() }],
  'Query.recalledDoses': [
    'query ($id: ID!, $d: ID!) { recalledDoses(recallId: $id, division: $d) { pageInfo { hasNextPage } } }',
    { id: newId(), d: HOME },
  ],
  'Query.recalledDosesFile': [
    'query ($id: ID!, $d: ID!) { recalledDosesFile(recallId: $id, division: $d) }',
    { id: newId(), d: HOME },
  ],
  'Mutation.recallLot': [
    'mutation ($c: ID!, $l: ID!) { recallLot(commandId: $c, lotId: $l, effect: stopped, reason: " ") { id } }',
    { c: newId(), l: lotId(productOf(HEPB), LOT) },
  ],
  'Query.adverseEvent': ['query ($id: ID!) { adverseEvent(id: $id) { id } }', { id: newId() }],
  'Query.adverseEvents': ['{ adverseEvents { nodes { id } } }', {}],
  'Query.adverseEventsFile': ['{ adverseEventsFile }', {}],
  'Mutation.reportAdverseEvent': [
    'mutation ($c: ID!, $i: ReportAdverseEventInput!) { reportAdverseEvent(commandId: $c, input: $i) { id } }',
    {
      c: newId(),
      i: { id: newId(), personId, content: { suspects: [], onsetAt: '2026-11-20T00:00:00Z', symptoms: [] } },
    },
  ],
  'Mutation.correctAdverseEvent': [
    'mutation ($c: ID!, $i: CorrectAdverseEventInput!) { correctAdverseEvent(commandId: $c, input: $i) { id } }',
    {
      c: newId(),
      i: {
        id: newId(),
        expectedVersion: 1,
        reason: ' ',
        content: { suspects: [], onsetAt: '2026-11-20T00:00:00Z', symptoms: [] },
      },
    },
  ],
  'Mutation.followUpAdverseEvent': [
    'mutation ($c: ID!, $i: FollowUpInput!) { followUpAdverseEvent(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { followUpId: newId(), id: newId(), seenOn: '2026-11-20', outcome: 'recovered', note: ' ' } },
  ],
  'Mutation.advanceAdverseEvent': [
    'mutation ($c: ID!, $i: AdvanceAdverseEventInput!) { advanceAdverseEvent(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { id: newId(), expectedVersion: 1, action: 'review' } },
  ],
  'Query.adverseEventFileUrl': ['query ($id: ID!) { adverseEventFileUrl(fileId: $id) }', { id: newId() }],
  'Mutation.announceAdverseEventFile': [
    'mutation ($c: ID!, $id: ID!) { announceAdverseEventFile(commandId: $c, id: $id, kind: attachment, fileName: "a.pdf", size: 1) { fileId } }',
    { c: newId(), id: newId() },
  ],
  'Query.lotSignals': [
    'query ($d: ID!) { lotSignals(division: $d, from: "2026-11-01", to: "2026-10-01") { maySet } }',
    { d: HOME.slice(0, 6) },
  ],
  'Mutation.setSignalSetting': [
    'mutation ($c: ID!) { setSignalSetting(commandId: $c, minimumReports: 0, probability: 1) { probability } }',
    { c: newId() },
  ],
  'Query.compensationClaims': ['{ compensationClaims { nodes { id } } }', {}],
  'Mutation.applyForCompensation': [
    'mutation ($c: ID!, $i: ApplyForCompensationInput!) { applyForCompensation(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { claimId: newId(), caseId: newId(), statement: ' ' } },
  ],
  'Mutation.advanceCompensation': [
    'mutation ($c: ID!, $i: AdvanceCompensationInput!) { advanceCompensation(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { claimId: newId(), expectedVersion: 1, action: 'withdraw' } },
  ],
  'Mutation.askExpertSeat': [
    'mutation ($c: ID!, $id: ID!) { askExpertSeat(commandId: $c, id: $id, reason: " ") { id } }',
    { c: newId(), id: newId() },
  ],
  'Mutation.decideExpertSeat': [
    'mutation ($c: ID!, $id: ID!) { decideExpertSeat(commandId: $c, id: $id, accountId: "x", accept: true) { id } }',
    { c: newId(), id: newId() },
  ],
  'Mutation.recordHealthFact': [
    'mutation ($c: ID!, $i: RecordHealthFactInput!) { recordHealthFact(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { factId: newId(), personId, code: 'NONE', date: '2026-11-20' } },
  ],
  'Mutation.withdrawHealthFact': [
    'mutation ($c: ID!, $id: ID!) { withdrawHealthFact(commandId: $c, factId: $id, reason: " ") { id } }',
    { c: newId(), id: factId },
  ],
  'Mutation.recordNotGiven': [
    'mutation ($c: ID!, $i: RecordNotGivenInput!) { recordNotGiven(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { personId, series: 'MMR', dose: 1, reason: 'refused' } },
  ],
  'Mutation.signConsent': [
    'mutation ($c: ID!, $i: SignConsentInput!) { signConsent(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { ...agreed(personId), signature: '' } },
  ],
  'Mutation.withdrawConsent': [
    'mutation ($c: ID!, $id: ID!) { withdrawConsent(commandId: $c, consentId: $id, reason: " ") { id } }',
    { c: newId(), id: consentId },
  ],
  'Mutation.recordPaperPrint': [
    'mutation ($c: ID!, $i: RecordPaperPrintInput!) { recordPaperPrint(commandId: $c, input: $i) { state } }',
    { c: newId(), i: { personId, carrier: 'card', parts: ['name'], doses: [], personVersion: 1 } },
  ],
  'Query.screeningForm': ['{ screeningForm { version } }', {}],
  'Query.visits': ['{ visits { nodes { id } } }', {}],
  'Mutation.openVisit': [
    'mutation ($c: ID!, $i: OpenVisitInput!) { openVisit(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { visitId: 'x', personId } },
  ],
  'Mutation.screenVisit': [
    'mutation ($c: ID!, $i: ScreenVisitInput!) { screenVisit(commandId: $c, input: $i) { id } }',
    {
      c: newId(),
      i: { visitId, screeningId: newId(), formVersion: 'none', answers: [], vaccines: [], conclusion: 'go' },
    },
  ],
  'Query.visitPhotoUrl': ['query ($id: ID!) { visitPhotoUrl(photoId: $id) }', { id: newId() }],
  'Mutation.announceVisitPhoto': [
    'mutation ($c: ID!, $v: ID!) { announceVisitPhoto(commandId: $c, visitId: $v, fileName: "a.exe", size: 1) { photoId } }',
    { c: newId(), v: visitId },
  ],
  'Query.fingerprintUrl': ['query ($id: ID!) { fingerprintUrl(fingerprintId: $id) }', { id: newId() }],
  'Mutation.announceFingerprint': [
    'mutation ($c: ID!, $i: AnnounceFingerprintInput!) { announceFingerprint(commandId: $c, input: $i) { fingerprintId } }',
    {
      c: newId(),
      i: { visitId, fingerOf: 'guardian', quality: 0, consentBy: 'guardian', consentWords: 1, size: 1 },
    },
  ],
  'Mutation.deleteFingerprint': [
    'mutation ($c: ID!, $id: ID!) { deleteFingerprint(commandId: $c, fingerprintId: $id) }',
    { c: newId(), id: newId() },
  ],
  'Mutation.setFingerprintAsked': [
    'mutation ($c: ID!) { setFingerprintAsked(commandId: $c, asked: false) { asksFingerprint } }',
    { c: newId() },
  ],
  'Mutation.signVisit': [
    'mutation ($c: ID!, $v: ID!) { signVisit(commandId: $c, visitId: $v, signOff: vaccination) { id } }',
    { c: newId(), v: visitId },
  ],
  'Mutation.breakOffVisit': [
    'mutation ($c: ID!, $i: BreakOffVisitInput!) { breakOffVisit(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { visitId, reason: 'left_observation' } },
  ],
  'Mutation.undoVisitStep': [
    'mutation ($c: ID!, $v: ID!) { undoVisitStep(commandId: $c, visitId: $v, step: consented) { id } }',
    { c: newId(), v: visitId },
  ],
  'Mutation.answerScreening': [
    'mutation ($c: ID!, $i: AnswerScreeningInput!) { answerScreening(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { screeningId: newId(), personId, formVersion: 'none', answers: [], signedName: 'x' } },
  ],
  'Mutation.proposeSchedule': [
    'mutation ($c: ID!) { proposeSchedule(commandId: $c, fileName: "a.xlsx", size: 1) { id } }',
    { c: newId() },
  ],
  'Mutation.activateSchedule': [
    'mutation ($c: ID!, $id: ID!) { activateSchedule(commandId: $c, proposalId: $id, note: "x") { documentId } }',
    { c: newId(), id: proposalId },
  ],
  'Query.doseImport': ['query ($id: ID!) { doseImport(id: $id) { id } }', { id: newId() }],
  'Query.doseImports': ['{ doseImports { id } }', {}],
  'Query.doseTemplateUrl': ['{ doseTemplateUrl }', {}],
  'Mutation.recordDose': [
    'mutation ($c: ID!, $i: RecordDoseInput!) { recordDose(commandId: $c, input: $i) { conflict } }',
    { c: newId(), i: { ...givenHere(personId, HEPB), overrideReason: '权限测试' } },
  ],
  'Mutation.voidDose': [
    'mutation ($c: ID!, $id: ID!) { voidDose(commandId: $c, doseId: $id, reason: " ") { id } }',
    { c: newId(), id: doseId },
  ],
  'Mutation.reviewDose': [
    'mutation ($c: ID!, $id: ID!) { reviewDose(commandId: $c, doseId: $id, keep: true) { id } }',
    { c: newId(), id: doseId },
  ],
  'Mutation.endObservation': [
    'mutation ($c: ID!, $id: ID!) { endObservation(commandId: $c, doseId: $id) { id } }',
    { c: newId(), id: doseId },
  ],
  'Mutation.setObservationMinutes': [
    'mutation ($c: ID!) { setObservationMinutes(commandId: $c, minutes: 30) { observationMinutes } }',
    { c: newId() },
  ],
  'Mutation.setPointLists': [
    'mutation ($c: ID!, $i: PointListsInput!) { setPointLists(commandId: $c, input: $i) { points } }',
    { c: newId(), i: { point: 'x', staff: [], vaccines: [] } },
  ],
  'Mutation.setVaccinationPoints': [
    'mutation ($c: ID!) { setVaccinationPoints(commandId: $c, points: []) { points } }',
    { c: newId() },
  ],
  'Mutation.noteDose': [NOTE_DOSE, { c: newId(), i: { id: newId(), personId, givenOn: TODAY, vaccineCode: 'none' } }],
  'Mutation.withdrawDoseNote': [
    'mutation ($c: ID!, $p: ID!, $id: ID!) { withdrawDoseNote(commandId: $c, personId: $p, id: $id) { id } }',
    { c: newId(), p: personId, id: noteId },
  ],
  'Mutation.decideDoseNote': [
    'mutation ($c: ID!, $i: DecideDoseNoteInput!) { decideDoseNote(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { personId, id: noteId, action: 'reopen' } },
  ],
  'Query.openGroupDeclarations': ['{ openGroupDeclarations { nodes { id } } }', {}],
  'Mutation.declareGroup': [
    DECLARE_GROUP,
    { c: newId(), i: { id: newId(), personId, group: 'pregnant', since: '2030-01-01' } },
  ],
  'Mutation.withdrawGroupDeclaration': [
    `mutation ($c: ID!, $p: ID!, $id: ID!) {
      withdrawGroupDeclaration(commandId: $c, personId: $p, id: $id, expectedVersion: 9) { id } }`,
    { c: newId(), p: personId, id: declarationId },
  ],
  'Mutation.decideGroupDeclaration': [
    'mutation ($c: ID!, $i: DecideGroupDeclarationInput!) { decideGroupDeclaration(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { personId, id: declarationId, expectedVersion: 9, action: 'confirm' } },
  ],
  'Query.specialGroupList': ['query ($d: ID!) { specialGroupList(division: $d) { nodes { birthDate } } }', { d: HOME }],
  'Query.specialGroupFile': ['query ($d: ID!) { specialGroupFile(division: $d) }', { d: HOME }],
  'Mutation.startDoseImport': [
    'mutation ($c: ID!) { startDoseImport(commandId: $c, fileName: "a.xlsx", size: 1) { id } }',
    { c: newId() },
  ],
  'Mutation.editDoseImportRows': [
    'mutation ($c: ID!, $id: ID!) { editDoseImportRows(commandId: $c, importId: $id, rows: []) { id } }',
    { c: newId(), id: newId() },
  ],
  'Mutation.undoDoseImport': [
    'mutation ($c: ID!, $id: ID!) { undoDoseImport(commandId: $c, importId: $id) { id } }',
    { c: newId(), id: newId() },
  ],
  'Mutation.commitDoseImport': [
    'mutation ($c: ID!, $id: ID!) { commitDoseImport(commandId: $c, importId: $id) { id } }',
    { c: newId(), id: newId() },
  ],
});

/** The widest scope a role can have. */
const callerOf = (role: Role): Caller | undefined =>
  role === 'anonymous'
    ? undefined
    : {
        role,
        account: role === 'guardian' ? parent.account! : role,
        organisation: CLINIC,
        divisions: [role === 'cdc' ? '63' : '630121'],
      };

/** A scope that has passed the gate answers with data, or with a fault of the values. */
const passed = (codes: string[]) => codes.every((c) => ['BAD_INPUT', 'CONFLICT', 'NOT_FOUND'].includes(c));

describe('role × operation is what the committed table says', () => {
  const { operations } = policies.vaccines;
  for (const role of ROLES.filter((r) => r !== 'service')) {
    it(role, async () => {
      expect(Object.keys(calls()).sort()).toEqual(Object.keys(operations).sort());
      for (const [operation, [document, variables]] of Object.entries(calls())) {
        const { errors } = await world.graph(callerOf(role), document, variables);
        const codes = errors.map((e) => e.extensions.code);
        if (operations[operation]?.[role]) expect([operation, passed(codes)]).toEqual([operation, true]);
        else expect([operation, codes]).toEqual([operation, [role === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN']]);
      }
    });
  }
});

it('administrators and school checkers reach no record through a reference either', async () => {
  for (const role of ['school_checker', 'system_admin', 'security_admin', 'audit_admin'] as const) {
    const { errors } = await world.graph(
      callerOf(role),
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { doses { id } } } }',
      { r: [{ __typename: 'Person', id: personId }] },
    );
    expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
  }
});
