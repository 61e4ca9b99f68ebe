import type { VialName } from '@miaoben/schedule/vial';
import {
  DiscardVial,
  OpenVial,
  UndoVialDiscard,
  UndoVialOpening,
  type VialDiscardReason,
} from '../../data/generated/clinic.ts';
import { mutate } from '../../data/use-data.ts';
import { currentInstant } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import type { PersonLabel } from '../../offline/outbox-content.ts';
import { type Saved, saveOrQueue } from '../../offline/save-or-queue.ts';
import { labelText } from './vial-notice.tsx';
import { numberFor, type VialView } from './vial-state.ts';

/** Which vial, and what is in it. */
export interface VialRef {
  id: string;
  /** null: it has none, a tablet gave it its id */
  traceCode: string | null;
  product: { id: string; genericName: string };
  lotNumber: string;
}

const labelOf = (name: string): PersonLabel => ({ name, birthDate: '' });
/** In the journal this stands where a person's id stands, so that what is done with a vial keeps its order. */
const keyOf = ({ id, traceCode }: VialRef): string => traceCode ?? id;
/** One with a code is named by it alone, as releases before this one did. */
const namedBy = ({ id, traceCode }: VialRef): VialName => (traceCode === null ? { vialId: id } : { traceCode });

/** Opens a vial at its first scan, or by hand where it has no code, on the server or in the journal. @param others those that are known */
export function openVial(vial: VialRef, others: readonly VialView[]): Promise<Saved<unknown>> {
  const { product, lotNumber } = vial;
  const commandId = newId();
  const openedAt = currentInstant();
  const number = numberFor(others, product.id, lotNumber, openedAt);
  const input = { ...namedBy(vial), productId: product.id, lotNumber, openedAt, number };
  return saveOrQueue('openVial', keyOf(vial), { label: labelOf(product.genericName), input }, commandId, () =>
    mutate(OpenVial, { commandId, input }),
  );
}

/** Takes back an opening by mistake, on the server or in the journal. */
export function undoOpening(vial: VialView): Promise<Saved<unknown>> {
  const commandId = newId();
  const input = namedBy(vial);
  return saveOrQueue('undoVialOpening', keyOf(vial), { label: labelOf(labelText(vial)), input }, commandId, () =>
    mutate(UndoVialOpening, { commandId, ...input }),
  );
}

/** Throws away what is left, on the server or in the journal. */
export function discardVial(
  commandId: string,
  vial: VialView,
  reason: VialDiscardReason,
  note: string | null,
): Promise<Saved<unknown>> {
  const input = { ...namedBy(vial), reason, note, at: currentInstant() };
  return saveOrQueue('discardVial', keyOf(vial), { label: labelOf(labelText(vial)), input }, commandId, () =>
    mutate(DiscardVial, { commandId, ...input }),
  );
}

/** Takes a discard back, on the server or in the journal. */
export function undoDiscard(vial: VialView): Promise<Saved<unknown>> {
  const commandId = newId();
  const input = { ...namedBy(vial), at: currentInstant() };
  return saveOrQueue('undoVialDiscard', keyOf(vial), { label: labelOf(labelText(vial)), input }, commandId, () =>
    mutate(UndoVialDiscard, { commandId, ...input }),
  );
}
