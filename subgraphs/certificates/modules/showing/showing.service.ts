import { parseDocument } from '@miaoben/identifiers';
import { audit, badInput, documentBlind, type Page, pageRequest, toPage } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { headersOf } from '../collection/source.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import { folded } from '../licence-type/plain-text.ts';
import { valuesOrDecoy } from './showing.decoy.ts';
import { admit, noteAnswer } from './showing.gate.ts';
import type { Lookup, Shown, StoreEnv } from './showing.port.ts';
import { faceOf, isAsGiven, metadataOf, namesHolder, readLookup } from './showing.rules.ts';
import {
  type FoundLicence,
  type GivenFieldInput,
  type LicenceSearchKey,
  type ShowingLookupInput,
  type ShownLicence,
  ShownState,
} from './showing.type.ts';
import { storeOf } from './stores.ts';

const KEY_MS = 10 * 60_000;
const SEARCH_KEY = 'licence.search-key';
const MAX_GIVEN = 20;

const envOf = (ctx: CertificatesCtx): StoreEnv => ({ em: ctx.em, keyring: ctx.keyring, now: ctx.clock.instant() });

const valuesOf = ({ keyring }: CertificatesCtx, found: Shown | null): LicenceValues =>
  found ? found.values() : valuesOrDecoy(keyring, undefined);

/** The blind index of a holder's document, in whatever spelling it was given. */
export function holderBlindOf(ctx: Pick<CertificatesCtx, 'keyring'>, document: string): string {
  const id = parseDocument('RESIDENT_ID', document);
  return documentBlind(ctx.keyring, id.ok ? id.value.number : folded(document));
}

/** Query.showLicence: null alike for a licence that is not there, is out of reach, or is not as asked. */
export async function showLicence(
  ctx: CertificatesCtx,
  type: string,
  purpose: string,
  by: ShowingLookupInput,
): Promise<ShownLicence | null> {
  const operation = 'Query.showLicence';
  const wanted = readLookup(by);
  const call = await admit(ctx, { operation, type, purpose, kind: 'show' });
  const lookup: Lookup =
    wanted.by === 'document'
      ? { by: 'document', blind: holderBlindOf(ctx, wanted.document) }
      : wanted.by === 'number'
        ? { by: 'number', number: folded(wanted.text) }
        : { by: 'identifier', identifier: wanted.text };
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const found = await storeOf(call.type.code).find(envOf(ctx), call.type, lookup, reach);
  const values = valuesOf(ctx, found);
  const name = wanted.by === 'document' ? wanted.name : null;
  const { definition } = call.type;
  const shown = found && namesHolder(definition, values, name) ? found : null;
  await noteAnswer(
    ctx,
    call,
    shown ? [shown] : [],
    shown?.holderBlind ?? (lookup.by === 'document' ? lookup.blind : null),
  );
  await audit(ctx.em, ctx.claims, operation, shown?.id, { type: call.type.code, purpose: call.purpose });
  if (!shown) return null;
  return {
    typeCode: call.type.code,
    typeName: call.type.name,
    number: shown.number,
    identifier: shown.identifier,
    state: ShownState[shown.state],
    validFrom: shown.validFrom,
    validTo: shown.validTo,
    face: faceOf(definition, values, call.right.fields, call.right.result_format),
    metadata: metadataOf(definition, values, call.right.fields),
  };
}

/** Query.verifyLicence: true for a valid licence of this holder on which every given field stands; false for all else alike. */
export async function verifyLicence(
  ctx: CertificatesCtx,
  input: { type: string; purpose: string; holderCode: string; given: readonly GivenFieldInput[] },
): Promise<boolean> {
  const operation = 'Query.verifyLicence';
  if (input.given.length === 0) throw badInput('given', 'required');
  if (input.given.length > MAX_GIVEN) throw badInput('given', 'out_of_range', { max: MAX_GIVEN });
  const call = await admit(ctx, { operation, type: input.type, purpose: input.purpose, kind: 'verify' });
  const { definition } = call.type;
  const names = headersOf(definition.fields);
  const given: Record<string, string> = {};
  for (const [i, { field, value }] of input.given.entries()) {
    const key = names.get(field.trim().toLowerCase());
    if (key === undefined || key.startsWith('$')) throw badInput(`given.${i}.field`, 'unknown_code');
    given[key] = value;
  }
  const blind = holderBlindOf(ctx, input.holderCode);
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const found = await storeOf(call.type.code).find(envOf(ctx), call.type, { by: 'document', blind }, reach);
  const values = valuesOf(ctx, found);
  const holds = isAsGiven(definition, found ?? { state: 'revoked' }, values, given, ctx.clock.today());
  const shown = found && holds ? found : null;
  await noteAnswer(ctx, call, shown ? [shown] : [], blind);
  await audit(ctx.em, ctx.claims, operation, shown?.id, { type: call.type.code, purpose: call.purpose });
  return shown !== null;
}

interface KeyContent {
  account: string;
  type: string;
  purpose: string;
  until: number;
}

/** Query.licenceSearchKey: first of the three steps of Q-56. */
export async function searchKey(ctx: CertificatesCtx, type: string, purpose: string): Promise<LicenceSearchKey> {
  const call = await admit(ctx, { operation: 'Query.licenceSearchKey', type, purpose, kind: 'search' });
  const until = ctx.clock.instant().getTime() + KEY_MS;
  const content: KeyContent = { account: ctx.claims.account, type: call.type.code, purpose: call.purpose, until };
  await noteAnswer(ctx, call, [], null);
  return { key: ctx.keyring.seal(JSON.stringify(content), SEARCH_KEY), expiresAt: new Date(until) };
}

/** @throws BAD_INPUT key (format, expired) */
function readKey(ctx: CertificatesCtx, key: string): KeyContent {
  let content: KeyContent;
  try {
    content = JSON.parse(ctx.keyring.open(key, SEARCH_KEY)) as KeyContent;
  } catch {
    throw badInput('key', 'format');
  }
  if (content.account !== ctx.claims.account) throw badInput('key', 'format');
  if (content.until < ctx.clock.instant().getTime()) throw badInput('key', 'expired');
  return content;
}

/** Query.searchLicences: the other two steps, page after page. */
export async function searchLicences(
  ctx: CertificatesCtx,
  key: string,
  first: number,
  after: string | null,
): Promise<Page<FoundLicence>> {
  const operation = 'Query.searchLicences';
  const page = pageRequest(first, after, 1);
  const { type, purpose } = readKey(ctx, key);
  const call = await admit(ctx, { operation, type, purpose, kind: 'search' });
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const rows = await storeOf(call.type.code).page(
    envOf(ctx),
    call.type,
    page.key === undefined ? null : String(page.key[0]),
    page.limit,
    reach,
  );
  await noteAnswer(ctx, call, rows.slice(0, first), null);
  await audit(ctx.em, ctx.claims, operation, undefined, { type: call.type.code, rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => ({
      number: row.number,
      identifier: row.identifier,
      state: ShownState[row.state],
      validFrom: row.validFrom,
      validTo: row.validTo,
    }),
  );
}
