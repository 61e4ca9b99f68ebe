import type { IsoDate } from '@miaoben/identifiers';
import { type Product, products } from '../reference/products.ts';
import { addMonths, type Day, toDay, toIso } from './days.ts';
import { hashText, type Rng } from './rng.ts';

/** A lot as a warehouse would describe it. */
export interface GeneratedLot {
  readonly productId: string;
  readonly lot: string;
  readonly productionDate: IsoDate;
  readonly expiryDate: IsoDate;
}

// One lot of a product each 45 days, so a month names at most one; in use 3 to 8 months after it was made, good for two years.
const LOT_SPACING = 45;
const RELEASE_DAYS = 90;
const SHELF_LIFE_MONTHS = 24;
/** Trace codes are scanned at vaccination from here on. */
const SCANNED_FROM = toDay('2022-01-01');

const byKey = new Map<string, Product[]>();

function candidates(vaccineKey: string): readonly Product[] {
  const known = byKey.get(vaccineKey);
  if (known) return known;
  const found = products().filter((p) => p.vaccineKey === vaccineKey && p.vaccineCode !== null);
  if (found.length === 0) throw new Error(`no product of ${vaccineKey} in the reference data`);
  byKey.set(vaccineKey, found);
  return found;
}

/** The product a province buys of a vaccine: one a year, and one for ever where a course should keep its maker (HPV). */
export function productOn(vaccineKey: string, day: Day): Product & { readonly vaccineCode: string } {
  const list = candidates(vaccineKey);
  const year = vaccineKey.startsWith('HPV') ? '' : toIso(day).slice(0, 4);
  const product = list[hashText(vaccineKey + year) % list.length];
  if (!product?.vaccineCode) throw new Error(`no product of ${vaccineKey}`);
  return { ...product, vaccineCode: product.vaccineCode };
}

function productNumber(productId: string): number {
  return Number(productId.slice(2));
}

function productionDay(productId: string, ordinal: number): Day {
  return ordinal * LOT_SPACING + ((productNumber(productId) * 7) % LOT_SPACING);
}

function lotNumber(productId: string, made: Day): string {
  return toIso(made).slice(0, 7).replace('-', '') + productId.slice(-2);
}

/** The lot of a product in the clinic's fridge that day: made before it, released, within its shelf life. */
export function lotInUse(productId: string, clinicCode: string, day: Day): string {
  const lag = RELEASE_DAYS + (hashText(clinicCode + productId) % 120);
  const ordinal = Math.floor((day - lag - ((productNumber(productId) * 7) % LOT_SPACING)) / LOT_SPACING);
  return lotNumber(productId, productionDay(productId, ordinal));
}

/** Every lot of a product that may have been in use between two days, in order. */
export function lotsBetween(productId: string, from: IsoDate, to: IsoDate): GeneratedLot[] {
  const lots: GeneratedLot[] = [];
  const last = toDay(to) - RELEASE_DAYS;
  let ordinal = Math.floor((toDay(from) - RELEASE_DAYS - 120) / LOT_SPACING) - 2;
  for (; productionDay(productId, ordinal) <= last; ordinal += 1) {
    const made = productionDay(productId, ordinal);
    lots.push({
      productId,
      lot: lotNumber(productId, made),
      productionDate: toIso(made),
      expiryDate: toIso(addMonths(made, SHELF_LIFE_MONTHS)),
    });
  }
  return lots;
}

/** 追溯码: product identifier of 7 digits and serial of 13. */
export function traceCode(productId: string, day: Day, rng: Rng): string | null {
  if (day < SCANNED_FROM) return null;
  const serial = String(rng.word() % 10_000_000).padStart(7, '0') + String(rng.word() % 1_000_000).padStart(6, '0');
  return `81${productId.slice(2)}75${serial}`;
}
