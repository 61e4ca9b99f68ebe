import { describe, expect, it } from 'vitest';
import type { VialView } from '../vial/vial-state.ts';
import { vialChoices } from './vial-choices.ts';

const vial = (id: string, changes: Partial<VialView> = {}): VialView => ({
  id,
  traceCode: null,
  number: 1,
  product: { id: 'VP001', genericName: '卡介苗', vaccine: { code: '0101' } },
  lotNumber: 'A',
  doses: 5,
  given: 0,
  left: 5,
  state: 'open',
  isEnding: false,
  openedAt: '2026-11-21T02:00:00.000Z',
  usableUntil: '2026-11-21T02:30:00.000Z',
  discarded: null,
  canUndoDiscard: false,
  canUndoOpening: true,
  isPending: false,
  needsLook: false,
  ...changes,
});

describe('Q-21 the vial of a refused dose is chosen again', () => {
  const [named, other, ended] = [vial('named', { lotNumber: 'B' }), vial('other'), vial('ended', { state: 'time_up' })];
  const all = [named, other, ended, vial('coded', { traceCode: '8'.repeat(20) }), vial('lot', { lotNumber: 'C' })];
  const ids = (dose: Parameters<typeof vialChoices>[1]) => vialChoices(all, dose).map(({ id }) => id);

  it('among those without a code of its product and lot, ended ones too: it may have been drawn in time', () => {
    expect(ids({ productId: 'VP001', lotNumber: 'A' })).toEqual(['other', 'ended']);
    expect(ids({ productId: 'VP002', lotNumber: 'A' })).toEqual([]);
    expect(ids({ productId: 'VP001', lotNumber: 'A', vialId: 'other' })).toEqual(['other', 'ended']);
  });

  it('with the one it names in front, known or not, so that nothing changes unless somebody chooses', () => {
    expect(ids({ productId: 'VP001', lotNumber: 'A', vialId: 'named' })).toEqual(['named', 'other', 'ended']);
    expect(vialChoices([other], { productId: 'VP001', lotNumber: 'A', vialId: 'gone' })[0]).toEqual({
      id: 'gone',
      vial: null,
    });
  });
});
