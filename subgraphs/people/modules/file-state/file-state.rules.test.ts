import { mermaidOf } from '@miaoben/kernel/transitions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN, type PersonFile } from '../person/person.file.ts';
import {
  actionsOfFile,
  CANCEL_REASONS,
  deletedFile,
  edgeOfFile,
  endedFile,
  FILE_STATES,
  FILE_TABLE,
  fileStateOf,
  reopenedFile,
  undeletedFile,
} from './file-state.rules.ts';

const file: PersonFile = {
  ...NOTHING_KNOWN,
  id: 'id',
  name: '马小云',
  sex: 'F',
  birthDate: '2024-03-01',
  documentType: 'OTHER',
  documentNumber: null,
  phone: null,
  ethnicity: null,
  residence: '630121100',
  residenceAddress: null,
  managingOrgId: 'clinic',
  registrationState: 'active',
  conditions: [],
  birthWeightG: null,
  guardians: [],
};
const TODAY = '2026-11-21';

describe('J-02 the life of a file', () => {
  it('J-02 knows what may be done in each state, and nothing else', () => {
    const of = Object.fromEntries(
      FILE_STATES.map((state) => [
        state,
        [...new Set(FILE_TABLE.filter((t) => t.from === state).map((t) => t.action))],
      ]),
    );
    expect(of).toEqual({
      active: ['change', 'lose', 'make_nominal', 'cancel', 'delete'],
      lost_to_follow_up: ['change', 'register', 'make_nominal', 'cancel', 'delete'],
      nominal: ['change', 'register', 'lose', 'cancel', 'delete'],
      moved_out: ['change', 'cancel', 'delete'],
      cancelled: ['undo_cancel', 'delete'],
      dead: ['change'],
      merged: [],
      withdrawn: [],
      deleted: ['undo_delete'],
    });
    expect(mermaidOf(FILE_TABLE, ['active'])).toContain('cancelled --> active: undo_cancel (clinic, cdc)');
  });

  it('J-02 leaves cancelling to the managing clinic and disease control; procedures keep what they ended', () => {
    expect(edgeOfFile(file, 'cancel', ['area'])).toBe('forbidden');
    expect(actionsOfFile(file, ['area'])).toEqual(['change', 'lose', 'make_nominal']);
    for (const reason of ['merged', 'birth_withdrawn', 'death_report'] as const)
      expect(edgeOfFile(endedFile(file, { reason, on: TODAY }), 'undo_cancel', ['clinic'])).toBe('wrong_state');
  });

  it('J-02 ends as it began, whatever is done in between', () => {
    const open = fc.constantFrom('active', 'lost_to_follow_up', 'nominal', 'moved_out');
    fc.assert(
      fc.property(open, fc.constantFrom(...CANCEL_REASONS), fc.boolean(), (state, reason, isDeletedToo) => {
        const stood = { ...file, registrationState: state as PersonFile['registrationState'] };
        const ended = endedFile(stood, { reason, on: TODAY, note: '原因', diedOn: reason === 'dead' ? TODAY : null });
        expect(fileStateOf(ended)).toBe('cancelled');
        const hidden = isDeletedToo ? undeletedFile(deletedFile(ended, TODAY, '再删')) : ended;
        expect(hidden).toEqual(ended);
        expect(reopenedFile(hidden)).toEqual(stood);
        expect(fileStateOf(deletedFile(stood, TODAY, '误建'))).toBe('deleted');
        expect(undeletedFile(deletedFile(stood, TODAY, '误建'))).toEqual(stood);
      }),
    );
  });
});
