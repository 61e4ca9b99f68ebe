import { change, newId } from '@miaoben/kernel';
import { DEMO_CLINICS, DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld, TODAY } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sealPupil } from './modules/school-check/school-check.shape.ts';

let world: CertificatesWorld;
let school: Caller;
let otherSchool: Caller;
let clinic: Caller;
/** A list of two at the first school: the child, and a stranger to the code. The other school has the child too. */
let list: string;
let otherList: string;

async function listOf(caller: Caller, pupils: { name: string; birthDate: string }[]): Promise<string> {
  const [id, file] = [newId(), newId()];
  await change(
    world.em(),
    `insert into stored_file (id, name, kind, account_id, size) values ($1, 'x.xlsx', 'roster', 'checker', 1)`,
    [file],
  );
  await change(
    world.em(),
    `insert into school_check (id, school_id, account_id, role, title, check_date, state, created_at, file_id)
     values ($1, $2, 'checker', 'school_checker', '一年级', $3, 'ready', now(), $4)`,
    [id, caller.organisation, TODAY, file],
  );
  const { keyring } = world.stack.services.certificates;
  for (const [i, pupil] of pupils.entries())
    await change(
      world.em(),
      `insert into school_check_row (check_id, number, verdict, sealed) values ($1, $2, 'complete', $3)`,
      [
        id,
        i + 2,
        sealPupil(keyring, {
          serial: null,
          ...pupil,
          grade: null,
          className: null,
          findings: [],
          missing: [],
        } as Parameters<typeof sealPupil>[1]),
      ],
    );
  return id;
}

beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  const at = (code: string): Caller => ({
    role: 'school_checker',
    account: code,
    organisation: world.organisation(code),
  });
  school = at(DEMO_SCHOOLS.primary);
  otherSchool = at(DEMO_SCHOOLS.central);
  clinic = {
    role: 'vaccinator',
    account: 'vaccinator',
    organisation: world.organisation(DEMO_CLINICS.qiaotou),
    divisions: ['630121'],
  };
  const { name, birthDate } = world.elder;
  list = await listOf(school, [
    { name, birthDate },
    { name: '王小明', birthDate: '2020-01-01' },
  ]);
  otherList = await listOf(otherSchool, [{ name, birthDate }]);
});
afterAll(() => world?.stop());

interface Scan {
  row: number;
  outcome: string;
  reason: string | null;
  isElsewhere: boolean;
  scannedAt: string;
  listDate: string | null;
}
const SEND = `mutation ($commandId: ID!, $input: GateScanInput!) { recordGateScan(commandId: $commandId, input: $input) {
  row outcome reason isElsewhere scannedAt listDate } }`;
const send = (caller: Caller, input: Record<string, unknown>, commandId = newId()) =>
  world.graph<{ recordGateScan: Scan }>(caller, SEND, {
    commandId,
    input: { checkId: list, row: 2, result: 1, scannedAt: new Date().toISOString(), ...input },
  });
const scans = async (caller: Caller, id: string) =>
  (
    await world.graph<{ schoolCheck: { scans: Scan[] } | null }>(
      caller,
      'query ($id: ID!) { schoolCheck(id: $id) { scans { row outcome reason isElsewhere scannedAt } } }',
      { id },
    )
  ).data.schoolCheck?.scans;

