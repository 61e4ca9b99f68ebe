import { nameKey, normaliseText } from '@miaoben/identifiers';
import { audit, badInput, type Page, pageRequest, toPage } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { looksLikeBarcode } from './barcode.ts';
import { findByNumbers, type PersonRow, searchByName, singleReach } from './person.repository.ts';
import { blindsOfNumber } from './person.service.ts';

const MAX_TEXT = 60;
const AUDITED_IDS = 50;

/**
 * One box for all: a document number, a barcode, a name or its beginning, pinyin or its initials. Numbers are found exactly,
 * names by keyset pages. The read is one audit line that names whom it showed (the first 50), and no search text.
 * @throws BAD_INPUT text (required, too_long), first, after
 */
export async function searchPersons(
  ctx: PeopleCtx,
  rawText: string,
  first: number,
  after: string | null | undefined,
): Promise<Page<PersonRow>> {
  const reach = reachOf(ctx.scopeOf('Query.searchPersons'), ctx.claims);
  const page = pageRequest(first, after, 3);
  const { text } = normaliseText(rawText);
  if (text === '') throw badInput('text', 'required');
  if (text.length > MAX_TEXT) throw badInput('text', 'too_long', { max: MAX_TEXT });
  const byNumber = /\d/.test(text);
  // A partner names whom it asks about, by number or whole name; beginnings of names would let it leaf through the register.
  const partner = ctx.claims.role === 'partner';
  if (!byNumber && partner && [...text].length < 2) throw badInput('text', 'format');
  const rows = byNumber
    ? await findByNumbers(
        ctx.em,
        { blinds: blindsOfNumber(ctx, text), barcode: looksLikeBarcode(text) ? text : null },
        singleReach(reach, ctx.claims),
      )
    : await searchByName(ctx.em, partner ? { whole: nameKey(text) } : nameTerm(text), reach, page);
  const shown = rows.slice(0, page.first).map((r) => r.id);
  await audit(ctx.em, ctx.claims, 'Query.searchPersons', undefined, {
    count: shown.length,
    persons: shown.slice(0, AUDITED_IDS),
  });
  return toPage(
    rows,
    page,
    (r) => [r.name_key, r.birth_date, r.id],
    (r) => r,
  );
}

function nameTerm(text: string): { nameKey: string } | { letters: string } {
  const letters = text.toLowerCase().replace(/[\s'·.-]/g, '');
  return /^[a-z]+$/.test(letters) ? { letters } : { nameKey: nameKey(text) };
}
