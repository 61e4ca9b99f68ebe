import { nameKey } from '@miaoben/identifiers';
import { documentBlind, type Em, type Keyring, query } from '@miaoben/kernel';

/** What a report says about whom and where. */
export interface Told {
  name: string;
  documentNumber: string | null;
  /** 9-digit townships */
  residence: string | null;
  household: string | null;
}
export interface Located {
  personId: string | null;
  /** township by which disease control sees it; null when neither a file nor a place is known */
  division: string | null;
  /** the unit in charge; null: disease control names one */
  unit: string | null;
}

/** The one clinic of each township that has exactly one. */
async function onlyClinics(em: Em, townships: readonly string[], today: string): Promise<Map<string, string>> {
  const rows = await query<{ township: string; id: string }>(
    em,
    `select substr(division_code, 1, 9) township, min(id::text) id from organisation
     where kind = 'clinic' and substr(division_code, 1, 9) = any($1) and (closed_on is null or closed_on > $2::date)
     group by 1 having count(*) = 1`,
    [townships, today],
  );
  return new Map(rows.map((r) => [r.township, r.id]));
}

/**
 * Where reports go: to the unit that manages the file of this document and name, wherever in the province it is; else to the one clinic of
 * the place of residence, else of the household (J-13). Two statements for any number of reports.
 */
export async function locate(em: Em, keyring: Keyring, told: readonly Told[], today: string): Promise<Located[]> {
  const blindOf = (t: Told) => t.documentNumber && documentBlind(keyring, t.documentNumber);
  const files = await query<{
    id: string;
    document_blind: string;
    name_key: string;
    managing_org_id: string;
    residence: string;
  }>(
    em,
    `select id, document_blind, name_key, managing_org_id, residence from person
     where document_blind = any($1) and registration_state <> 'cancelled'`,
    [told.flatMap((t) => blindOf(t) ?? [])],
  );
  const byDocument = new Map(files.map((f) => [f.document_blind, f]));
  const clinics = await onlyClinics(em, [...new Set(told.flatMap((t) => t.residence ?? t.household ?? []))], today);
  return told.map((t) => {
    const file = byDocument.get(blindOf(t) ?? '');
    if (file && file.name_key === nameKey(t.name))
      return { personId: file.id, division: file.residence, unit: file.managing_org_id };
    const place = t.residence ?? t.household;
    return { personId: null, division: place, unit: (place && clinics.get(place)) ?? null };
  });
}
