import { nextVialNumber, type VialState, vialAt, vialIdOf, warnsFrom } from '@miaoben/schedule/vial';
import { isOpen } from '@miaoben/sync';
import type { ClinicCodesQuery, ClinicVialsQuery, VialDiscardReason } from '../../data/generated/clinic.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { notYetIn } from '../record/own-entries.ts';

export type ServerVial = ClinicVialsQuery['openVials'][number];
type Product = Pick<
  ClinicCodesQuery['products'][number],
  'id' | 'genericName' | 'vaccine' | 'dosesPerContainer' | 'openMinutes'
>;

/** An opened vial of several doses as this device knows it: the server's, and what was done here and is not there yet. */
export interface VialView {
  id: string;
  /** null: it has none, its lot, its number and its opening name it */
  traceCode: string | null;
  /** which of its lot it is, of those opened on its day: as it was told when it was opened, then as the server keeps it */
  number: number;
  product: Pick<Product, 'id' | 'genericName' | 'vaccine'>;
  lotNumber: string;
  doses: number;
  given: number;
  /** doses that may still be given */
  left: number;
  state: VialState;
  /** open, and its time is nearly up */
  isEnding: boolean;
  openedAt: string;
  usableUntil: string;
  discarded: { reason: VialDiscardReason; note: string | null } | null;
  /** somebody threw the rest away, and its time is not up */
  canUndoDiscard: boolean;
  /** nothing has come of its opening */
  canUndoOpening: boolean;
  /** Something of it waits for the network. */
  isPending: boolean;
  /** Something of it was refused. */
  needsLook: boolean;
}

interface Facts extends Pick<VialView, 'id' | 'traceCode' | 'product' | 'lotNumber' | 'doses' | 'given' | 'discarded'> {
  /** null: nobody has given it one yet */
  number: number | null;
  minutes: number | null;
  openings: string[];
  isPending: boolean;
  needsLook: boolean;
}

type Unnumbered = Omit<VialView, 'number'> & { number: number | null };

/** What a pack of an earlier release does not say: the shortest there is. */
const SHORTEST_MINUTES = 30;
const minutesOf = ({ openMinutes }: { openMinutes?: number | null }): number | null =>
  openMinutes === undefined ? SHORTEST_MINUTES : openMinutes;

const ofServer = ({ discard, openedAt, product, ...vial }: ServerVial): Facts => ({
  ...vial,
  product,
  minutes: minutesOf(product),
  openings: [openedAt],
  discarded: discard && { reason: discard.reason, note: discard.note },
  isPending: false,
  needsLook: false,
});

/** The vial an entry of the journal is about; null when it is about none. */
function vialOf(entry: PlainEntry): string | null {
  switch (entry.kind) {
    case 'openVial':
    case 'undoVialOpening':
    case 'discardVial':
    case 'undoVialDiscard':
      return vialIdOf(entry.content.input);
    case 'recordDose':
      return entry.content.input.outside ? null : vialIdOf(entry.content.input);
    default:
      return null;
  }
}

/** Takes the opening in an entry: by a scan, or by the first dose from it. */
function open(vials: Map<string, Facts>, id: string, entry: PlainEntry, products: ReadonlyMap<string, Product>) {
  if (entry.kind !== 'openVial' && entry.kind !== 'recordDose') return;
  const { productId, lotNumber } = entry.content.input;
  const product = productId ? products.get(productId) : undefined;
  if (!product || product.dosesPerContainer < 2 || !lotNumber) return;
  const told = entry.kind === 'openVial' ? entry.content.input.openedAt : entry.content.input.recordedAt;
  const openedAt = told ?? new Date(entry.createdAt).toISOString();
  const known = vials.get(id);
  if (known) known.openings.push(openedAt);
  else
    vials.set(id, {
      id,
      traceCode: entry.content.input.traceCode ?? null,
      product,
      lotNumber,
      number: (entry.kind === 'openVial' && entry.content.input.number) || null,
      doses: product.dosesPerContainer,
      given: 0,
      minutes: minutesOf(product),
      openings: [openedAt],
      discarded: null,
      isPending: false,
      needsLook: false,
    });
}

function take(vial: Facts, entry: PlainEntry): void {
  if (entry.kind === 'recordDose') vial.given += 1;
  if (entry.kind === 'discardVial')
    vial.discarded = { reason: entry.content.input.reason, note: entry.content.input.note ?? null };
  if (entry.kind === 'undoVialDiscard') vial.discarded = null;
  vial.isPending ||= isOpen(entry);
  vial.needsLook ||= entry.state === 'attention';
}

function shape({ openings, minutes, ...vial }: Facts, now: string): Unnumbered {
  const facts = { doses: vial.doses, minutes, openings, given: vial.given, isDiscarded: vial.discarded !== null };
  // Each one here has an opening.
  const { state, left, openedAt, usableUntil } = vialAt(facts, now)!;
  return {
    ...vial,
    state,
    left,
    openedAt,
    usableUntil,
    isEnding: state === 'open' && now >= warnsFrom({ openedAt, usableUntil }),
    canUndoDiscard: state === 'discarded' && vial.discarded?.reason !== 'time_up' && now <= usableUntil,
    canUndoOpening: state === 'open' && vial.given === 0,
  };
}

/** The number of one that is opened now. */
export const numberFor = (vials: readonly VialView[], productId: string, lotNumber: string, openedAt: string): number =>
  nextVialNumber(
    vials.map((vial) => ({ ...vial, productId: vial.product.id })),
    { productId, lotNumber, openedAt },
  );

/** Those nobody has numbered, of a dose or a release that tells none, come after the others, in the order of their opening. */
function numbered(vials: readonly Unnumbered[]): VialView[] {
  const known = vials.flatMap((vial) => (vial.number === null ? [] : [{ ...vial, number: vial.number }]));
  const others = vials.filter(({ number }) => number === null).sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
  for (const vial of others)
    known.push({ ...vial, number: numberFor(known, vial.product.id, vial.lotNumber, vial.openedAt) });
  return known;
}

/**
 * The opened vials at an instant, the one whose time ends first in front, those that have ended behind.
 * @param answeredAt when the server gave its list (ms since 1970)
 * @param now an instant (ISO 8601, UTC) on the server's calendar
 */
export function vialsAt(
  server: readonly ServerVial[],
  answeredAt: number,
  entries: readonly PlainEntry[],
  products: readonly Product[],
  now: string,
): VialView[] {
  const vials = new Map(server.map((vial) => [vial.id, ofServer(vial)]));
  const byId = new Map(products.map((product) => [product.id, product]));
  const kept = entries.filter(({ state }) => state !== 'discarded');
  for (const entry of notYetIn(kept, answeredAt)) {
    const id = vialOf(entry);
    if (id === null) continue;
    if (entry.kind === 'undoVialOpening') {
      vials.delete(id);
      continue;
    }
    open(vials, id, entry, byId);
    const vial = vials.get(id);
    if (vial) take(vial, entry);
  }
  const shown = numbered([...vials.values()].map((vial) => shape(vial, now)));
  const isOver = ({ state }: Pick<VialView, 'state'>) => Number(state !== 'open');
  return shown.sort((a, b) => isOver(a) - isOver(b) || (a.usableUntil < b.usableUntil ? -1 : 1));
}
