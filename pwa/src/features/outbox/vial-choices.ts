import type { RecordDoseInput } from '../../data/generated/clinic.ts';
import type { VialView } from '../vial/vial-state.ts';

/**
 * The vials without a trace code a dose in the journal may be of: those of its product and lot, and in front the one it names, which
 * this device may not know (null) and which may hold another lot.
 */
export function vialChoices(
  vials: readonly VialView[],
  { productId, lotNumber, vialId }: Pick<RecordDoseInput, 'productId' | 'lotNumber' | 'vialId'>,
): { id: string; vial: VialView | null }[] {
  const named = vialId ? [{ id: vialId, vial: vials.find(({ id }) => id === vialId) ?? null }] : [];
  const others = vials.filter(
    (v) => v.traceCode === null && v.product.id === productId && v.lotNumber === lotNumber && v.id !== vialId,
  );
  return [...named, ...others.map((vial) => ({ id: vial.id, vial }))];
}
