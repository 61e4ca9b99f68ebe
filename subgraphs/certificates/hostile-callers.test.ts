import { randomInt } from 'node:crypto';
import { newId } from '@miaoben/kernel';
import { DEMO_CLINICS } from '@miaoben/seeds/demo/organisations';
import {
  type CertificatesWorld,
  type IssuedCertificate,
  PARTS,
  startCertificatesWorld,
} from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';

/** All that the subgraphs wrote to their log, each line as it would have reached standard error. */
const log: string[] = [];
let world: CertificatesWorld;
let nurse: Caller;
const parent: Caller = { role: 'guardian', account: 'parent' };

beforeAll(async () => {
  vi.spyOn(pino, 'destination').mockReturnValue({
    write: (line: string) => void log.push(line),
  } as unknown as ReturnType<typeof pino.destination>);
  vi.stubEnv('MIAOBEN_LOG_LEVEL', 'trace');
  world = await startCertificatesWorld(inject('adminUrl'));
  nurse = {
    role: 'vaccinator',
    account: 'nurse',
    organisation: world.organisation(DEMO_CLINICS.qiaotou),
    divisions: ['630121'],
  };
  await world.bind('parent', world.elder.id);
});
afterAll(async () => {
  await world?.stop();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const SHORT = 'query ($code: String!) { verifyShortCode(code: $code) { kind result maskedName birthDate state } }';
const ISSUE = `mutation ($commandId: ID!, $personId: ID!) { issueCertificate(commandId: $commandId, personId: $personId) { ${PARTS} } }`;
const issue = async (personId: string) =>
  (await world.graph<{ issueCertificate: IssuedCertificate }>(nurse, ISSUE, { commandId: newId(), personId })).data
    .issueCertificate;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const anyCode = () => Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

describe('who tries codes', () => {
  it('J-135 attack 24: of 120 tries unknown, mistyped and nearly right get one answer with as many statements', async () => {
    const { shortCode } = await issue(world.elder.id);
    const near = (i: number) => {
      const at = i % shortCode.length;
      const other = ALPHABET[(ALPHABET.indexOf(shortCode[at] ?? '') + 1 + (i % 7)) % ALPHABET.length];
      return shortCode.slice(0, at) + other + shortCode.slice(at + 1);
    };
    const seen = new Set<string>();
    for (let i = 0; i < 120; i += 1) {
      const code = [anyCode(), near(i), anyCode().slice(i % 12)][i % 3];
      // Each account may try twenty an hour; who has many is told no more.
      const guesser: Caller = { role: 'inspector', account: `guesser-${Math.floor(i / 15)}` };
      const { status, data, errors, statements } = await world.graph(guesser, SHORT, { code });
      seen.add(JSON.stringify({ status, data, errors, statements }));
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('"kind":"unreadable"');
    const right = await world.graph<{ verifyShortCode: { kind: string } }>(parent, SHORT, { code: shortCode });
    expect(right.data.verifyShortCode.kind).toBe('genuine');
  });
});

describe('what the log tells', () => {
  it('attack 25: a story with mistakes and attacks leaves no name, number or code in the log', async () => {
    const { name, documentNumber, id: personId } = world.elder;
    const { shortCode, code } = await issue(personId);
    await world.graph(parent, SHORT, { code: shortCode });
    const made = await world.graph<{ makeAccessCode: { code: string } }>(
      parent,
      'mutation ($commandId: ID!, $personId: ID!) { makeAccessCode(commandId: $commandId, personId: $personId, purpose: identity) { code } }',
      { commandId: newId(), personId },
    );
    const access = made.data.makeAccessCode.code;
    const opened = await world.graph<{ openAccessCode: { record: { name: string } } }>(
      nurse,
      'mutation ($commandId: ID!, $code: String!) { openAccessCode(commandId: $commandId, code: $code) { state record { name } } }',
      { commandId: newId(), code: access },
    );
    expect(opened.data.openAccessCode.record.name).toBe(name);
    const FIND = 'query ($text: String!) { searchPersons(text: $text, first: 5) { nodes { id } } }';
    for (const text of [name, documentNumber, `${name}' or 1=1 --`])
      await world.stack.graph('people', nurse, FIND, { text });
    // What GraphQL itself would repeat: a value of the wrong type, a name as a field, a document that cannot be read.
    const broken = [
      world.graph(nurse, ISSUE, { commandId: newId(), personId: { name, documentNumber } }),
      world.graph(nurse, `{ certificate(id: "${documentNumber}") { ${name} } }`),
      world.graph(nurse, `{ "${name}" ${documentNumber}`),
      world.graph(nurse, ISSUE, { commandId: name, personId: documentNumber }),
      world.graph(undefined, ISSUE, { commandId: newId(), personId: documentNumber }),
      world.stack.graph('people', nurse, FIND, { text: [name, { documentNumber }] }),
    ];
    for (const answer of await Promise.all(broken)) expect(answer.errors).not.toEqual([]);

    const text = log.join('');
    for (const subgraph of ['people', 'certificates']) expect(text).toContain(`"name":"${subgraph}"`);
    for (const secret of [name, documentNumber, shortCode, code, access, access.slice(4)])
      expect(text.includes(secret), `the log holds ${secret}`).toBe(false);
    for (const person of world.demo.pupils.flatMap((pupil) => pupil.person ?? [])) {
      expect(text.includes(person.name), person.name).toBe(false);
      expect(text.includes(person.documentNumber), person.documentNumber).toBe(false);
    }
  });
});
