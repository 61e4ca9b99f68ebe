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

/** Which vial: in the journal its code stands where a person's id stands, so that what is done with it keeps its order. */
export interface VialName {
  traceCode: string;
  product: { id: string; genericName: string };
  lotNumber: string;
}

const labelOf = ({ product }: VialName): PersonLabel => ({ name: product.genericName, birthDate: '' });

/** Opens a vial at its first scan, on the server or in the journal. */
export function openVial(vial: VialName): Promise<Saved<unknown>> {
  const { traceCode, product, lotNumber } = vial;
  const commandId = newId();
  const input = { traceCode, productId: product.id, lotNumber, openedAt: currentInstant() };
  return saveOrQueue('openVial', traceCode, { label: labelOf(vial), input }, commandId, () =>
    mutate(OpenVial, { commandId, input }),
  );
}

/** Takes back an opening by mistake, on the server or in the journal. */
export function undoOpening(vial: VialName): Promise<Saved<unknown>> {
  const { traceCode } = vial;
  const commandId = newId();
  return saveOrQueue('undoVialOpening', traceCode, { label: labelOf(vial), input: { traceCode } }, commandId, () =>
    mutate(UndoVialOpening, { commandId, traceCode }),
  );
}

/** Throws away what is left, on the server or in the journal. */
export function discardVial(
  commandId: string,
  vial: VialName,
  reason: VialDiscardReason,
  note: string | null,
): Promise<Saved<unknown>> {
  const { traceCode } = vial;
  const input = { traceCode, reason, note, at: currentInstant() };
  return saveOrQueue('discardVial', traceCode, { label: labelOf(vial), input }, commandId, () =>
    mutate(DiscardVial, { commandId, ...input }),
  );
}

/** Takes a discard back, on the server or in the journal. */
export function undoDiscard(vial: VialName): Promise<Saved<unknown>> {
  const { traceCode } = vial;
  const commandId = newId();
  const input = { traceCode, at: currentInstant() };
  return saveOrQueue('undoVialDiscard', traceCode, { label: labelOf(vial), input }, commandId, () =>
    mutate(UndoVialDiscard, { commandId, ...input }),
  );
}
