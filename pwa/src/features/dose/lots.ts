import type { ClinicCodesQuery } from '../../data/generated/clinic.ts';

type Lot = ClinicCodesQuery['lotsOnHand'][number];
type Product = ClinicCodesQuery['products'][number];

/** A lot in the fridge with its product. */
export interface LotChoice {
  lot: Lot;
  product: Product;
  isExpired: boolean;
}

/** Vaccines that will do for the one in the form: it, and the others of the same planned dose; empty: none is chosen. */
export function wantedFor(vaccine: string, planned: readonly { vaccines: readonly { code: string }[] }[]): string[] {
  if (vaccine === '') return [];
  const group = planned.find(({ vaccines }) => vaccines.some(({ code }) => code === vaccine));
  return [vaccine, ...(group?.vaccines.map(({ code }) => code) ?? []).filter((code) => code !== vaccine)];
}

/**
 * Lots that serve one of the vaccines: first the vaccine the plan prefers, in it the lot that expires first (近效期先出);
 * expired ones stand last and cannot be taken.
 */
export function lotsFor(
  vaccines: readonly string[],
  codes: Pick<ClinicCodesQuery, 'products' | 'lotsOnHand'>,
  day: string,
): LotChoice[] {
  const products = new Map(codes.products.map((product) => [product.id, product]));
  const rank = (choice: LotChoice) => vaccines.indexOf(choice.product.vaccine.code);
  return codes.lotsOnHand
    .flatMap((lot): LotChoice[] => {
      const product = products.get(lot.product.id);
      if (!product || !vaccines.includes(product.vaccine.code)) return [];
      return [{ lot, product, isExpired: lot.expiresOn < day }];
    })
    .sort(
      (a, b) =>
        Number(a.isExpired) - Number(b.isExpired) ||
        rank(a) - rank(b) ||
        (a.lot.expiresOn < b.lot.expiresOn ? -1 : a.lot.expiresOn > b.lot.expiresOn ? 1 : 0),
    );
}
