import { newId } from '@miaoben/kernel';
import { policies, ROLES, type Role } from '@miaoben/schema';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, givenHere, HOME, parent, recordIn, startWorld, type World } from './test-kit.ts';

const HEPB = '0202';
let world: World;
let personId: string;
let doseId: string;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB]);
  personId = world.announce().personId;
  world.bind(parent.account!, personId);
  doseId = (await recordIn(world, givenHere(personId, HEPB))).data.recordDose.dose.id;
  await world.hear();
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
  'Mutation.startDoseImport': [
    'mutation ($c: ID!) { startDoseImport(commandId: $c, fileName: "a.xlsx", size: 1) { id } }',
    { c: newId() },
  ],
  'Mutation.editDoseImportRows': [
    'mutation ($c: ID!, $id: ID!) { editDoseImportRows(commandId: $c, importId: $id, rows: []) { id } }',
    { c: newId(), id: newId() },
  ],
  'Mutation.commitDoseImport': [
    'mutation ($c: ID!, $id: ID!) { commitDoseImport(commandId: $c, importId: $id) { id } }',
    { c: newId(), id: newId() },
  ],
});

const callerOf = (role: Role): Caller | undefined =>
  role === 'anonymous'
    ? undefined
    : { role, account: role === 'guardian' ? parent.account! : role, organisation: CLINIC, divisions: ['630121'] };

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
