import { type NameSearch, nameKey, normaliseText, parsePhone, readNameSearch } from '@miaoben/identifiers';
import { audit, badInput, type Page, type PageRequest, pageRequest, toPage } from '@miaoben/kernel';
import { type Reach, reachOf } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { barcodeIn } from './barcode.ts';
import { codeOfText } from './identity-code.ts';
import { findByNumbers, type NameTerm, type PersonRow, searchByName, singleReach } from './person.repository.ts';
import { blindsOfNumber } from './person.service.ts';
import { phoneBlind } from './person.stored.ts';
import { soundsOf } from './pinyin.ts';

const MAX_TEXT = 60;
const AUDITED_IDS = 50;

export interface FoundPersons extends Page<PersonRow> {
  /** nobody is called so: these sound like it */
  isSimilar: boolean;
}

/**
 * One box for all: a document number, an identity code (also a former one), a barcode or the code of a person made of it, a phone, a name or its beginning, pinyin or its initials, with a birth date behind it.
 * Numbers are found exactly, names by keyset pages; where nobody is called so, those who sound like it. The read is one audit line that names whom it showed (the first 50), and no search text.
 * @throws BAD_INPUT text (required, too_long, check_digit), first, after
 */
export async function searchPersons(
  ctx: PeopleCtx,
  rawText: string,
  first: number,
  after: string | null | undefined,
): Promise<FoundPersons> {
  const reach = reachOf(ctx.scopeOf('Query.searchPersons'), ctx.claims);
  const page = pageRequest(first, after, 3);
  const { text } = normaliseText(rawText);
  if (text === '') throw badInput('text', 'required');
  if (text.length > MAX_TEXT) throw badInput('text', 'too_long', { max: MAX_TEXT });
  const identity = codeOfText(ctx.keyring, text);
  const named = identity ? null : readNameSearch(text);
  // A partner names whom it asks about, by number or whole name; beginnings of names would let it leaf through the register.
  const partner = ctx.claims.role === 'partner';
  if (named && partner && [...named.name].length < 2) throw badInput('text', 'format');
  const phone = partner ? null : parsePhone(text);
  const numbers = {
    blinds: blindsOfNumber(ctx, text),
    identity,
    barcode: barcodeIn(text, 'text'),
    phone: phone?.ok ? phoneBlind(ctx.keyring, phone.value.number) : null,
  };
  const exact = named
    ? await searchByName(
        ctx.em,
        partner ? { whole: nameKey(named.name) } : nameTerm(named.name),
        named.birthDate,
        reach,
        page,
      )
    : await findByNumbers(ctx.em, numbers, singleReach(reach, ctx.claims));
  const similar = named && exact.length === 0 && !partner ? await soundingLike(ctx, named, reach, page) : [];
  const rows = exact.length > 0 ? exact : similar;
  const shown = rows.slice(0, page.first).map((r) => r.id);
  await audit(ctx.em, ctx.claims, 'Query.searchPersons', undefined, {
    count: shown.length,
    persons: shown.slice(0, AUDITED_IDS),
  });
  const found = toPage(
    rows,
    page,
    (r): [string, string, string] => [r.name_key, r.birth_date, r.id],
    (r) => r,
  );
  return { ...found, isSimilar: similar.length > 0 };
}

/** Whole names of Han characters that sound like the one typed; letters are matched by their beginnings already. */
async function soundingLike(
  { em }: PeopleCtx,
  { name, birthDate }: NameSearch,
  reach: Reach,
  page: PageRequest,
): Promise<PersonRow[]> {
  if (!/\p{Script=Han}{2}/u.test(name)) return [];
  return searchByName(em, { sounds: await soundsOf(name) }, birthDate, reach, page);
}

function nameTerm(text: string): NameTerm {
  const letters = text.toLowerCase().replace(/[\s'·.-]/g, '');
  return /^[a-z]+$/.test(letters) ? { letters } : { nameKey: nameKey(text) };
}
