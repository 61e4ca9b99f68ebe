import { existsSync, readFileSync } from 'node:fs';
import { dateInShanghai, newId, query } from '@miaoben/kernel';
import { addDays } from '@miaoben/schedule';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { screeningForms } from '../../../../seeds/reference/index.ts';
import {
  agreed,
  CLINIC,
  cdc,
  fromBooklet,
  givenHere,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  productOf,
  recordIn,
  signIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const HEPB = '0202';
const MMR = '1201';
const VISIT = `id state day brokenReason brokenNote openedBy { id } steps { seq kind photoId by { id } undone at receivedAt unconfirmed
  fingerprint { id fingerOf quality consentBy deletedAt } }
  screening { conclusion advice until note byFamily confirms confirmsOutdated formVersion answers { question value } } doses { id date }`;
const OPEN = `mutation ($c: ID!, $i: OpenVisitInput!) { openVisit(commandId: $c, input: $i) { ${VISIT} } }`;
const SCREEN = `mutation ($c: ID!, $i: ScreenVisitInput!) { screenVisit(commandId: $c, input: $i) { ${VISIT} } }`;
const SIGN = `mutation ($c: ID!, $v: ID!, $s: SignOff!, $at: DateTime, $p: ID, $f: ID, $u: UnconfirmedReason) {
  signVisit(commandId: $c, visitId: $v, signOff: $s, at: $at, photoId: $p, fingerprintId: $f, unconfirmed: $u) { ${VISIT} }
}`;
const BREAK = `mutation ($c: ID!, $i: BreakOffVisitInput!) { breakOffVisit(commandId: $c, input: $i) { ${VISIT} } }`;
const UNDO = `mutation ($c: ID!, $v: ID!, $s: VisitStepKind!, $at: DateTime) {
  undoVisitStep(commandId: $c, visitId: $v, step: $s, at: $at) { ${VISIT} }
}`;
const END = `mutation ($c: ID!, $id: ID!, $at: DateTime) {
  endObservation(commandId: $c, doseId: $id, endedAt: $at) { observation { endedAt reaction } }
}`;
const ANSWER = `mutation ($c: ID!, $i: AnswerScreeningInput!) {
  answerScreening(commandId: $c, input: $i) { id advice conclusion byFamily signedName day }
}`;
const PERSON = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  familyScreening { id signedName answers { question value } }
} } }`;

interface VisitAnswer {
  id: string;
  state: string;
  day: string;
  brokenReason: string | null;
  brokenNote: string | null;
  openedBy: { id: string };
  steps: { seq: number; kind: string; by: { id: string }; undone: boolean; at: string; receivedAt: string }[];
  screening: { conclusion: string; advice: string; until: string | null; note: string | null; confirms: string } | null;
  doses: { id: string }[];
}
type Extensions = Record<string, unknown>;

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB, MMR]);
});
afterAll(() => world.stop());

const [form] = screeningForms();
const questions = form!.questions as { id: string; onlyFemale: boolean }[];
/** All answered no, but for what is said. */
const answersOf = (changes: Record<string, string> = {}) =>
  questions.map(({ id }) => ({ question: id, value: changes[id] ?? 'no' }));

const run = async (document: string, variables: Record<string, unknown>, caller = nurse) => {
  const answer = await world.graph<Record<string, VisitAnswer>>(caller, document, { c: newId(), ...variables });
  const visit = Object.values(answer.data ?? {})[0];
  return { visit: visit!, error: answer.errors[0]?.extensions as Extensions | undefined };
};
const open = async (personId: string, changes: Record<string, unknown> = {}, caller = nurse) =>
  run(OPEN, { i: { visitId: newId(), personId, ...changes } }, caller);
const screen = (visitId: string, changes: Record<string, unknown> = {}) =>
  run(SCREEN, {
    i: {
      visitId,
      screeningId: newId(),
      formVersion: form!.version,
      answers: answersOf(),
      vaccines: [HEPB],
      conclusion: 'go',
      ...changes,
    },
  });
const sign = (v: string, s: string, more: Record<string, unknown> = {}) => run(SIGN, { v, s, ...more });
const end = (id: string, at?: string) => world.graph(nurse, END, { c: newId(), id, at });
const kinds = (visit: VisitAnswer) => visit.steps.filter((s) => !s.undone).map((s) => s.kind);
/** The file of a baby who has had nothing, and a visit of hers that is ready for the dose. */
async function signedOff() {
  const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
  const { visit } = await open(personId);
  await screen(visit.id);
  await sign(visit.id, 'registration');
  return { personId, visitId: visit.id };
}
const give = async (personId: string, visitId: string, changes: Record<string, unknown> = {}) => {
  const { data, errors } = await recordIn(world, givenHere(personId, HEPB, { visitId, ...changes }));
  const { dose, warnings } = data?.recordDose ?? {};
  return { dose, warnings, error: errors[0]?.extensions as Extensions | undefined };
};
/** Where a visit stands, and what of its steps does. */
const told = async (visitId: string) => {
  const standing = (kind: string) =>
    `(select count(*)::int from visit_step s where s.visit_id = v.id and s.kind = '${kind}' and s.undone_at is null)`;
  const [row] = await query<{
    state: string;
    version: number;
    doses: number;
    registrationSigned: boolean;
    vaccinationSigned: boolean;
    observed: boolean;
  }>(
    world.em(),
    `select v.state, v.version, ${standing('dose_given')} as doses, ${standing('registration_signed')} > 0 as "registrationSigned",
       ${standing('vaccination_signed')} > 0 as "vaccinationSigned", ${standing('observed')} > 0 as observed
     from visit v where v.id = $1`,
    [visitId],
  );
  return row;
};

describe('S-44 a visit keeps sign-off at registration, sign-off at vaccination and observation apart', () => {
  it('each with who and when, from the scan to the end of the observation', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
    const opened = await open(personId);
    expect(opened.visit).toMatchObject({ state: 'registered', day: TODAY, openedBy: { id: 'nurse' }, steps: [] });
    const { id } = opened.visit;
    const screened = await screen(id);
    expect(screened.visit).toMatchObject({
      state: 'screened',
      screening: { conclusion: 'go', advice: 'go', formVersion: form!.version },
    });
    expect((await sign(id, 'registration')).visit.state).toBe('signed_off');
    const { dose } = await give(personId, id);
    const signed = await sign(id, 'vaccination');
    expect(signed.visit).toMatchObject({ state: 'observing', doses: [{ id: dose!.id }] });
    expect(await told(id)).toMatchObject({ vaccinationSigned: true, observed: false });
    await end(dose!.id);
    const { data } = await world.graph<{ visits: { nodes: VisitAnswer[] } }>(
      nurse,
      `{ visits { nodes { ${VISIT} } } }`,
    );
    const visit = data.visits.nodes.find((v) => v.id === id)!;
    expect(visit.state).toBe('done');
    expect(visit.steps.map((s) => [s.seq, s.kind, s.by.id])).toEqual([
      [1, 'screening_passed', 'nurse'],
      [2, 'registration_signed', 'nurse'],
      [3, 'dose_given', 'nurse'],
      [4, 'vaccination_signed', 'nurse'],
      [5, 'observed', 'nurse'],
    ]);
    expect(await told(id)).toEqual({
      state: 'done',
      registrationSigned: true,
      vaccinationSigned: true,
      observed: true,
      doses: 1,
      version: 6,
    });
    const lines = await query<{ operation: string }>(
      world.em(),
      'select operation from audit_line where subject = $1 order by seq',
      [id],
    );
    expect(lines.map((l) => l.operation)).toEqual([
      'Mutation.openVisit',
      'Mutation.screenVisit',
      'Mutation.signVisit',
      'Mutation.signVisit',
    ]);
  });

  it('no step goes before the one before it, and no dose before the sign-off', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
    const { visit } = await open(personId);
    const wrong = { code: 'CONFLICT', field: 'visitId', reason: 'wrong_state', state: 'registered' };
    expect((await sign(visit.id, 'registration')).error).toMatchObject(wrong);
    expect((await sign(visit.id, 'vaccination')).error).toMatchObject(wrong);
    expect((await give(personId, visit.id)).error).toMatchObject(wrong);
    expect((await give(personId, newId())).error).toMatchObject({ field: 'visitId', reason: 'no_match' });
    const rows = await query(world.em(), 'select 1 from dose where person_id = $1', [personId]);
    expect(rows).toEqual([]);
  });

  it('a dose at the line without a visit needs a reason; one from the booklet, or that comes late, belongs to none', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
    await world.hear();
    const alone = (changes: Record<string, unknown> = {}) => give(personId, '', { visitId: null, ...changes });
    const { error } = await alone();
    expect(error).toMatchObject({ field: 'overrideReason', reason: 'required', reasons: [{ code: 'VISIT_MISSING' }] });
    const reasoned = await alone({ overrideReason: '停电，纸质登记' });
    expect(reasoned.warnings).toMatchObject([{ code: 'VISIT_MISSING' }]);
    const earlier = new Date(world.stack.services.vaccines.clock.now().getTime() - 20 * 60_000);
    const late = await alone({ doseId: newId(), recordedAt: earlier.toISOString() });
    expect(late.error).toBeUndefined();
    const other = world.announce({ birthDate: monthsAgo(0, 1) }).personId;
    await world.hear();
    const booklet = await recordIn(world, fromBooklet(other, HEPB, TODAY));
    expect(booklet.data.recordDose.warnings.map((w) => w.code)).not.toContain('VISIT_MISSING');
  });

  it('ends when the last of its doses is observed, not before; another dose asks for another signature', async () => {
    const { personId, visitId } = await signedOff();
    const first = await give(personId, visitId);
    expect((await sign(visitId, 'vaccination')).visit.state).toBe('observing');
    const second = await give(personId, visitId, {
      vaccineCode: MMR,
      productId: productOf(MMR),
      overrideReason: '应急',
    });
    expect((await told(visitId))?.state).toBe('vaccinated');
    await sign(visitId, 'vaccination');
    await end(first.dose!.id);
    expect((await told(visitId))?.state).toBe('observing');
    await end(second.dose!.id);
    expect(await told(visitId)).toMatchObject({ state: 'done', doses: 2 });
  });

  it('what a tablet sends later is a whole visit by the instants of the device, its observation too', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
    const now = world.stack.services.vaccines.clock.now().getTime();
    const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
    const visitId = newId();
    const { error } = await open(personId, { visitId, openedAt: ago(190) });
    expect(error).toBeUndefined();
    await screen(visitId, { at: ago(189) });
    await sign(visitId, 'registration', { at: ago(188.5) });
    const consent = await signIn(world, agreed(personId, { signedAt: ago(188) }));
    expect(consent.errors).toEqual([]);
    const { dose, warnings } = await give(personId, visitId, {
      recordedAt: ago(187),
      date: dateInShanghai(new Date(ago(187))),
    });
    expect(warnings).toEqual([]);
    const signed = await sign(visitId, 'vaccination', { at: ago(186) });
    expect(signed.visit.steps.map((s) => s.at)).toEqual([189, 188.5, 188, 187, 186].map(ago));
    for (const step of signed.visit.steps) expect(step.receivedAt > step.at).toBe(true);
    const ended = await end(dose!.id, ago(150));
    expect(ended.errors).toEqual([]);
    expect((await told(visitId))?.state).toBe('done');
  });

  it('a late dose is kept although its visit was broken off meanwhile', async () => {
    const { personId, visitId } = await signedOff();
    await run(BREAK, { i: { visitId, reason: 'left' } });
    const hourAgo = new Date(world.stack.services.vaccines.clock.now().getTime() - 3_600_000);
    const late = await give(personId, visitId, { recordedAt: hourAgo });
    expect(late.error).toBeUndefined();
    const [row] = await query<{ visit_id: string }>(world.em(), 'select visit_id from dose where person_id = $1', [
      personId,
    ]);
    expect(row?.visit_id).toBe(visitId);
    expect((await told(visitId))?.state).toBe('broken_off');
  });

  it('H-10 a consent signed at the clinic is a step of the visit it was signed in; a refusal and one from home are none', async () => {
    const { personId, visitId } = await signedOff();
    await signIn(world, agreed(personId, { decision: 'refuse', reason: '改天再来' }));
    expect((await told(visitId))?.state).toBe('signed_off');
    await signIn(world, agreed(personId));
    expect((await told(visitId))?.state).toBe('consented');
    world.bind(parent.account!, personId);
    await world.hear();
    const before = (await told(visitId))?.version;
    await signIn(world, agreed(personId, { signerName: null, relation: null }), parent);
    expect((await told(visitId))?.version).toBe(before);
    expect((await give(personId, visitId)).error).toBeUndefined();
    expect((await told(visitId))?.state).toBe('vaccinated');
  });

  it('S-13 the sign-off at vaccination waits for the reason of a birth dose that was not given', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(4) });
    const { visit } = await open(personId);
    await screen(visit.id, { vaccines: [HEPB] });
    await sign(visit.id, 'registration');
    await give(personId, visit.id);
    // HepB was given just now; BCG is missing still.
    expect((await sign(visit.id, 'vaccination')).error).toMatchObject({
      code: 'BAD_INPUT',
      field: 'notGiven',
      reason: 'required',
      series: ['BCG'],
    });
    await world.graph(
      nurse,
      'mutation ($c: ID!, $i: RecordNotGivenInput!) { recordNotGiven(commandId: $c, input: $i) { id } }',
      {
        c: newId(),
        i: { personId, series: 'BCG', dose: 1, reason: 'missed' },
      },
    );
    expect((await sign(visit.id, 'vaccination')).visit.state).toBe('observing');
  });

  it('H-10 a sign-off names the photo that was sent before it; only the clinic calls it up, and that is written down', async () => {
    const { personId, visitId } = await signedOff();
    const other = await signedOff();
    await give(personId, visitId);
    const announce = async (v: string, n = 'sign-off.jpg', caller = nurse, c = newId()) => {
      const { data, errors } = await world.graph<{
        announceVisitPhoto: { photoId: string; uploadUrl: string | null };
      }>(
        caller,
        `mutation ($c: ID!, $v: ID!, $n: String!) {
          announceVisitPhoto(commandId: $c, visitId: $v, fileName: $n, size: 4) { photoId uploadUrl } }`,
        { c, v, n },
      );
      return { ...data?.announceVisitPhoto, error: errors[0]?.extensions };
    };
    expect((await announce(visitId, 'a.exe')).error).toMatchObject({ field: 'fileName', reason: 'file_type' });
    expect((await announce(visitId, 'a.jpg', nurseElsewhere)).error).toEqual({ code: 'FORBIDDEN' });
    const c = newId();
    const { photoId, uploadUrl } = await announce(visitId, 'a.jpg', nurse, c);
    const wrong = { code: 'BAD_INPUT', field: 'photoId', reason: 'no_match' };
    // Not sent yet; of another visit.
    expect((await sign(visitId, 'vaccination', { p: photoId })).error).toEqual(wrong);
    await world.stack.file('vaccines', uploadUrl!, Buffer.from('jpeg'));
    expect(await announce(visitId, 'a.jpg', nurse, c)).toMatchObject({ photoId, uploadUrl: null });
    await give(other.personId, other.visitId);
    expect((await sign(other.visitId, 'vaccination', { p: photoId })).error).toEqual(wrong);
    const { visit } = await sign(visitId, 'vaccination', { p: photoId });
    expect(visit.steps.findLast((s) => s.kind === 'vaccination_signed')).toMatchObject({ photoId });
    const url = (caller = nurse) =>
      world.graph<{ visitPhotoUrl: string }>(caller, 'query ($p: ID!) { visitPhotoUrl(photoId: $p) }', { p: photoId });
    expect((await url(nurseElsewhere)).errors[0]!.extensions).toMatchObject({ code: 'NOT_FOUND' });
    const file = await world.stack.file('vaccines', (await url()).data.visitPhotoUrl);
    expect(await file.text()).toBe('jpeg');
    const [line] = await query<{ detail: unknown }>(
      world.em(),
      `select detail from audit_line where operation = 'Query.visitPhotoUrl' order by seq desc limit 1`,
    );
    expect(line!.detail).toEqual({ visit: visitId });
  });

  it('H-10 a clinic asks for a fingerprint: it, a photo or the reason why neither; kept sealed, called up by the clinic, deleted on withdrawal', async () => {
    const ask = (asked: boolean) =>
      world.graph(
        nurse,
        'mutation ($c: ID!, $a: Boolean!) { setFingerprintAsked(commandId: $c, asked: $a) { asksFingerprint observationMinutes } }',
        {
          c: newId(),
          a: asked,
        },
      );
    const announce = async (i: Record<string, unknown>, caller = nurse, c = newId()) => {
      const { data, errors } = await world.graph<{
        announceFingerprint: { fingerprintId: string; uploadUrl: string | null };
      }>(
        caller,
        `mutation ($c: ID!, $i: AnnounceFingerprintInput!) {
          announceFingerprint(commandId: $c, input: $i) { fingerprintId uploadUrl } }`,
        { c, i: { fingerOf: 'guardian', quality: 82, consentBy: 'guardian', consentWords: 1, size: 20, ...i } },
      );
      return { ...data?.announceFingerprint, error: errors[0]?.extensions };
    };
    const { personId, visitId } = await signedOff();
    const other = await signedOff();
    const past = await signedOff();
    await give(personId, visitId);
    await give(past.personId, past.visitId);
    expect((await ask(true)).data).toMatchObject({ setFingerprintAsked: { asksFingerprint: true } });
    expect((await sign(visitId, 'vaccination')).error).toMatchObject({ field: 'fingerprintId', reason: 'required' });
    // Signed without a network, it is done.
    const late = new Date(world.stack.services.vaccines.clock.now().getTime() - 3_600_000).toISOString();
    expect((await sign(past.visitId, 'vaccination', { at: late })).error).toBeUndefined();

    // Whose finger, how good, and who agreed: for a baby the guardian.
    expect((await announce({ visitId, quality: 39 })).error).toMatchObject({
      field: 'quality',
      reason: 'out_of_range',
    });
    expect((await announce({ visitId, consentBy: 'recipient' })).error).toMatchObject({ field: 'consentBy' });
    expect((await announce({ visitId, consentWords: 0 })).error).toMatchObject({ field: 'consentWords' });
    expect((await announce({ visitId, size: 50_000 })).error).toMatchObject({ field: 'size' });
    expect((await announce({ visitId }, nurseElsewhere)).error).toEqual({ code: 'FORBIDDEN' });
    const c = newId();
    const { fingerprintId, uploadUrl } = await announce({ visitId }, nurse, c);
    const noMatch = { code: 'BAD_INPUT', field: 'fingerprintId', reason: 'no_match' };
    expect((await sign(visitId, 'vaccination', { f: fingerprintId })).error).toEqual(noMatch);
    const template = Buffer.from('FMR\0 20\0 of nobody', 'latin1');
    await world.stack.file('vaccines', uploadUrl!, template);
    expect(await announce({ visitId }, nurse, c)).toMatchObject({ fingerprintId, uploadUrl: null });
    await give(other.personId, other.visitId);
    expect((await sign(other.visitId, 'vaccination', { f: fingerprintId })).error).toEqual(noMatch);
    const picture = await announce({ visitId: other.visitId });
    await world.stack.file('vaccines', picture.uploadUrl!, Buffer.from('GIF89a'));
    expect((await sign(other.visitId, 'vaccination', { f: picture.fingerprintId })).error).toMatchObject({
      field: 'fingerprintId',
      reason: 'format',
    });
    const signed = (visit: VisitAnswer) => visit.steps.findLast((s) => s.kind === 'vaccination_signed');
    expect(signed((await sign(other.visitId, 'vaccination', { u: 'declined' })).visit)).toMatchObject({
      unconfirmed: 'declined',
      fingerprint: null,
    });
    expect(signed((await sign(visitId, 'vaccination', { f: fingerprintId })).visit)).toMatchObject({
      by: { id: nurse.account },
      fingerprint: { id: fingerprintId, fingerOf: 'guardian', quality: 82, consentBy: 'guardian', deletedAt: null },
    });

    // At rest it is no template any more: sealed, as photos are.
    const atRest = readFileSync(world.stack.services.vaccines.files.path(fingerprintId!));
    expect(atRest.includes(template)).toBe(false);
    const url = (caller = nurse) =>
      world.graph<{ fingerprintUrl: string }>(caller, 'query ($f: ID!) { fingerprintUrl(fingerprintId: $f) }', {
        f: fingerprintId,
      });
    expect((await url(nurseElsewhere)).errors[0]!.extensions).toMatchObject({ code: 'NOT_FOUND' });
    const file = await world.stack.file('vaccines', (await url()).data.fingerprintUrl);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(template);
    const lines = await query<{ detail: unknown }>(
      world.em(),
      `select detail from audit_line where operation = 'Query.fingerprintUrl' order by seq desc limit 1`,
    );
    expect(lines[0]!.detail).toEqual({ visit: visitId });

    const remove = async (caller = nurse) =>
      (
        await world.graph(
          caller,
          'mutation ($c: ID!, $f: ID!) { deleteFingerprint(commandId: $c, fingerprintId: $f) }',
          {
            c: newId(),
            f: fingerprintId,
          },
        )
      ).errors[0]?.extensions ?? 'deleted';
    expect(await remove(nurseElsewhere)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await remove()).toBe('deleted');
    expect(existsSync(world.stack.services.vaccines.files.path(fingerprintId!))).toBe(false);
    expect((await url()).errors[0]!.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(await remove()).toMatchObject({ code: 'CONFLICT', reason: 'already_voided' });
    // The sign-off stands, and tells that there was one.
    const days = await world.graph<{ visits: { nodes: VisitAnswer[] } }>(nurse, `{ visits { nodes { ${VISIT} } } }`);
    const after = days.data.visits.nodes.find(({ id }) => id === visitId)!;
    expect(signed(after)).toMatchObject({ undone: false, fingerprint: { quality: 82, deletedAt: expect.any(String) } });
    expect((await ask(false)).data).toMatchObject({ setFingerprintAsked: { asksFingerprint: false } });
  });

  it('a replay takes no step twice', async () => {
    const { personId } = world.announce();
    const { visit } = await open(personId);
    await screen(visit.id);
    const c = newId();
    await run(SIGN, { c, v: visit.id, s: 'registration' });
    const again = await run(SIGN, { c, v: visit.id, s: 'registration' });
    expect(kinds(again.visit)).toEqual(['screening_passed', 'registration_signed']);
  });
});

describe('a step taken back', () => {
  it('is the last one, stays readable, and can be taken again; a dose is voided instead', async () => {
    const { personId, visitId } = await signedOff();
    const stale = await run(UNDO, { v: visitId, s: 'screening_passed' });
    expect(stale.error).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    const back = await run(UNDO, { v: visitId, s: 'registration_signed' });
    expect(back.visit.state).toBe('screened');
    expect(back.visit.steps.at(-1)).toMatchObject({ kind: 'registration_signed', undone: true });
    expect((await sign(visitId, 'registration')).visit.state).toBe('signed_off');
    const { dose } = await give(personId, visitId);
    expect((await run(UNDO, { v: visitId, s: 'dose_given' })).error).toMatchObject({ reason: 'wrong_state' });
    await sign(visitId, 'vaccination');
    await world.graph(
      nurse,
      'mutation ($c: ID!, $id: ID!) { voidDose(commandId: $c, doseId: $id, reason: "录错") { id } }',
      {
        c: newId(),
        id: dose!.id,
      },
    );
    expect(await told(visitId)).toMatchObject({ state: 'signed_off', doses: 0, vaccinationSigned: false });
  });

  it('reaches the server a day later, and what was done after it too', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
    const now = world.stack.services.vaccines.clock.now().getTime();
    const ago = (minutes: number) => new Date(now - 86_400_000 - minutes * 60_000).toISOString();
    const { visit } = await open(personId, { openedAt: ago(9) });
    await screen(visit.id, { at: ago(8) });
    await sign(visit.id, 'registration', { at: ago(7) });
    // A visit of yesterday is taken back today by nobody.
    expect((await run(UNDO, { v: visit.id, s: 'registration_signed' })).error).toMatchObject({ reason: 'wrong_state' });
    const back = await run(UNDO, { v: visit.id, s: 'registration_signed', at: ago(6) });
    expect(back.visit.state).toBe('screened');
    expect((await sign(visit.id, 'registration', { at: ago(5) })).visit.state).toBe('signed_off');
  });

  it('may be the breaking off', async () => {
    const { personId } = world.announce();
    const { visit } = await open(personId);
    const broken = await run(BREAK, { i: { visitId: visit.id, reason: 'other', note: '家长接电话' } });
    expect(broken.visit).toMatchObject({ state: 'broken_off', brokenReason: 'other', brokenNote: '家长接电话' });
    const back = await run(UNDO, { v: visit.id, s: 'broken_off' });
    expect(back.visit).toMatchObject({ state: 'registered', brokenReason: null, brokenNote: null });
  });
});

describe('a visit broken off', () => {
  it('needs a reason that fits where it stands', async () => {
    const { personId, visitId } = await signedOff();
    const refused = async (i: Record<string, unknown>) => (await run(BREAK, { i: { visitId, ...i } })).error;
    expect(await refused({ reason: 'left_observation' })).toMatchObject({ field: 'reason', reason: 'out_of_range' });
    expect(await refused({ reason: 'other' })).toMatchObject({ field: 'note', reason: 'required' });
    await give(personId, visitId);
    expect(await refused({ reason: 'no_stock' })).toMatchObject({ field: 'reason', reason: 'out_of_range' });
    const left = await run(BREAK, { i: { visitId, reason: 'left_observation' } });
    expect(left.visit.state).toBe('broken_off');
    // S-22: not observed, and nobody is watched any more.
    expect(await told(visitId)).toMatchObject({ observed: false, doses: 1 });
    const { data } = await world.graph<{ runningObservations: { person: { id: string } }[] }>(
      nurse,
      '{ runningObservations { person { id } } }',
    );
    expect(data.runningObservations.map((d) => d.person.id)).not.toContain(personId);
  });
});

describe('the health inquiry', () => {
  it('has its questions from the reference data, each with its clause, and the list of what is no contraindication', async () => {
    const { data } = await world.graph<{
      screeningForm: {
        version: string;
        questions: { id: string; source: string; vaccines: string[] | null }[];
        notContraindications: { code: string; name: string }[];
      };
    }>(parent, '{ screeningForm { version questions { id source vaccines } notContraindications { code name } } }');
    const { screeningForm: found } = data;
    expect(found.version).toBe(form!.version);
    expect(found.questions.map((q) => q.id)).toEqual(questions.map((q) => q.id));
    for (const { source } of found.questions) expect(source.length).toBeGreaterThan(5);
    const vaccinesOf = (id: string) => found.questions.find((q) => q.id === id)!.vaccines;
    expect(vaccinesOf('FEVER')).toBeNull();
    expect(vaccinesOf('LIVE_4_WEEKS')).toContain(MMR);
    expect(vaccinesOf('LIVE_4_WEEKS')).not.toContain(HEPB);
    expect(vaccinesOf('BLOOD_PRODUCT')).not.toContain('0101');
    expect(found.notContraindications).toContainEqual({ code: 'FOOD_ALLERGY', name: '食物过敏史' });
  });

  it('asks for what concerns the vaccine, and for a reason when somebody goes on against the answers', async () => {
    const { personId } = world.announce({ sex: 'M' });
    const { visit } = await open(personId);
    const without = (...ids: string[]) => answersOf().filter((a) => !ids.includes(a.question));
    expect((await screen(visit.id, { answers: without('FEVER') })).error).toMatchObject({
      field: 'answers',
      reason: 'required',
      question: 'FEVER',
    });
    expect((await screen(visit.id, { answers: without('LIVE_4_WEEKS'), vaccines: [MMR] })).error).toMatchObject({
      reason: 'required',
      question: 'LIVE_4_WEEKS',
    });
    const cough = { answers: answersOf({ COUGH: 'yes' }) };
    expect((await screen(visit.id, cough)).error).toMatchObject({
      field: 'note',
      reason: 'required',
      advice: 'ask_doctor',
      because: ['COUGH'],
    });
    const referred = await screen(visit.id, { ...cough, conclusion: 'ask_doctor' });
    expect(referred.visit.state).toBe('registered');
    // A boy is not asked about pregnancy.
    const answers = cough.answers.filter((a) => a.question !== 'PREGNANCY');
    const passed = await screen(visit.id, { answers, note: '医生听诊无异常' });
    expect(passed.visit).toMatchObject({ state: 'screened', screening: { advice: 'ask_doctor', conclusion: 'go' } });
  });

  it.each([
    [{ conclusion: 'postpone' }, 'until', 'required'],
    [{ conclusion: 'postpone', until: TODAY }, 'until', 'out_of_range'],
    [{ formVersion: '1999-1' }, 'formVersion', 'unknown_code'],
    [{ temperature: 12 }, 'temperature', 'out_of_range'],
    [{ vaccines: ['9999'] }, 'vaccines', 'unknown_code'],
    [{ answers: [{ question: 'NONE', value: 'no' }] }, 'answers', 'unknown_code'],
    [{ confirms: newId() }, 'confirms', 'no_match'],
    [{ note: 'x'.repeat(201) }, 'note', 'too_long'],
  ])('%o is refused by field %s: %s', async (changes, field, reason) => {
    const { visit } = await open(world.announce().personId);
    expect((await screen(visit.id, changes)).error).toMatchObject({ code: 'BAD_INPUT', field, reason });
    const rows = await query(world.em(), 'select 1 from visit_step where visit_id = $1', [visit.id]);
    expect(rows).toEqual([]);
  });

  it('postponed until a day, the visit ends', async () => {
    const { visit } = await open(world.announce().personId);
    const until = addDays(TODAY, 7);
    const answers = answersOf({ FEVER: 'yes' });
    const { visit: after } = await screen(visit.id, { conclusion: 'postpone', until, answers, temperature: 38.4 });
    expect(after).toMatchObject({
      state: 'broken_off',
      brokenReason: 'postponed',
      screening: { conclusion: 'postpone', until },
    });
  });
});

describe('H-17 the guardian answers and signs at home before coming', () => {
  it('the clinic sees it on that day and goes through it', async () => {
    const { personId } = world.announce();
    world.bind(parent.account!, personId);
    await world.hear();
    const screeningId = newId();
    const i = {
      screeningId,
      personId,
      formVersion: form!.version,
      answers: answersOf({ COUGH: 'yes' }),
      signedName: '张建国',
    };
    const { data } = await world.graph<{ answerScreening: unknown }>(parent, ANSWER, { c: newId(), i });
    expect(data.answerScreening).toEqual({
      id: screeningId,
      advice: 'ask_doctor',
      conclusion: null,
      byFamily: true,
      signedName: '张建国',
      day: TODAY,
    });
    const seen = await world.graph<{ _entities: { familyScreening: { id: string; signedName: string } }[] }>(
      nurse,
      PERSON,
      { r: [{ __typename: 'Person', id: personId }] },
    );
    expect(seen.data._entities[0]!.familyScreening).toMatchObject({ id: screeningId, signedName: '张建国' });
    const { visit } = await open(personId);
    const gone = await screen(visit.id, {
      confirms: screeningId,
      answers: answersOf({ COUGH: 'yes' }),
      note: '已就诊，无异常',
    });
    expect(gone.visit.screening).toMatchObject({ confirms: screeningId, byFamily: false });
    // Yesterday's answers hold no more.
    await query(world.em(), 'update screening set day = day - 1 where id = $1', [screeningId]);
    const later = await open(personId);
    expect((await screen(later.visit.id, { confirms: screeningId })).error).toMatchObject({ field: 'confirms' });
  });

  it('what was gone through off line stands and is marked when the family answered anew meanwhile', async () => {
    const { personId } = world.announce();
    world.bind(parent.account!, personId);
    await world.hear();
    const answer = async () => {
      const i = {
        screeningId: newId(),
        personId,
        formVersion: form!.version,
        answers: answersOf(),
        signedName: '张建国',
      };
      await world.graph(parent, ANSWER, { c: newId(), i });
      return i.screeningId;
    };
    const [older, newer] = [await answer(), await answer()];
    // Yesterday, so that it is late at every hour of the day.
    await query(world.em(), 'update screening set day = day - 1 where person_id = $1', [personId]);
    const late = `${addDays(TODAY, -1)}T20:00:00+08:00`;
    const { visit } = await open(personId, { openedAt: late });
    // One who sits before the family reads the newer answers first.
    expect((await screen(visit.id, { confirms: older })).error).toMatchObject({
      field: 'confirms',
      reason: 'no_match',
    });
    const gone = await screen(visit.id, { confirms: older, at: late });
    expect(gone.visit).toMatchObject({ state: 'screened', screening: { confirms: older, confirmsOutdated: true } });
    const next = await open(personId, { openedAt: late });
    const right = await screen(next.visit.id, { confirms: newer, at: late });
    expect(right.visit.screening).toMatchObject({ confirms: newer, confirmsOutdated: false });
    // An id nobody answered under lands too, and names nothing.
    const third = await open(personId, { openedAt: late });
    const lost = await screen(third.visit.id, { confirms: newId(), at: late });
    expect(lost.visit.screening).toMatchObject({ confirms: null, confirmsOutdated: true });
  });

  it.each([
    [{ signedName: '  ' }, 'signedName', 'required'],
    [{ answers: [] }, 'answers', 'required'],
  ])('%o is refused by field %s: %s; so is another family', async (changes, field, reason) => {
    const { personId } = world.announce();
    const i = { screeningId: newId(), personId, formVersion: form!.version, answers: answersOf(), signedName: '李' };
    const stranger = await world.graph(parent, ANSWER, { c: newId(), i });
    expect(stranger.errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    world.bind(parent.account!, personId);
    await world.hear();
    const { errors } = await world.graph(parent, ANSWER, { c: newId(), i: { ...i, ...changes } });
    expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });
});

describe('whose a visit is', () => {
  it('another clinic opens none of its persons, moves none of its visits and sees none', async () => {
    const { personId } = world.announce();
    const { visit } = await open(personId);
    expect((await open(personId, {}, nurseElsewhere)).error).toEqual({ code: 'FORBIDDEN' });
    const sameArea = { ...nurse, account: 'neighbour', organisation: newId() };
    for (const caller of [nurseElsewhere, sameArea]) {
      expect((await run(SIGN, { v: visit.id, s: 'registration' }, caller)).error).toEqual({ code: 'FORBIDDEN' });
    }
    const { data } = await world.graph<{ visits: { nodes: unknown[] } }>(sameArea, '{ visits { nodes { id } } }');
    expect(data.visits.nodes).toEqual([]);
    const { errors } = await world.graph(inspector, '{ visits { nodes { id } } }');
    expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  it('H-09 is told with the vaccination point it happened at, one of those the clinic has named', async () => {
    const SET =
      'mutation ($c: ID!, $p: [String!]!) { setVaccinationPoints(commandId: $c, points: $p) { points observationMinutes } }';
    const set = (p: string[]) => world.graph<{ setVaccinationPoints: unknown }>(nurse, SET, { c: newId(), p });
    const named = await set(['本部', ' 东关村接种点 ']);
    expect(named.data.setVaccinationPoints).toEqual({ points: ['本部', '东关村接种点'], observationMinutes: 30 });
    for (const [points, reason] of [
      [['本部', '本部'], 'duplicate'],
      [[' '], 'required'],
      [['x'.repeat(41)], 'too_long'],
    ] as const) {
      expect((await set([...points])).errors[0]!.extensions).toMatchObject({ field: 'points', reason });
    }
    const { visit } = await open(world.announce().personId, { point: '东关村接种点' });
    const { data } = await world.graph<{ visits: { nodes: { id: string; point: string | null }[] } }>(
      nurse,
      '{ visits { nodes { id point } } }',
    );
    const points = new Map(data.visits.nodes.map((v) => [v.id, v.point]));
    expect(points.get(visit.id)).toBe('东关村接种点');
    expect([...points.values()].filter((p) => p !== null)).toHaveLength(1);
  });

  it('H-10 pages the visits of a day with the same statements each', async () => {
    const seen: string[] = [];
    const statements = new Set<number>();
    for (let after: string | null = null; ; ) {
      const answer: Awaited<ReturnType<typeof world.graph<{ visits: Page }>>> = await world.graph<{ visits: Page }>(
        nurse,
        `query ($after: String) { visits(first: 5, after: $after) {
          nodes { id steps { kind } screening { conclusion } } pageInfo { hasNextPage endCursor }
        } }`,
        { after },
      );
      const page = answer.data.visits;
      seen.push(...page.nodes.map((n) => n.id));
      statements.add(answer.statements);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(10);
    expect(statements).toEqual(new Set([4]));
  });
});

interface Page {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

describe('H-01 the path of a person', () => {
  const TRACE = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { tracedVisits {
    id clinic { id } point isTemporary openedBy { id } steps { kind by { id } } } } } }`;
  const traced = async (personId: string, caller: Caller = nurse) => {
    const r = [{ __typename: 'Person', id: personId }];
    const { data, errors } = await world.graph<{
      _entities: ({ tracedVisits: { id: string; steps: { kind: string }[] }[] } | null)[];
    }>(caller, TRACE, { r });
    return { visits: data?._entities?.[0]?.tracedVisits, errors };
  };

  it('tells H-01 registrations at the clinic and at a temporary point with who and what was signed, not how an inquiry ended', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
    const sessionId = newId();
    await world.graph(
      nurse,
      'mutation ($c: ID!, $i: PlanSessionInput!) { planSession(commandId: $c, input: $i) { id } }',
      { c: newId(), i: { sessionId, day: TODAY, point: '东沟小学', team: ['马秀英'], vaccines: [HEPB] } },
    );
    const regular = await open(personId, { openedAt: `${TODAY}T01:00:00Z` });
    await screen(regular.visit.id);
    await sign(regular.visit.id, 'registration');
    await run(UNDO, { v: regular.visit.id, s: 'registration_signed' });
    const outside = await open(personId, { sessionId });
    await screen(outside.visit.id, { conclusion: 'contraindicated', note: '发热' });
    const expected = [
      {
        id: outside.visit.id,
        clinic: { id: CLINIC },
        point: '东沟小学',
        isTemporary: true,
        openedBy: { id: 'nurse' },
        steps: [{ kind: 'screened', by: { id: 'nurse' } }],
      },
      {
        id: regular.visit.id,
        clinic: { id: CLINIC },
        point: null,
        isTemporary: false,
        openedBy: { id: 'nurse' },
        steps: [{ kind: 'screened', by: { id: 'nurse' } }],
      },
    ];
    // The clinic and disease control of the area read it, another clinic's area and the other roles do not.
    for (const caller of [nurse, cdc]) expect((await traced(personId, caller)).visits).toEqual(expected);
    expect((await traced(personId, nurseElsewhere)).visits).toBeUndefined();
    // No subgraph needs it of another.
    const { stack } = world;
    const asService = await fetch(`${stack.peers.vaccines}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-miaoben-router': stack.routerSecret,
        'x-miaoben-service': await stack.serviceToken('certificates', 'trace'),
      },
      body: JSON.stringify({ query: TRACE, variables: { r: [{ __typename: 'Person', id: personId }] } }),
    });
    expect(await asService.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    for (const caller of [inspector, parent]) expect((await traced(personId, caller)).visits ?? null).toBeNull();
  });
});
