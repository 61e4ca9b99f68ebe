import { newId, openNotice } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fromBooklet, inspector, monthsAgo, nurse, parent, recordIn, startWorld, type World } from '../../test-kit.ts';
import { NOTE_ACTIONS, NOTE_STATES, noteAfter } from './dose-note.rules.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

interface Notes {
  doseNotes: { id: string; state: string; lotNumber: string | null; unit: string | null; vaccine: { code: string } }[];
  doses: { id: string }[];
}
const READ = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  doseNotes { id state lotNumber unit vaccine { code } } doses { id } } } }`;
const read = async (id: string, caller = nurse) =>
  (await world.graph<{ _entities: [Notes | null] }>(caller, READ, { r: [{ __typename: 'Person', id }] })).data
    ._entities[0];
const act = async (caller: typeof nurse, mutation: string, variables: Record<string, unknown>) => {
  const [error] = (await world.graph(caller, mutation, { c: newId(), ...variables })).errors;
  return error && `${error.extensions.code} ${error.extensions.field ?? ''} ${error.extensions.reason ?? ''}`.trim();
};
const note = (i: Record<string, unknown>, caller = parent) =>
  act(caller, 'mutation ($c: ID!, $i: NoteDoseInput!) { noteDose(commandId: $c, input: $i) { id } }', { i });
const decide = (i: Record<string, unknown>, caller = nurse) =>
  act(caller, 'mutation ($c: ID!, $i: DecideDoseNoteInput!) { decideDoseNote(commandId: $c, input: $i) { id } }', {
    i,
  });

describe('doses a family notes', () => {
  it('Q-05 keeps date, vaccine, lot and unit apart from the record, lets the family change them and a clinic confirm them', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(24) });
    const id = newId();
    const typed = { id, personId, givenOn: monthsAgo(12), vaccineCode: '0202', lotNumber: 'A1', unit: '外地卫生院' };
    expect(await note(typed)).toBe('FORBIDDEN');
    world.bind(parent.account!, personId);
    expect(await note(typed, nurse)).toBe('FORBIDDEN');
    expect(await note({ ...typed, vaccineCode: '9999' })).toBe('BAD_INPUT input.vaccineCode unknown_code');
    expect(await note({ ...typed, givenOn: monthsAgo(30) })).toBe('BAD_INPUT input.givenOn date_before_birth');
    expect(await note({ ...typed, givenOn: '2030-01-01' })).toBe('BAD_INPUT input.givenOn date_in_future');
    expect(await note(typed)).toBeUndefined();
    expect(await note(typed)).toBe('CONFLICT input.id duplicate');
    const better = newId();
    expect(await note({ ...typed, id: better, lotNumber: 'A2', replaces: id })).toBeUndefined();
    const noted = await read(personId);
    expect(noted?.doseNotes).toEqual([
      { id: better, state: 'noted', lotNumber: 'A2', unit: '外地卫生院', vaccine: { code: '0202' } },
    ]);
    expect(noted?.doses).toEqual([]);

    expect(await decide({ personId, id: better, action: 'confirm' })).toBe('BAD_INPUT input.doseId required');
    const recorded = await recordIn(world, fromBooklet(personId, '0202', monthsAgo(12)));
    const dose = recorded.data.recordDose.dose.id;
    expect(await decide({ personId, id: better, action: 'confirm', doseId: 'x' })).toBe(
      'BAD_INPUT input.doseId no_match',
    );
    expect(await decide({ personId, id: better, action: 'confirm', doseId: dose }, inspector)).toBe('FORBIDDEN');
    expect(await decide({ personId, id: better, action: 'confirm', doseId: dose })).toBeUndefined();
    expect((await read(personId, parent))?.doseNotes.map((n) => n.state)).toEqual(['confirmed']);
    const withdraw =
      'mutation ($c: ID!, $p: ID!, $id: ID!) { withdrawDoseNote(commandId: $c, personId: $p, id: $id) { id } }';
    expect(await act(parent, withdraw, { p: personId, id: better })).toBe('CONFLICT input.action wrong_state');
    expect(await decide({ personId, id: better, action: 'reopen' })).toBeUndefined();
    expect(await decide({ personId, id: better, action: 'dismiss' })).toBe('BAD_INPUT input.reason required');
    expect(await decide({ personId, id: better, action: 'dismiss', reason: '接种证上没有' })).toBeUndefined();
    expect(await act(parent, withdraw, { p: personId, id: better })).toBeUndefined();
    expect((await read(personId))?.doseNotes).toEqual([]);
  });

  it('Q-05 opens a confirmed note again when its dose is voided, and tells the family', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(24) });
    world.bind(parent.account!, personId);
    const id = newId();
    const givenOn = monthsAgo(11);
    expect(await note({ id, personId, givenOn, vaccineCode: '0202' })).toBeUndefined();
    const doseId = (await recordIn(world, fromBooklet(personId, '0202', givenOn))).data.recordDose.dose.id;
    expect(await decide({ personId, id, action: 'confirm', doseId })).toBeUndefined();
    const voidDose = 'mutation ($c: ID!, $d: ID!) { voidDose(commandId: $c, doseId: $d, reason: "录错") { id } }';
    expect(await act(nurse, voidDose, { d: doseId })).toBeUndefined();
    expect((await read(personId, parent))?.doseNotes).toMatchObject([{ id, state: 'noted' }]);
    const told = ((await world.events('notice.requested')) as NoticeRequested[]).filter(
      (n) => n.kind === 'dose_note_reopened',
    );
    expect(told).toMatchObject([{ accountId: parent.account, subjectId: personId }]);
    const { params } = openNotice(world.stack.services.vaccines.keyring, told[0]!.sealed);
    expect(params).toEqual({ date: givenOn, vaccine: expect.stringMatching(/乙肝|乙型肝炎/) });
    // It waits for the clinic like any other.
    expect(await decide({ personId, id, action: 'dismiss', reason: '接种证上没有' })).toBeUndefined();
  });

  it('Q-05 lets nobody but a clinic decide, and nothing be changed after it did', () => {
    const possible = (party: 'family' | 'clinic') =>
      NOTE_STATES.flatMap((from) =>
        NOTE_ACTIONS.flatMap((action) => {
          try {
            return [`${from} ${action} ${noteAfter(from, action, party)}`];
          } catch {
            return [];
          }
        }),
      );
    expect(possible('family')).toEqual([
      'noted replace replaced',
      'noted withdraw withdrawn',
      'dismissed withdraw withdrawn',
    ]);
    expect(possible('clinic')).toEqual([
      ...['noted confirm confirmed', 'noted dismiss dismissed', 'confirmed reopen noted', 'dismissed reopen noted'],
    ]);
  });
});
