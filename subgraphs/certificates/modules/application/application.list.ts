import { parsePhone } from '@miaoben/identifiers';
import { audit, type Em, type Keyring, type Page, pageRequest, toPage } from '@miaoben/kernel';
import { narrowTo, readDivision } from '@miaoben/kernel/reach';
import type { CertificatesCtx } from '../../loaders.ts';
import { type Reach, reachOf } from '../../scope.ts';
import { documentBlinds } from '../holder/document-blinds.ts';
import { endOfDay, startOfDay } from '../listing/days.ts';
import { type ApplicationSearch, applicationRows } from './application.repository.ts';
import { applicationNameBlind, applicationPhoneBlind, shapeApplication } from './application.shape.ts';
import type { Application, ApplicationFilter } from './application.type.ts';

/** Filter as SQL takes it, and the reach narrowed to its division. @throws BAD_INPUT division; FORBIDDEN outside the area */
export function searchOf(
  keyring: Keyring,
  filter: ApplicationFilter,
  reach: Reach,
): { search: ApplicationSearch; reach: Reach } {
  const text = filter.text?.trim();
  const phone = text ? parsePhone(text) : null;
  return {
    reach: filter.division ? narrowTo(readDivision(filter.division), reach) : reach,
    search: {
      state: filter.state ?? null,
      issuerId: filter.issuerId ?? null,
      from: filter.from ? startOfDay(filter.from) : null,
      to: filter.to ? endOfDay(filter.to) : null,
      text: text
        ? {
            name: applicationNameBlind(keyring, text),
            phone: applicationPhoneBlind(keyring, phone?.ok ? phone.value.number : text),
            documents: documentBlinds(keyring, text),
          }
        : null,
    },
  };
}

/** Query.applications: rows of the caller's area, newest first. */
export async function listApplications(
  ctx: CertificatesCtx,
  filter: ApplicationFilter,
  first: number,
  after: string | null,
): Promise<Page<Application>> {
  const operation = 'Query.applications';
  const page = pageRequest(first, after, 1);
  const { search, reach } = searchOf(ctx.keyring, filter, reachOf(ctx.scopeOf(operation), ctx.claims));
  const rows = await applicationRows(ctx.em, reach, search, page);
  if (rows.length > 0) await audit(ctx.em, ctx.claims, operation, undefined, { rows: rows.length });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapeApplication(ctx, row),
  );
}

/** All rows of a filter for a sheet, in pages. */
export async function* everyApplication(
  em: () => Em,
  keyring: Keyring,
  filter: ApplicationFilter,
  reach: Reach,
): AsyncGenerator<Application> {
  const asked = searchOf(keyring, filter, reach);
  const limit = 1_000;
  let key: string[] | undefined;
  for (;;) {
    const rows = await applicationRows(em(), asked.reach, asked.search, { key, limit });
    for (const row of rows) yield shapeApplication({ keyring }, row);
    if (rows.length < limit) return;
    key = [rows.at(-1)?.id ?? ''];
  }
}
