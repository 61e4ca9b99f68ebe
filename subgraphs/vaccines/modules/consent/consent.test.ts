import { newId, query } from '@miaoben/kernel';
import { addDays } from '@miaoben/schedule';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  agreed,
  agreeIn,
  CLINIC,
  fromBooklet,
  givenHere,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  RECORD,
  type RecordedAnswer,
  recordIn,
  signedOffIn,
  signIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const HEPB = '0202';
const FOR = `query ($r: [_Any!]!, $v: ID!, $d: Date) { _entities(representations: $r) { ... on Person {
  consentFor(vaccineCode: $v, date: $d) { state text { id version hash vaccines } consent { id } }
} } }`;
const WITHDRAW = `mutation ($c: ID!, $id: ID!, $r: String!, $at: DateTime) {
  withdrawConsent(commandId: $c, consentId: $id, reason: $r, at: $at) { id withdrawnAt withdrawnReason decision signature }
}`;
const RECORDS = `query ($d: Date!, $x: ConsentDecision, $n: Int, $a: String) {
  consentRecords(day: $d, decision: $x, first: $n, after: $a) {
    nodes { id decision person { id } signerName withdrawnAt vaccine { code } } pageInfo { hasNextPage endCursor }
  }
}`;

interface Standing {
  _entities: { consentFor: { state: string; text: { id: string; version: number }; consent: { id: string } | null } }[];
}
interface Records {
  consentRecords: {
    nodes: { id: string; decision: string; person: { id: string }; signerName: string | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB]);
});
afterAll(() => world.stop());

const standing = async (id: string, v = HEPB, d: string | null = null, caller = nurse) =>
  (await world.graph<Standing>(caller, FOR, { r: [{ __typename: 'Person', id }], v, d })).data._entities[0]!.consentFor;
const give = async (personId: string, changes: Record<string, unknown> = {}) => {
  const input = givenHere(personId, HEPB, changes);
  const visitId = await signedOffIn(world, personId, nurse, input.date);
  return world.graph<RecordedAnswer>(nurse, RECORD, { commandId: newId(), input: { ...input, visitId } });
};
const withdraw = (id: string, caller = nurse, r = '孩子发烧，改到下周再接种', at?: string) =>
  world.graph<{ withdrawConsent: { withdrawnAt: string | null } }>(caller, WITHDRAW, { c: newId(), id, r, at });

describe('H-18 consent is read and signed, tied to the version of the text', () => {
  it('by the guardian on the phone: the account is the signer, and the clinic that manages the file sees it', async () => {
    const { personId } = world.announce();
    world.bind(parent.account!, personId);
    await world.hear();
    expect((await standing(personId)).state).toBe('missing');
    const { data } = await signIn(world, agreed(personId, { signerName: '别人', relation: null }), parent);
    expect(data.signConsent).toMatchObject({
      decision: 'agree',
      textId: 'HepB',
      textVersion: 1,
      signerName: null,
      relation: null,
      signerAccount: { id: parent.account },
      recordedBy: { id: parent.account },
      clinic: { id: CLINIC },
      signature: 'M10 20L30 40L50 60M70 80L90 100',
    });
    expect(data.signConsent.textHash).toMatch(/^[0-9a-f]{64}$/);
    expect(data.signConsent.text.content.map((c) => c.title)).toEqual([
      '乙型肝炎疫苗接种知情同意书',
      'Informed consent: Hepatitis B vaccine',
    ]);
    // Another product of the same text; another vaccine has its own.
    expect(await standing(personId, '0201')).toMatchObject({ state: 'agreed', consent: { id: data.signConsent.id } });
    expect((await standing(personId, '0101')).state).toBe('missing');
    expect((await standing(personId, HEPB, addDays(TODAY, -1))).state).toBe('missing');
  });

  it('on the tablet of the clinic: name and relation are typed, both and the strokes lie sealed in the database', async () => {
    const { personId } = world.announce();
    const { data } = await signIn(world, agreed(personId));
    expect(data.signConsent).toMatchObject({
      signerName: '李梅',
      relation: 'mother',
      signerAccount: null,
      device: 'tablet-1',
    });
    const [row] = await query<Record<string, unknown>>(world.em(), 'select * from consent where person_id = $1', [
      personId,
    ]);
    expect(JSON.stringify(row)).not.toMatch(/李梅|M10 20/);
  });

  it('withdrawal is a record of its own: what was signed stays, and the dose has no consent any more', async () => {
    const { personId } = world.announce();
    const { data } = await signIn(world, agreed(personId));
    const { id } = data.signConsent;
    const taken = await withdraw(id);
    expect(taken.data.withdrawConsent).toMatchObject({
      decision: 'agree',
      withdrawnReason: '孩子发烧，改到下周再接种',
    });
    expect(await standing(personId)).toMatchObject({ state: 'withdrawn', consent: { id } });
    const rows = await query(
      world.em(),
      'select decision, withdraws from consent where person_id = $1 order by received_at',
      [personId],
    );
    expect(rows).toEqual([
      { decision: 'agree', withdraws: null },
      { decision: 'withdraw', withdraws: id },
    ]);
    const again = await withdraw(id);
    expect(again.errors[0]!.extensions).toEqual({ code: 'CONFLICT', field: 'consentId', reason: 'already_voided' });
    await signIn(world, agreed(personId));
    expect((await standing(personId)).state).toBe('agreed');
  });

  it('S-13 a refused birth dose is told as not given, a refused later one is not', async () => {
    const { personId } = world.announce();
    await signIn(world, agreed(personId, { decision: 'refuse', reason: '已在外院接种' }));
    expect((await standing(personId)).state).toBe('refused');
    const told = (id: string) =>
      query(world.em(), 'select series, reason, note from not_given where person_id = $1', [id]);
    expect(await told(personId)).toEqual([{ series: 'HepB', reason: 'refused', note: '已在外院接种' }]);
    const other = world.announce().personId;
    await recordIn(world, fromBooklet(other, HEPB, monthsAgo(6)));
    await signIn(world, agreed(other, { decision: 'refuse', reason: '暂不接种' }));
    expect(await told(other)).toEqual([]);
  });

  it('a replay signs nothing twice; the same consent under another command is a conflict', async () => {
    const { personId } = world.announce();
    const [c, i] = [newId(), agreed(personId)];
    const first = await signIn(world, i, nurse, c);
    expect((await signIn(world, i, nurse, c)).data).toEqual(first.data);
    const { errors } = await signIn(world, i);
    expect(errors[0]!.extensions).toEqual({ code: 'CONFLICT', field: 'consentId', reason: 'duplicate' });
  });
});