describe('scans at the gate, sent by a device', () => {
  it('J-135 verifies each code again and keeps the age of the device’s lists; sent twice, it counts once', async () => {
    const { code } = (await world.issue(clinic, world.elder.id)).data.issueCertificate;
    const commandId = newId();
    const input = {
      code,
      scannedAt: new Date().toISOString(),
      listDate: new Date(Date.now() - 86_400_000).toISOString(),
    };
    const first = await send(school, input, commandId);
    expect(first.errors).toEqual([]);
    expect(first.data.recordGateScan).toMatchObject({ row: 2, outcome: 'accepted', reason: null, isElsewhere: false });
    expect(first.data.recordGateScan.listDate).toBe(input.listDate);
    const again = await send(school, input, commandId);
    expect(again.data.recordGateScan).toEqual(first.data.recordGateScan);
    expect(await scans(school, list)).toHaveLength(1);
    expect(await scans(otherSchool, list)).toBeUndefined();
  });

  it('refuses a verdict made up on the device, an altered code and another child’s, each with its reason (attack 34)', async () => {
    const { code } = (await world.issue(clinic, world.elder.id)).data.issueCertificate;
    const at = code.length - 8;
    const altered = code.slice(0, at) + (code[at] === '0' ? '1' : '0') + code.slice(at + 1);
    const outcomes = [];
    for (const input of [{ code, result: 2 }, { code: altered }, { code, row: 3 }]) {
      const { outcome, reason } = (await send(school, input)).data.recordGateScan;
      outcomes.push([outcome, reason]);
    }
    expect(outcomes[0]).toEqual(['refused', 'verdict_differs']);
    expect(outcomes[1]?.[0]).toBe('refused');
    expect(['altered', 'unreadable']).toContain(outcomes[1]?.[1]);
    expect(outcomes[2]).toEqual(['refused', 'not_on_roster']);
  });

  it('flags a code that another school scanned too', async () => {
    const { code } = (await world.issue(clinic, world.elder.id)).data.issueCertificate;
    expect((await send(otherSchool, { checkId: otherList, code })).data.recordGateScan.isElsewhere).toBe(true);
  });

  it('sends back to be looked at again what was revoked since', async () => {
    const { code, id } = (await world.issue(clinic, world.elder.id)).data.issueCertificate;
    const scannedAt = new Date().toISOString();
    const revoked = await world.graph(
      clinic,
      'mutation ($commandId: ID!, $id: ID!) { revokeCertificate(commandId: $commandId, id: $id, reason: "信息有误") { state } }',
      { commandId: newId(), id },
    );
    expect(revoked.errors).toEqual([]);
    const sent = await send(school, { code, scannedAt });
    expect(sent.data.recordGateScan).toMatchObject({ outcome: 'look_again', reason: 'revoked' });
  });

  it('refuses a list of another school, a row that is none and a clock that is wrong', async () => {
    expect((await send(otherSchool, { code: 'VX1:' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await send(school, { code: 'VX1:', row: 99 })).errors[0]?.extensions).toMatchObject({
      field: 'row',
      reason: 'no_match',
    });
    expect(
      (await send(school, { code: 'VX1:', scannedAt: '2020-01-01T00:00:00Z' })).errors[0]?.extensions,
    ).toMatchObject({
      field: 'scannedAt',
      reason: 'out_of_range',
    });
  });

  it('Q-75 takes a parent’s own report as the pupil’s check when the school it is addressed to scans it', async () => {
    await world.bind('parent', world.elder.id);
    const parent: Caller = { role: 'guardian', account: 'parent' };
    const own = await world.graph<{
      runOwnCheck: { id: string; code: string; result: number; takenAt: string | null };
    }>(
      parent,
      'mutation ($commandId: ID!, $input: OwnCheckInput!) { runOwnCheck(commandId: $commandId, input: $input) { id code result takenAt } }',
      {
        commandId: newId(),
        input: {
          personId: world.elder.id,
          schoolId: school.organisation,
          entryKind: 'primary_school',
          checkDate: TODAY,
        },
      },
    );
    const { id, code, result } = own.data.runOwnCheck;
    const taken = async () =>
      (
        await world.graph<{ ownCheck: { takenAt: string | null } }>(
          parent,
          'query ($id: ID!) { ownCheck(id: $id) { takenAt } }',
          { id },
        )
      ).data.ownCheck.takenAt;
    await send(otherSchool, { checkId: otherList, code, result });
    expect(await taken()).toBeNull();
    expect((await send(school, { code, result })).data.recordGateScan.outcome).toBe('accepted');
    expect(await taken()).not.toBeNull();
  });
});
