import type { Catalogue } from './catalogue.ts';
import { Lot, Product, Vaccine } from './catalogue.type.ts';
import type { LotRow } from './lot.repository.ts';

/** @throws when the code is in no catalogue: rows are only written with known codes */
export function shapeVaccine(catalogue: Catalogue, code: string): Vaccine {
  const row = catalogue.vaccines.get(code);
  if (!row) throw new Error(`vaccine ${code} is not in the catalogue`);
  return Object.assign(new Vaccine(), row, {
    series: [...(catalogue.schedule.vaccines.get(code)?.series ?? [])],
    programme: catalogue.programme.has(code),
  });
}

export function shapeProduct(catalogue: Catalogue, id: string): Product {
  const row = catalogue.products.get(id);
  if (!row) throw new Error(`product ${id} is not in the catalogue`);
  const { vaccineCode, ...rest } = row;
  return Object.assign(new Product(), rest, { vaccine: shapeVaccine(catalogue, vaccineCode) });
}

/** A lot is known by its product and number, so its id needs no look-up. */
export const lotId = (productId: string, number: string): string => `${productId}:${number}`;

export function parseLotId(id: string): { productId: string; number: string } | null {
  const at = id.indexOf(':');
  return at < 1 ? null : { productId: id.slice(0, at), number: id.slice(at + 1) };
}

export function shapeLot(catalogue: Catalogue, row: LotRow): Lot {
  return Object.assign(new Lot(), {
    id: lotId(row.product_id, row.number),
    number: row.number,
    product: shapeProduct(catalogue, row.product_id),
    expiresOn: row.expires_on,
    recall: row.recall,
    dosesOnHand: row.doses_on_hand,
  });
}