describe('H-18 a dose without consent is warned of, and the vaccinator answers', () => {
  it('each kind of want says which it is; with an answer the dose is kept and the audit has the code', async () => {
    const { personId } = world.announce();
    await world.hear();
    const missing = await give(personId);
    expect(missing.errors[0]!.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'overrideReason',
      reason: 'required',
      reasons: [{ code: 'CONSENT_MISSING', source: 'H-18' }],
    });
    const { data } = await give(personId, { overrideReason: '监护人已签纸质同意书' });
    expect(data.recordDose.warnings.map((w) => w.code)).toEqual(['CONSENT_MISSING']);
    const [line] = await query<{ detail: unknown }>(
      world.em(),
      `select detail from audit_line where operation = 'Mutation.recordDose' order by seq desc limit 1`,
    );
    expect(line!.detail).toEqual({ overridden: ['CONSENT_MISSING'] });
  });

  it('withdrawn without a network counts from then on, never from before it was signed', async () => {
    const { personId } = world.announce();
    await world.hear();
    const ago = (minutes: number) =>
      new Date(world.stack.services.vaccines.clock.now().getTime() - minutes * 60_000).toISOString();
    const signedAt = ago(60);
    const sign = async () => (await signIn(world, agreed(personId, { signedAt }))).data.signConsent.id;
    const at = ago(50);
    expect((await withdraw(await sign(), nurse, '改期', at)).data.withdrawConsent.withdrawnAt).toBe(at);
    expect((await withdraw(await sign(), nurse, '改期', ago(70))).data.withdrawConsent.withdrawnAt).toBe(signedAt);
  });

  it('agreed to, it goes without a word; refused or withdrawn, it is asked for again', async () => {
    const { personId } = world.announce();
    await signIn(world, agreed(personId, { decision: 'refuse', reason: '暂不接种' }));
    expect((await give(personId)).errors[0]!.extensions).toMatchObject({ reasons: [{ code: 'CONSENT_REFUSED' }] });
    const { data } = await signIn(world, agreed(personId));
    await withdraw(data.signConsent.id);
    expect((await give(personId)).errors[0]!.extensions).toMatchObject({ reasons: [{ code: 'CONSENT_WITHDRAWN' }] });
    await signIn(world, agreed(personId));
    expect((await give(personId)).data.recordDose.warnings).toEqual([]);
  });

  it('what was agreed to before another visit is used; what comes late from a device is kept with its warning', async () => {
    const { personId } = world.announce();
    await world.hear();
    await agreeIn(world, personId, HEPB, monthsAgo(2));
    const dose = (date: string) => give(personId, { date, recordedAt: `${date}T03:00:00Z` });
    expect((await dose(monthsAgo(2))).data.recordDose.warnings).toEqual([]);
    expect((await dose(monthsAgo(1))).data.recordDose.warnings.map((w) => w.code)).toContain('CONSENT_USED');
  });

  it('doses from elsewhere need none', async () => {
    const { personId } = world.announce();
    const { data } = await recordIn(world, fromBooklet(personId, HEPB, monthsAgo(6)));
    expect(data.recordDose.warnings).toEqual([]);
  });
});

