import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sm3, toHex } from '@miaoben/credential';
import { seedIdentity } from '@miaoben/identity/bulk';
import { change, newId, query } from '@miaoben/kernel';
import { checkOfd } from '@miaoben/sealed-file';
import { COUNTY_CDC, DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import {
  type CertificatesWorld,
  type IssuedCertificate,
  startCertificatesWorld,
  TODAY,
} from '@miaoben/tests/support/certificates-world';
import { sealSteps } from '@miaoben/tests/support/seal-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Counterpart } from '../../gateway/start/counterparts/counterpart.ts';
import { startLicencePlatformCounterpart } from '../../gateway/start/counterparts/licence-platform.ts';
import { debianTool } from '../../tests/support/debian-tool.ts';
import { takeLicenceTypes } from './bulk.ts';
import { drawSeal } from './modules/seal/seal.drawing.ts';
import { takeChanges } from './modules/submission/platform.repository.ts';

let world: CertificatesWorld;
let steps: ReturnType<typeof sealSteps>;
let clinic = '';
let sealId = '';
let platform: Counterpart;
const NURSE = newId();
const OTHER_NURSE = newId();
const INSPECTOR = newId();
const parent: Caller = { role: 'guardian', account: 'parent' };
const stranger: Caller = { role: 'guardian', account: 'stranger' };
const partner: Caller = { role: 'partner', account: newId(), divisions: ['630121'], purpose: 'health-record' };
let nurse: Caller;
let cdc: Caller;
const cdcElsewhere: Caller = { role: 'cdc', account: newId(), divisions: ['630203'] };
const hasPoppler = debianTool('pdfsig', 'poppler-utils');
let folder = '';

beforeAll(async () => {
  platform = await startLicencePlatformCounterpart(0);
  world = await startCertificatesWorld(inject('adminUrl'), { licencePlatformUrl: platform.url, withIdentity: true });
  await takeLicenceTypes(world.em(), licenceTypes());
  steps = sealSteps(world);
  clinic = world.organisation(DEMO_CLINICS.qiaotou);
  nurse = { role: 'vaccinator', account: NURSE, organisation: clinic, divisions: ['630121'] };
  cdc = { role: 'cdc', account: newId(), organisation: world.organisation(COUNTY_CDC), divisions: ['630121'] };
  const { orm, keyring } = world.stack.services.identity;
  const unit = (code: string) => {
    const { id, name } = world.demo.organisations.find((o) => o.code === code)!;
    return { id, code, name, kind: 'clinic' as const, divisionCode: '630121' };
  };
  const staff = (id: string, role: 'vaccinator' | 'inspector', organisationId: string) => {
    const login = `u${id.slice(-12)}`;
    return { id, login, password: 'Miaoben-2026!', displayName: '马志强', role, organisationId };
  };
  await seedIdentity(orm.em.fork() as never, keyring, {
    divisions: [
      { code: '63', name: '青海省', level: 'province', parentCode: null },
      { code: '6301', name: '西宁市', level: 'prefecture', parentCode: '63' },
      { code: '630121', name: '大通回族土族自治县', level: 'county', parentCode: '6301' },
    ],
    organisations: [unit(DEMO_CLINICS.qiaotou), unit(DEMO_CLINICS.tar)],
    accounts: [
      staff(NURSE, 'vaccinator', clinic),
      staff(OTHER_NURSE, 'vaccinator', world.organisation(DEMO_CLINICS.tar)),
      staff(INSPECTOR, 'inspector', clinic),
    ],
  });
  await world.bind('parent', world.elder.id);
  await world.bind('parent', world.baby.id);
  folder = mkdtempSync(join(tmpdir(), 'sealed-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world?.stop();
  await platform?.stop();
});

let certificate: IssuedCertificate;
/** what statistics were told of a person's certificates */
const toldOf = (personId: string) =>
  query<{ sealed: string | null; version: number }>(
    world.em(),
    `select payload ->> 'sealedAt' as sealed, (payload ->> 'version')::int as version from outbox
     where type = 'certificate.changed' and payload ->> 'personId' = $1 order by seq`,
    [personId],
  );

describe('the file of a certificate', () => {
  it('Q-68 fails with a reason people can read while the issuer has no seal, and is made once there is one', async () => {
    certificate = await steps.issued(parent, world.elder.id);
    const [queued] = await steps.filesOf(parent, certificate.id);
    await steps.settled(parent, queued!.id).toBe('failed');
    expect(await steps.file(parent, queued!.id)).toMatchObject({ failure: 'no_seal', ofdBytes: null });
    expect(await steps.log(queued!.id)).toMatchObject([{ act: 'seal', result: 'failed', reason: 'no_seal' }]);

    const seal = await steps.drawSeal(cdc, clinic);
    expect(seal.state).toBe('active');
    sealId = seal.id;
    await steps.settled(parent, queued!.id).toBe('sealed');
  });

  it('Q-51 Q-67 is an OFD and a PDF with the seal of the issuer; each sealing is a line of evidence', async () => {
    const [file] = await steps.filesOf(parent, certificate.id);
    const ofd = await steps.bytes(parent, file!.id, 'ofd');
    const { sm2 } = await steps.roots();
    const verdict = checkOfd(ofd, { roots: sm2, at: Date.now() });
    expect(verdict).toMatchObject({ accepted: true, reasons: [], notices: [] });
    expect(verdict.content?.metadata.get('ZZHM')).toBe(certificate.number);
    expect(verdict.content?.metadata.get('ZZBS')).toBe(certificate.identifier);
    expect(verdict.content?.metadata.get('CZZT')).toBe('李文婷');
    expect(verdict.content?.sealName).toContain('桥头镇中心卫生院');
    const record = JSON.parse(new TextDecoder().decode(verdict.content?.attachments.get('record.json')));
    expect(record).toMatchObject({
      name: '李文婷',
      code: certificate.code,
      documentNumber: world.elder.documentNumber,
    });
    expect(record.doses).toHaveLength(world.elder.doses.length);
    expect(record.guardians.map((g: { name: string }) => g.name)).toEqual(world.elder.guardians.map((g) => g.name));

    const pdf = await steps.bytes(parent, file!.id, 'pdf');
    const log = await steps.log(file!.id);
    const sealed = log.filter((l) => l.result === 'ok');
    expect(sealed.map((l) => [l.format, l.file_sm3, l.operator])).toEqual([
      ['ofd', toHex(sm3(ofd)), 'service:certificates'],
      ['pdf', toHex(sm3(pdf)), 'service:certificates'],
    ]);
    expect(sealed.every((l) => /^[0-9A-F]{16,}$/.test(l.certificate_serial ?? ''))).toBe(true);
  });

  it('Q-135 tells the statistics when it was sealed', async () => {
    expect(await toldOf(world.elder.id)).toEqual([
      { sealed: null, version: 1 },
      { sealed: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), version: 2 },
    ]);
  });

  it.skipIf(!hasPoppler)('Q-51 pdfsig finds the signature valid over the whole PDF, pdftotext every dose', async () => {
    const [file] = await steps.filesOf(parent, certificate.id);
    const path = join(folder, 'certificate.pdf');
    writeFileSync(path, await steps.bytes(parent, file!.id, 'pdf'));
    const said = execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8' });
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Total document signed');
    const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    for (const dose of world.elder.doses) expect(words).toContain(dose.date);
    expect(words).toContain('李文婷');
    expect(words).toContain(world.elder.documentNumber);
  });

  it('J-25 is made of the preset face, the data of the file and the seal as soon as it is asked for: nobody types or seals', async () => {
    const { baby } = world;
    const granted = await steps.issued(parent, baby.id);
    const files = await steps.filesOf(parent, granted.id);
    expect(files.map(({ kind }) => kind)).toEqual(['certificate']);
    await steps.settled(parent, files[0]!.id).toBe('sealed');
    const { sm2 } = await steps.roots();
    const { accepted, content } = checkOfd(await steps.bytes(parent, files[0]!.id, 'ofd'), { roots: sm2 });
    expect(accepted).toBe(true);
    expect(content?.sealName).toContain('桥头镇中心卫生院');
    expect(content?.metadata.get('CZZT')).toBe(baby.name);
    const record = JSON.parse(new TextDecoder().decode(content?.attachments.get('record.json')));
    expect(record).toMatchObject({
      name: baby.name,
      sex: baby.sex,
      birthDate: baby.birthDate,
      documentNumber: baby.documentNumber,
    });
    const given = (doses: readonly { date: string; lot: string | null }[]) => doses.map((d) => `${d.date} ${d.lot}`);
    expect(given(record.doses).sort()).toEqual(given(baby.doses).sort());
  });

  it('Q-46 is taken along: the OFD proves itself without a server, the PDF prints as A4 at its own size', async () => {
    const [file] = await steps.filesOf(parent, certificate.id);
    const { sm2 } = await steps.roots();
    const ofd = await steps.bytes(parent, file!.id, 'ofd');
    const pdf = Buffer.from(await steps.bytes(parent, file!.id, 'pdf'));
    // All that a device without a network has: the bytes and the roots.
    expect(checkOfd(ofd, { roots: sm2 })).toMatchObject({ accepted: true, reasons: [] });
    const sheets = [...pdf.toString('latin1').matchAll(/\/MediaBox *\[ *0 0 ([\d.]+) ([\d.]+) *\]/g)];
    expect(sheets).toHaveLength(file!.pages ?? 0);
    for (const [, width, height] of sheets) {
      expect(Math.round((Number(width) / 72) * 25.4)).toBe(210);
      expect(Math.round((Number(height) / 72) * 25.4)).toBe(297);
    }
  });

  it('Q-52 Q-53 Q-69 gives an address that works once; each fetch is a line and a use', async () => {
    const [file] = await steps.filesOf(parent, certificate.id);
    const before = (await world.auditLines('download of certificate file')).length;
    const link = (await steps.link(parent, file!.id, 'pdf')).data.fetchDocument;
    const life = Date.parse(link.expiresAt) - Date.now();
    expect(life).toBeGreaterThan(4 * 60_000);
    expect(life).toBeLessThanOrEqual(5 * 60_000);
    expect((await world.stack.file('certificates', link.url)).status).toBe(200);
    const again = await world.stack.file('certificates', link.url);
    expect(again.status).toBe(404);
    const page = await fetch(`${world.stack.peers.certificates}${link.url}`, {
      headers: { 'x-miaoben-router': world.stack.routerSecret, accept: 'text/html' },
    });
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('链接已失效');
    const lines = await world.auditLines('download of certificate file');
    expect(lines.slice(before)).toMatchObject([{ account_id: 'parent', subject: file!.id, detail: { format: 'pdf' } }]);
    const used = await query<{ payload: { use: string } }>(
      world.em(),
      "select payload from outbox where type = 'credential.used' order by seq desc limit 1",
    );
    expect(used[0]?.payload).toMatchObject({ use: 'downloaded', licenceType: 'vaccination_certificate', system: null });
  });

  it('Q-51 two requests at once make one file', async () => {
    const other = await steps.issued(nurse, world.baby.id);
    await steps.done(cdc, GRANT, { sealId, grantee: NURSE });
    const answers = await Promise.all([steps.request(nurse, [other.id]), steps.request(nurse, [other.id])]);
    const ids = answers.map((a) => a.data.requestDocuments[0]?.id);
    expect(ids[0]).toBe(ids[1]);
    await steps.settled(nurse, ids[0]!).toBe('sealed');
    expect((await steps.log(ids[0]!)).map((l) => [l.format, l.operator])).toEqual([
      ['ofd', NURSE],
      ['pdf', NURSE],
    ]);
    expect((await steps.filesOf(nurse, other.id)).filter((f) => f.isMasked)).toHaveLength(1);
  });
});

/** Who may use a seal now, as its page says. */
async function standing(id: string): Promise<string[]> {
  type Grants = {
    seal: { grants: { account: { id: string } | null; system: string | null; withdrawnAt: string | null }[] };
  };
  const document = 'query ($id: ID!) { seal(id: $id) { grants { account { id } system withdrawnAt } } }';
  const { seal } = (await world.graph<Grants>(cdc, document, { id })).data;
  return seal.grants.flatMap((g) => (g.withdrawnAt === null ? (g.account?.id ?? g.system ?? []) : []));
}

const GRANT = `mutation ($commandId: ID!, $sealId: ID!, $grantee: String!) {
  grantSeal(commandId: $commandId, sealId: $sealId, grantee: $grantee) { id } }`;
const UNGRANT = `mutation ($commandId: ID!, $sealId: ID!, $grantee: String!) {
  withdrawSealGrant(commandId: $commandId, sealId: $sealId, grantee: $grantee) { id } }`;

describe('who may seal', () => {
  it('Q-66 Q-67 refuses an operator whose right was taken away, and writes the try down', async () => {
    const own = await steps.issued(nurse, world.baby.id);
    await steps.done(cdc, UNGRANT, { sealId, grantee: NURSE });
    const refused = await steps.request(nurse, [own.id]);
    expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
    const [line] = await query<{ reason: string; operator: string; result: string }>(
      world.em(),
      'select reason, operator, result from sealing_log order by seq desc limit 1',
    );
    expect(line).toEqual({ reason: 'not_granted', operator: NURSE, result: 'failed' });
  });

  it('Q-66 gives the right to staff of the issuer alone, and takes it from whoever has it', async () => {
    const refused = async (grantee: string) =>
      (await world.graph(cdc, GRANT, { commandId: newId(), sealId, grantee })).errors[0]?.extensions;
    for (const grantee of [OTHER_NURSE, INSPECTOR, newId()])
      expect(await refused(grantee)).toMatchObject({ code: 'BAD_INPUT', field: 'grantee', reason: 'unknown_code' });
    expect(await refused('no id')).toMatchObject({ code: 'BAD_INPUT', field: 'grantee', reason: 'format' });

    const identity = world.stack.services.identity.orm.em.fork() as never;
    await change(identity, "update account set state = 'frozen' where id = $1", [NURSE]);
    expect(await refused(NURSE)).toMatchObject({ field: 'grantee', reason: 'unknown_code' });
    await change(identity, "update account set state = 'normal' where id = $1", [NURSE]);
    await steps.done(cdc, GRANT, { sealId, grantee: NURSE });
    expect(await refused(NURSE)).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    await change(identity, "update account set state = 'frozen' where id = $1", [NURSE]);
    await steps.done(cdc, UNGRANT, { sealId, grantee: NURSE });
    await change(identity, "update account set state = 'normal' where id = $1", [NURSE]);
  });

  it('Q-66 Q-67 shows one seal with all who could ever use it and each act done with it, to those who reach it', async () => {
    const SEAL =
      'query ($id: ID!) { seal(id: $id) { state grants { account { id } system withdrawnAt } } sealingLog(sealId: $id, first: 100) { nodes { act result certificateNumber } } }';
    type One = {
      seal: {
        state: string;
        grants: { account: { id: string } | null; system: string | null; withdrawnAt: string | null }[];
      } | null;
      sealingLog: { nodes: { act: string; result: string; certificateNumber: string }[] };
    };
    const read = async (who: Caller) => (await world.graph<One>(who, SEAL, { id: sealId })).data;
    const { seal, sealingLog } = await read(cdc);
    expect(seal?.state).toBe('active');
    expect(seal?.grants.filter((g) => g.withdrawnAt === null)).toMatchObject([{ system: 'service:certificates' }]);
    expect(seal?.grants.filter((g) => g.withdrawnAt !== null).map((g) => g.account?.id)).toEqual([NURSE, NURSE]);
    const [counted] = await query<{ lines: number }>(
      world.em(),
      'select count(*)::int as lines from sealing_log where seal_id = $1',
      [sealId],
    );
    expect(sealingLog.nodes).toHaveLength(counted?.lines ?? -1);
    expect(sealingLog.nodes.map((l) => l.certificateNumber)).toContain(certificate.number);
    const elsewhere: Caller = { role: 'cdc', account: newId(), divisions: ['630203'] };
    expect(await read(elsewhere)).toEqual({ seal: null, sealingLog: { nodes: [] } });
  });

  it('Q-69 shows a stranger nothing, and staff no whole document number', async () => {
    const [file] = await steps.filesOf(parent, certificate.id);
    expect(await steps.file(stranger, file!.id)).toBeNull();
    expect((await steps.link(stranger, file!.id, 'pdf')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await steps.link(nurse, file!.id, 'pdf')).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('the licence platform', () => {
  const RECEIPT =
    'query ($id: ID!) { certificateDocument(id: $id) { submission { state receipt attempts lastError } } }';

  it('Q-55 Q-64 Q-70 gets the data of each sealed file and seal, masked, and its number comes back to the file', async () => {
    const [file] = await steps.filesOf(parent, certificate.id);
    const submission = async () => {
      const answer = await world.graph<{ certificateDocument: { submission: { state: string; receipt: string } } }>(
        parent,
        RECEIPT,
        { id: file!.id },
      );
      return answer.data.certificateDocument.submission;
    };
    await expect.poll(async () => (await submission()).state, { timeout: 20_000 }).toBe('accepted');
    const { receipt } = await submission();
    const taken = (await (await fetch(`${platform.url}/submissions`)).json()) as Record<string, string>[];
    const own = taken.find((t) => t.receipt === receipt);
    const [ofd] = (await steps.log(file!.id)).filter((l) => l.format === 'ofd');
    expect(own).toMatchObject({
      kind: 'certificate',
      identifier: certificate.identifier,
      number: certificate.number,
      holderName: '李*婷',
      ofdSm3: ofd!.file_sm3,
    });
    expect(JSON.stringify(taken)).not.toContain(world.elder.documentNumber);
    expect(JSON.stringify(taken)).not.toContain('李文婷');
    expect(taken.some((t) => t.kind === 'seal' && /^\d{14}$/.test(t.number ?? ''))).toBe(true);
  });

  it('Q-55 is asked again while it does not answer, and says why meanwhile', async () => {
    const { url } = platform;
    const port = Number(new URL(url).port);
    await platform.stop();
    const seal = await steps.drawSeal(cdc, world.organisation(DEMO_CLINICS.xinzhuang));
    const row = async () => {
      const sql = 'select state, last_error, attempts from licence_submission where subject_id = $1';
      return (await query<{ state: string; last_error: string; attempts: number }>(world.em(), sql, [seal.id]))[0]!;
    };
    await expect.poll(async () => (await row()).last_error, { timeout: 20_000 }).toBe('no answer');
    expect((await row()).state).toBe('waiting');
    platform = await startLicencePlatformCounterpart(port);
    await expect.poll(async () => (await row()).state, { timeout: 30_000 }).toBe('accepted');
    expect((await row()).attempts).toBeGreaterThan(1);
  });
});

describe('how the licence platform has it', () => {
  interface Told {
    state: string;
    receipt: string | null;
    lastError: string | null;
    attempts: number;
    platformState: string | null;
    platformReason: string | null;
    sealing: { receipt: string; sealId: string; at: string; state: string; withdrawnAt: string | null } | null;
    withdrawal: Pick<Told, 'state' | 'receipt' | 'lastError' | 'attempts'> | null;
  }
  const TOLD = `submission { state receipt lastError attempts platformState platformReason
    sealing { receipt sealId at state withdrawnAt } withdrawal { state receipt lastError attempts } }`;
  const toldOf = async (id: string, caller: Caller = nurse) =>
    (
      await world.graph<{ certificateDocument: { submission: Told | null } }>(
        caller,
        `query ($id: ID!) { certificateDocument(id: $id) { ${TOLD} } }`,
        { id },
      )
    ).data.certificateDocument.submission;
  const becomes = (id: string) => expect.poll(() => toldOf(id), { timeout: 20_000 });
  /** what the platform's push does once the gateway has passed it on */
  const knock = () =>
    fetch(`${world.stack.peers.certificates}/licence-platform/changed`, {
      method: 'POST',
      headers: { 'x-miaoben-router': world.stack.routerSecret },
    });
  const idThere = async (receipt: string) => {
    const taken = (await (await fetch(`${platform.url}/submissions`)).json()) as Record<string, string>[];
    return taken.find((t) => t.receipt === receipt)!.submissionId!;
  };
  const play = async (submissionId: string, act: string) => {
    await fetch(`${platform.url}/submissions/${submissionId}/${act}`, { method: 'POST', redirect: 'manual' });
    expect((await knock()).status).toBe(202);
  };
  const used = new Set<string>();
  const pupil = () => {
    const { person } = world.demo.pupils.find(
      (p) => p.expected === '1' && p.person?.managingClinicCode === DEMO_CLINICS.qiaotou && !used.has(p.person.id),
    )!;
    used.add(person!.id);
    return person!;
  };
  async function sealedFile() {
    const person = pupil();
    const own = await steps.issued(nurse, person.id);
    const [file] = await steps.filesOf(nurse, own.id);
    await steps.settled(nurse, file!.id).toBe('sealed');
    await becomes(file!.id).toMatchObject({ state: 'accepted' });
    await knock();
    await becomes(file!.id).toMatchObject({ platformState: 'registered' });
    return { own, id: file!.id, told: (await toldOf(file!.id))! };
  }
  const voidIt = (identifier: string) =>
    steps.done(
      nurse,
      'mutation ($commandId: ID!, $i: VoidCertificateInput!) { voidCertificate(commandId: $commandId, input: $i) { state } }',
      {
        i: { identifier, reason: '误发' },
      },
    );

  let first: Awaited<ReturnType<typeof sealedFile>>;

  it('Q-68 shows a state the platform sets later as soon as it pushes, an older one never over a newer', async () => {
    first = await sealedFile();
    const { id, told } = first;
    const there = await idThere(told.receipt!);
    await play(there, 'suspend');
    await becomes(id).toMatchObject({ platformState: 'suspended', platformReason: '平台核查中' });
    await play(there, 'resume');
    await becomes(id).toMatchObject({ platformState: 'registered', platformReason: null });
    const late = {
      submissionId: there,
      state: 'cancelled' as const,
      at: '2020-01-01T00:00:00.000Z',
      reason: null,
      sealing: null,
    };
    const at = new Date();
    await takeChanges(world.em(), [late], { cursor: 'x.1', isMore: false, at });
    expect((await toldOf(id))?.platformState).toBe('registered');
    expect(await knock()).toMatchObject({ status: 202 });
  });

  it('Q-68 finds one hand-over by its acceptance number inside the area, and tells how far a batch is in both systems', async () => {
    const { own, id, told } = first;
    const find = (caller: Caller, receipt: string) =>
      world.graph<{ submission: { kind: string; number: string; submission: { platformState: string } } | null }>(
        caller,
        'query ($r: String!) { submission(receipt: $r) { kind number submission { state receipt platformState } } }',
        { r: receipt },
      );
    const receipt = told.receipt!;
    expect((await find(nurse, ` ${receipt} `)).data.submission).toEqual({
      kind: 'certificate',
      number: own.number,
      submission: { state: 'accepted', receipt, platformState: 'registered' },
    });
    expect((await find(nurse, 'SL0')).data.submission).toBeNull();
    expect((await find(cdcElsewhere, receipt)).data.submission).toBeNull();
    expect((await find(nurse, ' ')).errors[0]?.extensions).toMatchObject({ field: 'receipt', reason: 'required' });
    const progress = async (caller: Caller, documentIds: string[]) =>
      (
        await world.graph<{ sealingProgress: Record<string, number> }>(
          caller,
          'query ($ids: [ID!]!) { sealingProgress(documentIds: $ids) { total sealed failed accepted refused } }',
          { ids: documentIds },
        )
      ).data.sealingProgress;
    expect(await progress(nurse, [id, newId()])).toEqual({ total: 1, sealed: 1, failed: 0, accepted: 1, refused: 0 });
    expect(await progress(cdcElsewhere, [id])).toMatchObject({ total: 0 });
  });

  it('Q-64 takes in what the seal system gives back, and shows it with the file and with each act in the log', async () => {
    const { id, told } = first;
    const [seal] = await query<{ number: string }>(
      world.em(),
      'select number from seal join sealed_document d on d.seal_id = seal.id where d.id = $1',
      [id],
    );
    expect(told.sealing).toEqual({
      receipt: expect.stringMatching(/^QZ\d{14}$/),
      sealId: seal!.number,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      state: 'sealed',
      withdrawnAt: null,
    });
    const lines = (
      await world.graph<{ sealingLog: { nodes: { act: string; submission: Told | null }[] } }>(
        cdc,
        `query ($id: ID!) { sealingLog(first: 10, documentId: $id) { nodes { act ${TOLD} } } }`,
        { id },
      )
    ).data.sealingLog.nodes;
    expect(lines.map((l) => [l.act, l.submission?.sealing?.receipt])).toEqual([
      ['seal', told.sealing?.receipt],
      ['seal', told.sealing?.receipt],
    ]);
    await steps.done(
      nurse,
      'mutation ($commandId: ID!, $id: ID!) { withdrawDocument(commandId: $commandId, documentId: $id, reason: "章盖歪了", renew: false) { state } }',
      { id },
    );
    await becomes(id).toMatchObject({ withdrawal: { state: 'accepted' } });
    await knock();
    await becomes(id).toMatchObject({
      platformState: 'registered',
      sealing: { receipt: told.sealing?.receipt, state: 'withdrawn', withdrawnAt: expect.stringMatching(/Z$/) },
    });
    // Nobody's words leave the house.
    expect(await (await fetch(`${platform.url}/submissions`)).text()).not.toContain('章盖歪了');
  });

  it('Q-161 Q-54 a voided certificate is cancelled at the platform, told again until it gives its receipt', async () => {
    await voidIt(first.own.identifier);
    await becomes(first.id).toMatchObject({ withdrawal: { state: 'accepted', receipt: expect.stringMatching(/^SL/) } });
    await knock();
    await becomes(first.id).toMatchObject({ platformState: 'cancelled', sealing: { state: 'withdrawn' } });

    const second = await sealedFile();
    const port = Number(new URL(platform.url).port);
    await platform.stop();
    await voidIt(second.own.identifier);
    await becomes(second.id).toMatchObject({ withdrawal: { state: 'waiting', receipt: null, lastError: 'no answer' } });
    platform = await startLicencePlatformCounterpart(port);
    await becomes(second.id).toMatchObject({
      withdrawal: { state: 'accepted', receipt: expect.stringMatching(/^SL/) },
    });
    expect((await toldOf(second.id))!.withdrawal!.attempts).toBeGreaterThan(1);
  });

  it('Q-161 takes nothing back that the platform never took', async () => {
    const own = await steps.issued(nurse, pupil().id);
    const [file] = await steps.filesOf(nurse, own.id);
    await steps.settled(nurse, file!.id).toBe('sealed');
    // What the platform has not answered yet would still be told to be withdrawn.
    await becomes(file!.id).toMatchObject({ state: 'accepted' });
    const sql = `update licence_submission set state = 'refused' where subject_id = $1 returning 1`;
    await query(world.em(), sql, [file!.id]);
    await voidIt(own.identifier);
    expect((await toldOf(file!.id))?.withdrawal).toBeNull();
  });
});

describe('what was changed', () => {
  it('Q-67 a file with one changed byte is refused, or says the same to the last byte', async () => {
    const [file] = await steps.filesOf(parent, certificate.id);
    const ofd = await steps.bytes(parent, file!.id, 'ofd');
    const { sm2 } = await steps.roots();
    const { content } = checkOfd(ofd, { roots: sm2 });
    const step = Math.floor(ofd.length / 40);
    let refused = 0;
    for (let at = 100; at < ofd.length; at += step) {
      const changed = ofd.slice();
      changed[at]! ^= 1;
      const check = checkOfd(changed, { roots: sm2 });
      // Times and attributes in the archive's headers are covered by no signature: then what is read out is the same.
      if (check.accepted) expect(check.content).toEqual(content);
      else refused += 1;
    }
    expect(refused).toBeGreaterThan(30);
  });

  it('Q-65 does not seal a certificate that was altered in the store', async () => {
    const other = world.demo.pupils.find((p) => p.expected === '2' && p.person)!.person!;
    const altered = await steps.issued(nurse, other.id);
    await change(world.em(), "update certificate set result = 1, missing = '[]' where identifier = $1", [
      altered.identifier,
    ]);
    await steps.done(cdc, GRANT, { sealId, grantee: NURSE });
    const [file] = (await steps.request(nurse, [altered.id])).data.requestDocuments;
    await steps.settled(nurse, file!.id).toBe('failed');
    expect((await steps.file(nurse, file!.id)).failure).toBe('record_altered');
    expect((await steps.log(file!.id)).at(-1)).toMatchObject({ result: 'failed', reason: 'record_altered' });
  });

  it('Q-70 renews the file when the certificate is issued anew after a dose was voided; the old one says so', async () => {
    const [old] = await steps.filesOf(parent, certificate.id);
    await world.voidLast(nurse, world.elder.id, '1201');
    await world.hear();
    await expect.poll(async () => (await steps.file(parent, old!.id)).state, { timeout: 20_000 }).toBe('withdrawn');
    expect((await steps.log(old!.id)).at(-1)).toMatchObject({ act: 'withdraw', result: 'ok' });
    expect((await steps.link(parent, old!.id, 'pdf')).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
    });
  });

  it('Q-70 Q-66 a withdrawn seal is not usable by anybody, its files are withdrawn and made anew with the next', async () => {
    const own = await steps.issued(parent, world.baby.id);
    const [file] = (await steps.request(parent, [own.id])).data.requestDocuments;
    await steps.settled(parent, file!.id).toBe('sealed');
    await steps.done(
      cdc,
      `mutation ($commandId: ID!, $sealId: ID!) { withdrawSeal(commandId: $commandId, sealId: $sealId, reason: "印章有误", renewFiles: true) { state } }`,
      { sealId },
    );
    expect((await steps.file(parent, file!.id)).withdrawnReason).toBe('seal_withdrawn');
    expect(await standing(sealId)).toEqual([]);
    const again = (await steps.request(parent, [own.id])).data.requestDocuments[0]!;
    expect(again.id).not.toBe(file!.id);
    await steps.settled(parent, again.id).toBe('failed');
    expect((await steps.file(parent, again.id)).failure).toBe('no_seal');
    await steps.drawSeal(cdc, clinic);
    await steps.settled(parent, again.id).toBe('sealed');
  });

  it('Q-51 Q-62 Q-72 a body that has closed seals no file and gets no seal, until it works again', async () => {
    const own = await steps.issued(parent, world.baby.id);
    const copy = (purpose: string) =>
      steps.done<{ id: string }>(parent, COPY, { certificateId: own.id, purpose, validUntil: '2026-12-01' });
    await world.close(DEMO_CLINICS.qiaotou, TODAY);
    const { id } = await copy('转园');
    await steps.settled(parent, id).toBe('failed');
    expect((await steps.file(parent, id)).failure).toBe('issuer_closed');
    expect(await steps.log(id)).toMatchObject([{ act: 'seal', result: 'failed', reason: 'issuer_closed' }]);
    const draw = await world.graph(
      cdc,
      'mutation ($c: ID!, $i: ID!) { drawSeal(commandId: $c, issuerId: $i) { id } }',
      { c: newId(), i: clinic },
    );
    expect(draw.errors[0]?.extensions).toMatchObject({ field: 'issuerId', reason: 'wrong_state' });

    // What failed meanwhile is made without being asked for again.
    await world.close(DEMO_CLINICS.qiaotou, null);
    await steps.settled(parent, id).toBe('sealed');
    expect((await steps.log(id)).map((l) => [l.result, l.reason])).toEqual([
      ['failed', 'issuer_closed'],
      ['ok', null],
      ['ok', null],
    ]);
  });

  it('Q-51 Q-72 a file that failed because its issuer closed is made for the certificate that another issuer gives', async () => {
    const person = world.demo.pupils.findLast(
      (p) => p.expected === '1' && p.person?.managingClinicCode === DEMO_CLINICS.qiaotou,
    )!.person!;
    const first = await steps.issued({ ...nurse, organisation: world.organisation(DEMO_CLINICS.xinzhuang) }, person.id);
    await world.close(DEMO_CLINICS.xinzhuang, TODAY);
    const [failed] = (await steps.request(partner, [first.id])).data.requestDocuments;
    await steps.settled(partner, failed!.id).toBe('failed');
    expect(await steps.file(partner, failed!.id)).toMatchObject({ failure: 'issuer_closed', isMasked: true });
    // The next issue is the clinic's, which manages the file; nobody asks for a file.
    await world.voidLast(nurse, person.id, '1201');
    await world.hear();
    await expect.poll(async () => (await steps.file(partner, failed!.id)).state, { timeout: 20_000 }).toBe('withdrawn');
    const next = (
      await query<{ id: string }>(
        world.em(),
        `select d.id from sealed_document d join certificate c using (person_id, certificate_id)
       where d.person_id = $1 and c.state = 'valid' and d.is_masked`,
        [person.id],
      )
    )[0]!;
    await steps.settled(partner, next.id).toBe('sealed');
    await world.close(DEMO_CLINICS.xinzhuang, null);
  });
});

const COPY = `mutation ($commandId: ID!, $certificateId: ID, $holderCode: String, $purpose: String!, $validUntil: Date!) {
  makeAnnotatedCopy(commandId: $commandId, certificateId: $certificateId, holderCode: $holderCode, purpose: $purpose, validUntil: $validUntil) { id } }`;

describe('an annotated copy', () => {
  it('Q-58 is a file of its own with purpose and last day in picture and metadata, and the same identifier', async () => {
    const own = await steps.issued(parent, world.baby.id);
    const use = { certificateId: own.id, purpose: '第三小学入学报名', validUntil: '2026-12-01' };
    const { id } = await steps.done<{ id: string }>(parent, COPY, use);
    await steps.settled(parent, id).toBe('sealed');
    // A copy is no sealing of the certificate anew.
    expect((await toldOf(world.baby.id)).map(({ sealed }) => sealed !== null)).toEqual([false, true]);
    expect(await steps.file(parent, id)).toMatchObject({
      kind: 'annotated',
      purpose: use.purpose,
      validUntil: use.validUntil,
    });
    const { sm2 } = await steps.roots();
    const verdict = checkOfd(await steps.bytes(parent, id, 'ofd'), { roots: sm2, at: Date.now() });
    expect(verdict.accepted).toBe(true);
    expect(verdict.content?.metadata.get('KZ_JZJSYSY')).toBe(use.purpose);
    expect(verdict.content?.metadata.get('KZ_JZJYXQJZRQ')).toBe(use.validUntil);
    expect(verdict.content?.metadata.get('ZZBS')).toBe(own.identifier);
    if (!hasPoppler) return;
    const path = join(folder, 'copy.pdf');
    writeFileSync(path, await steps.bytes(parent, id, 'pdf'));
    expect(execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8' })).toContain('Signature is Valid');
    // Slanted text comes out character by character: eight times across the page.
    const words = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' });
    for (const char of ['第', '三', '报']) expect(words.split(char).length - 1).toBeGreaterThanOrEqual(8);
  });

  it('Q-52 Q-53 another system names a certificate by its identifier, has it sealed, and gets what is printed at an address that expires', async () => {
    const own = await steps.issued(parent, world.baby.id);
    const [file] = (await steps.request(partner, [own.identifier])).data.requestDocuments;
    expect(file).toMatchObject({ kind: 'certificate', certificateId: own.id, isMasked: true });
    await steps.settled(partner, file!.id).toBe('sealed');
    const pdf = Buffer.from(await steps.bytes(partner, file!.id, 'pdf'));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const { url, expiresAt } = (await steps.link(partner, file!.id, 'pdf')).data.fetchDocument;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(expiresAt) + 1_000 });
    const late = await world.stack.file('certificates', url).finally(() => vi.useRealTimers());
    expect(late.status).toBe(403);
    for (const name of [`${own.identifier}X`, ''])
      expect((await steps.request(partner, [name])).errors[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  it('Q-69 is kept so that the disk gives nothing away, and given to the unit, disease control, inspectors and partners', async () => {
    const own = await steps.issued(parent, world.baby.id);
    const file = (await steps.filesOf(cdc, own.id)).find((f) => f.kind === 'certificate' && f.isMasked);
    const [kept] = await query<{ ofd_file: string }>(world.em(), 'select ofd_file from sealed_document where id = $1', [
      file!.id,
    ]);
    const { files } = world.stack.services.certificates;
    const stored = await readFile(files.path(kept!.ofd_file));
    const inspector: Caller = { role: 'inspector', account: INSPECTOR, divisions: ['630121'] };
    const { sm2 } = await steps.roots();
    for (const reader of [nurse, cdc, inspector, partner]) {
      const given = await steps.bytes(reader, file!.id, 'ofd');
      expect(checkOfd(given, { roots: sm2 }).content?.metadata.get('CZZT')).toBe(world.baby.name);
      expect(Buffer.from(given).subarray(0, 2).toString()).toBe('PK');
      expect(stored.includes(Buffer.from(given).subarray(0, 64))).toBe(false);
    }
    expect(stored.subarray(0, 2).toString()).not.toBe('PK');
  });

  it('Q-58 another system has it made by identifier or by holder code, and fetches it or the original, of its divisions alone', async () => {
    const own = await steps.issued(parent, world.baby.id);
    const use = { purpose: '转入就诊', validUntil: '2026-12-01' };
    const { sm2 } = await steps.roots();
    const holderCode = world.baby.documentNumber;
    for (const named of [{ certificateId: own.identifier }, { holderCode }]) {
      const { id } = await steps.done<{ id: string }>(partner, COPY, { ...named, ...use });
      await steps.settled(partner, id).toBe('sealed');
      const { content } = checkOfd(await steps.bytes(partner, id, 'ofd'), { roots: sm2 });
      expect(content?.metadata.get('KZ_JZJSYSY')).toBe(use.purpose);
      expect(content?.metadata.get('ZZBS')).toBe(own.identifier);
    }
    const [original] = (await steps.request(partner, [own.identifier])).data.requestDocuments;
    await steps.settled(partner, original!.id).toBe('sealed');
    const { content } = checkOfd(await steps.bytes(partner, original!.id, 'ofd'), { roots: sm2 });
    expect(content?.metadata.get('KZ_JZJSYSY')).toBeUndefined();

    const refused = async (caller: Caller, named: Record<string, unknown>) =>
      (await world.graph(caller, COPY, { commandId: newId(), ...named, ...use })).errors[0]?.extensions;
    const away: Caller = { ...partner, divisions: ['632221'] };
    for (const named of [{ certificateId: own.identifier }, { holderCode }, { certificateId: `${own.identifier}X` }])
      expect(await refused(away, named)).toEqual({ code: 'FORBIDDEN' });
    for (const named of [{}, { certificateId: own.id, holderCode }])
      expect(await refused(partner, named)).toMatchObject({ field: 'certificateId', reason: 'required' });
  });

  it.each([
    ['', '2026-12-01', 'purpose', 'required'],
    ['x'.repeat(41), '2026-12-01', 'purpose', 'too_long'],
    ['入学\u202e', '2026-12-01', 'purpose', 'suspicious_characters'],
    ['入学', '2026-11-20', 'validUntil', 'out_of_range'],
    ['入学', '2028-01-01', 'validUntil', 'out_of_range'],
  ])('Q-58 refuses purpose "%s" until %s', async (purpose, validUntil, field, reason) => {
    const own = await steps.issued(parent, world.baby.id);
    const answer = await world.graph(parent, COPY, { commandId: newId(), certificateId: own.id, purpose, validUntil });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });
});

describe('seals of an area', () => {
  const SEALS = 'query { seals { nodes { id state issuer { id } } } }';
  type Listed = { seals: { nodes: { id: string; state: string; issuer: { id: string } }[] } };
  const UPLOAD = `mutation ($commandId: ID!, $issuerId: ID!, $fileName: String!, $size: Int!) {
    startSealUpload(commandId: $commandId, issuerId: $issuerId, name: "预防接种专用章", fileName: $fileName, size: $size) { id uploadUrl } }`;
  const STATE = 'query { seals { nodes { id state failure } } }';

  it('Q-61 Q-66 a unit uploads its first seal, which nobody may use before the superior allows it', async () => {
    const other = world.organisation(DEMO_CLINICS.tar);
    const its: Caller = { role: 'vaccinator', account: newId(), organisation: other, divisions: ['630121'] };
    const picture = await drawSeal('大通县塔尔镇中心卫生院');
    const bad = await steps.done<{ id: string; uploadUrl: string }>(its, UPLOAD, {
      issuerId: other,
      fileName: 'a.png',
      size: 5,
    });
    expect((await world.stack.file('certificates', bad.uploadUrl, new TextEncoder().encode('no png'))).status).toBe(
      204,
    );
    const stateOf = async (id: string) => {
      const answer = await world.graph<{ seals: { nodes: { id: string; state: string; failure: string | null }[] } }>(
        its,
        STATE,
      );
      const found = answer.data.seals.nodes.find((s) => s.id === id);
      return [found?.state, found?.failure];
    };
    await expect.poll(() => stateOf(bad.id)).toEqual(['refused', 'file_type']);
    const good = await steps.done<{ id: string; uploadUrl: string }>(its, UPLOAD, {
      issuerId: other,
      fileName: 'seal.png',
      size: picture.length,
    });
    expect((await world.stack.file('certificates', good.uploadUrl, picture)).status).toBe(204);
    await expect.poll(() => stateOf(good.id), { timeout: 10_000 }).toEqual(['active', null]);
    const grants = await query(world.em(), 'select 1 from seal_grant where seal_id = $1', [good.id]);
    expect(grants).toHaveLength(0);
    // A second one is the superior's to make.
    const again = await world.graph(its, UPLOAD, { commandId: newId(), issuerId: other, fileName: 'b.png', size: 9 });
    expect(again.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('Q-62 Q-66 the superior sees and replaces seals of its area, with the rights to them; a unit sees its own, another county none', async () => {
    const all = (await world.graph<Listed>(cdc, SEALS)).data.seals.nodes;
    expect(new Set(all.map((s) => s.issuer.id)).size).toBe(3);
    const own = (await world.graph<Listed>(nurse, SEALS)).data.seals.nodes;
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((s) => s.issuer.id === clinic)).toBe(true);
    const elsewhere: Caller = { role: 'cdc', account: newId(), divisions: ['630203'] };
    expect((await world.graph<Listed>(elsewhere, SEALS)).data.seals.nodes).toEqual([]);
    const before = all.find((s) => s.issuer.id === clinic && s.state === 'active');
    const rights = await standing(before!.id);
    expect(rights).not.toEqual([]);
    const next = await steps.drawSeal(cdc, clinic);
    expect([await standing(before!.id), await standing(next.id)]).toEqual([[], rights]);
    const after = (await world.graph<Listed>(cdc, SEALS)).data.seals.nodes;
    expect(after.find((s) => s.id === before?.id)?.state).toBe('replaced');
    expect(after.find((s) => s.id === next.id)?.state).toBe('active');
  });

  it('Q-63 counts seals and sealed files by division and time, as the log and the seals have them', async () => {
    const answer = await world.graph<{ sealStatistics: Record<string, number | string>[] }>(
      cdc,
      `query { sealStatistics(division: "630121", from: "2020-01-01", to: "2099-12-31") { division active made ended sealed failed withdrawn } }`,
    );
    const [expected] = await query<{ sealed: number; made: number }>(
      world.em(),
      `select (select count(distinct document_id)::int from sealing_log where act = 'seal' and result = 'ok') as sealed,
         (select count(*)::int from seal where made_at is not null) as made`,
    );
    const sum = (key: string) => answer.data.sealStatistics.reduce((n, row) => n + Number(row[key]), 0);
    expect([sum('sealed'), sum('made'), sum('active')]).toEqual([expected?.sealed, expected?.made, 3]);
    const none = await world.graph<{ sealStatistics: { sealed: number }[] }>(
      cdc,
      'query { sealStatistics(division: "630121", from: "2020-01-01", to: "2020-01-31") { sealed } }',
    );
    expect(none.data.sealStatistics.every((row) => row.sealed === 0)).toBe(true);
  });
});
