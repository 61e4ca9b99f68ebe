import { readFileSync } from 'node:fs';
import { parseCsv } from './csv.ts';
import limits from './open-vial-limits.json' with { type: 'json' };
import { vaccines } from './vaccines.ts';

export const CONTAINER_TYPES = ['VIAL', 'PFS', 'AMP', 'CAP', 'BOTTLE', 'PELLET', 'TUBE', 'NASAL'] as const;
const PROGRAMMES = ['NIP-type', 'non-NIP'] as const;
const ORIGINS = ['domestic', 'imported', 'imported-repackaged'] as const;
const VERIFICATIONS = ['A', 'B', 'C'] as const;

export interface Product {
  readonly productId: string;
  /** Series key such as `IPV`; several products share it. */
  readonly vaccineKey: string;
  /** National code of four digits; null for immunoglobulins, tuberculin and one unlisted product. */
  readonly vaccineCode: string | null;
  /** `NIP-type`: of a class used in the programme, not that this product is bought for it. */
  readonly programme: (typeof PROGRAMMES)[number];
  readonly genericName: string;
  readonly brand: string | null;
  readonly manufacturer: string;
  readonly importer: string | null;
  readonly origin: (typeof ORIGINS)[number];
  readonly presentation: string;
  readonly doseVolumeMl: number | null;
  readonly containerType: (typeof CONTAINER_TYPES)[number];
  readonly dosesPerContainer: number;
  readonly approvalNo: string | null;
  /** Honesty mark: A seen with approval number, B seen, C general knowledge. */
  readonly verification: (typeof VERIFICATIONS)[number];
  readonly source: string;
  readonly note: string | null;
  /** How long an opened container of several doses may be used. */
  readonly openLimit: OpenLimit | null;
}

export interface OpenLimit {
  /** null: until the day of opening is over (same session) */
  readonly minutes: number | null;
  readonly source: string;
}

function oneOf<T extends string>(allowed: readonly T[], value: string, productId: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`vaccine-products.csv: ${productId} has the unknown value "${value}"`);
  return found;
}

function load(): readonly Product[] {
  const codes = new Set(vaccines().map((v) => v.code));
  const seen = new Set<string>();
  return parseCsv(readFileSync(new URL('./vaccine-products.csv', import.meta.url), 'utf8')).map((row) => {
    const field = (name: string): string => row[name] ?? '';
    const optional = (name: string): string | null => row[name] || null;
    const productId = field('product_id');
    const vaccineCode = optional('national_code');
    if (!/^VP\d{3}$/u.test(productId) || seen.has(productId))
      throw new Error(`vaccine-products.csv: id ${productId} is malformed or repeated`);
    if (vaccineCode !== null && !codes.has(vaccineCode))
      throw new Error(`vaccine-products.csv: ${productId} has an unknown national code`);
    seen.add(productId);
    return {
      productId,
      vaccineKey: field('vaccine_key'),
      vaccineCode,
      programme: oneOf(PROGRAMMES, field('programme'), productId),
      genericName: field('generic_name_zh'),
      brand: optional('brand_zh'),
      manufacturer: field('manufacturer_zh'),
      importer: optional('importer_or_agent'),
      origin: oneOf(ORIGINS, field('origin'), productId),
      presentation: field('presentation'),
      doseVolumeMl: field('dose_volume_ml') === '' ? null : Number(field('dose_volume_ml')),
      containerType: oneOf(CONTAINER_TYPES, field('container_type'), productId),
      dosesPerContainer: Number(field('doses_per_container')),
      approvalNo: optional('approval_no'),
      verification: oneOf(VERIFICATIONS, field('verification'), productId),
      source: field('source'),
      note: optional('note'),
      openLimit: openLimitOf(productId, Number(field('doses_per_container')), vaccineCode !== null),
    };
  });
}

/** @throws when a vaccine in a container of several doses has no limit, or another one has one */
function openLimitOf(productId: string, dosesPerContainer: number, isVaccine: boolean): OpenLimit | null {
  const found = limits.find((limit) => limit.products.includes(productId));
  if ((isVaccine && dosesPerContainer > 1) !== (found !== undefined)) {
    throw new Error(
      `open-vial-limits.json: ${productId} with ${dosesPerContainer} doses, limit ${found?.rule ?? 'none'}`,
    );
  }
  return found ? { minutes: found.minutes, source: `${found.rule} (${found.source})` } : null;
}

let loaded: readonly Product[] | undefined;

/** The products known by name, each with the mark that says how well it is known. */
export function products(): readonly Product[] {
  loaded ??= load();
  return loaded;
}