it('H-18 the pack of a device carries the latest decision of each vaccine, and the change of it', async () => {
  const town = '630121305';
  const { personId } = world.announce({ divisionCode: town });
  await world.hear();
  const PACK = 'query ($d: ID!, $s: String) { dosePack(division: $d, since: $s) { rows position } }';
  const ask = async (s: string | null) =>
    (await world.graph<{ dosePack: { rows: string[]; position: string } }>(nurse, PACK, { d: town, s })).data.dosePack;
  /** A change is handed out once no older transaction runs any more, whoever's it is. */
  const changed = async (s: string) => {
    await expect.poll(async () => (await ask(s)).rows.length).toBe(1);
    return ask(s);
  };
  const before = await ask(null);
  expect(JSON.parse(before.rows[0]!)).not.toHaveProperty('consents');
  await signIn(world, agreed(personId, { decision: 'refuse', reason: '暂不接种' }));
  const { id } = (await signIn(world, agreed(personId))).data.signConsent;
  const packed = { id, textId: 'HepB', textVersion: 1, vaccine: HEPB, decision: 'agree', signedOn: TODAY };
  const after = await changed(before.position);
  expect(JSON.parse(after.rows[0]!).consents).toEqual([
    { ...packed, signedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), withdrawnOn: null },
  ]);
  await withdraw(id);
  const last = await changed(after.position);
  expect(JSON.parse(last.rows[0]!).consents).toMatchObject([{ ...packed, withdrawnOn: TODAY }]);
});

describe('H-10 sign-off records', () => {
  it('lists what was signed at the clinic on a day, by time and page, with the same statements each', async () => {
    const day = '2026-11-02';
    const signed: string[] = [];
    for (let n = 0; n < 5; n++) {
      const { personId } = world.announce();
      const refuse = n === 3 && { decision: 'refuse', reason: '暂不接种' };
      const input = agreed(personId, { signedAt: `${day}T0${n}:00:00Z`, ...refuse });
      signed.push((await signIn(world, input)).data.signConsent.id);
    }
    const ask = (n: number, a: string | null, x: string | null = null, caller = nurse) =>
      world.graph<Records>(caller, RECORDS, { d: day, n, a, x });
    const first = await ask(3, null);
    const second = await ask(3, first.data.consentRecords.pageInfo.endCursor);
    const pages = [first, second].map((p) => p.data.consentRecords);
    expect(pages.flatMap((p) => p.nodes.map((n) => n.id))).toEqual(signed);
    expect(pages[0]!.nodes[0]).toMatchObject({ decision: 'agree', signerName: '李梅', vaccine: { code: HEPB } });
    expect([first.statements, second.statements]).toEqual([2, 2]);
    expect((await ask(9, null, 'refuse')).data.consentRecords.nodes.map((n) => n.id)).toEqual([signed[3]]);
    expect((await ask(9, null, null, nurseElsewhere)).data.consentRecords.nodes).toEqual([]);
  });
});

describe('what is wrong with a signature, and whose it is', () => {
  it.each([
    [{ textHash: '0'.repeat(64) }, 'textHash', 'version'],
    [{ textVersion: 9 }, 'textId', 'unknown_code'],
    [{ vaccineCode: '0101' }, 'textId', 'not_for_vaccine'],
    [{ vaccineCode: '9999' }, 'vaccineCode', 'unknown_code'],
    [{ signature: '' }, 'signature', 'required'],
    [{ signature: 'M1 1' }, 'signature', 'format'],
    [{ signature: 'M1 1L2 2<script>' }, 'signature', 'format'],
    [{ signature: 'M1 1L2 2'.repeat(2_000) }, 'signature', 'too_long'],
    [{ signerName: ' ' }, 'signerName', 'required'],
    [{ relation: null }, 'relation', 'required'],
    [{ decision: 'refuse' }, 'reason', 'required'],
    [{ device: 'x'.repeat(65) }, 'device', 'too_long'],
    [{ consentId: 'x' }, 'consentId', 'format'],
  ])('%o is refused by field %s: %s', async (changes, field, reason) => {
    const { personId } = world.announce();
    const { errors } = await signIn(world, agreed(personId, changes));
    expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
    expect(await query(world.em(), 'select 1 from consent where person_id = $1', [personId])).toEqual([]);
  });

  it('nobody else signs, reads or withdraws; an inspector reads it with the name masked and without the strokes', async () => {
    const { personId } = world.announce();
    const { data } = await signIn(world, agreed(personId));
    const { id } = data.signConsent;
    for (const caller of [nurseElsewhere, parent]) {
      expect((await signIn(world, agreed(personId), caller)).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
      expect((await withdraw(id, caller)).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
      const read = await world.graph(caller, 'query ($id: ID!) { consent(id: $id) { id } }', { id });
      expect(read.errors[0]!.extensions).toEqual({ code: 'NOT_FOUND' });
    }
    const masked = await world.graph<{ consent: { signerName: string } }>(
      inspector,
      'query ($id: ID!) { consent(id: $id) { signerName } }',
      { id },
    );
    expect(masked.data.consent.signerName).not.toBe('李梅');
    const strokes = await world.graph(inspector, 'query ($id: ID!) { consent(id: $id) { signature } }', { id });
    expect(strokes.errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
  });
});
