import { randomBytes } from 'node:crypto';
import { healthCardFile, toFhirBundle, toHealthCard } from '@miaoben/exchange';
import type { Services } from '@miaoben/kernel';
import {
  audit,
  badInput,
  type Em,
  type FileStore,
  forbidden,
  type Keyring,
  MiaobenError,
  newId,
  runCommand,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { exchangeRecord } from '../exchange-record/exchange-record.client.ts';
import { FHIR_JSON } from '../exchange-record/exchange-record.service.ts';
import { reachableHolder } from '../holder/holder.reach.ts';
import { CLOSED_STATES, findHolders, lockHolders } from '../holder/holder.repository.ts';
import { cardById, insertCard, issuedSince, latestCard, type TravelCardRow } from './travel-card.repository.ts';
import { issuerOf, type Passport, passportOf } from './travel-card.rules.ts';
import type { IssueTravelCardInput, TravelCard, TravelCardDetail, TravelCardRevocation } from './travel-card.type.ts';
import { travelSigner } from './travel-key.ts';

const SEALED = 'travel_card';
const A_DAY = 10;
const DAY_MS = 86_400_000;
const FILE = 'travel-card';
const FHIR_FILE = 'travel-fhir';

/** What stands sealed with a card. */
interface Content {
  readonly jws: string;
  readonly qr: string | null;
  readonly passport: Passport;
}
const open = (keyring: Keyring, row: TravelCardRow): Content => JSON.parse(keyring.open(row.sealed, SEALED)) as Content;

function shape({ keyring, files }: { keyring: Keyring; files: FileStore }, row: TravelCardRow): TravelCard {
  const { qr, passport } = open(keyring, row);
  const stands = row.revoked_at === null;
  const fileId = `${row.person_id}~${row.card_id}`;
  return {
    id: row.card_id,
    qr: stands ? qr : null,
    detail: row.detail as TravelCardDetail,
    doses: row.doses,
    familyName: passport.family,
    givenName: passport.given.join(' '),
    issuedAt: row.issued_at,
    revokedAt: row.revoked_at,
    revokedReason: row.revoked_reason as TravelCardRevocation | null,
    fileUrl: stands ? files.downloadUrl(FILE, fileId) : null,
    fhirUrl: stands ? files.downloadUrl(FHIR_FILE, fileId) : null,
  };
}

/** Query.travelCard: the latest card of a person of the caller's; null when there is none. @throws FORBIDDEN */
export async function readCard(ctx: CertificatesCtx, personId: string): Promise<TravelCard | null> {
  const operation = 'Query.travelCard';
  await reachableHolder(ctx, operation, personId);
  const row = await latestCard(ctx.em, personId);
  if (row) await audit(ctx.em, ctx.claims, operation, personId);
  return row ? shape(ctx, row) : null;
}

/**
 * Mutation.issueTravelCard. Earlier cards stay good: what they say is still true.
 * @throws BAD_INPUT (see `passportOf`; input.personId wrong_state for a record without doses or a closed file), FORBIDDEN, RATE_LIMITED after ten a day, UNAVAILABLE
 */
export async function issueCard(
  ctx: CertificatesCtx,
  commandId: string,
  input: IssueTravelCardInput,
): Promise<TravelCard> {
  const operation = 'Mutation.issueTravelCard';
  const passport = passportOf(input);
  const { personId } = input;
  await reachableHolder(ctx, operation, personId);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const [known] = await findHolders(em, [personId], { kind: 'all' });
    if (!known) throw forbidden();
    // Before the first lock: a transaction that has one holds back the events of every subgraph on this server.
    const record = await exchangeRecord(ctx, em, known, { latinName: passport, identifiers: [] });
    const [holder] = await lockHolders(em, [personId]);
    if (!holder || CLOSED_STATES.includes(holder.registration_state) || record.doses.length === 0)
      throw badInput('input.personId', 'wrong_state');
    const now = ctx.clock.instant();
    if ((await issuedSince(em, personId, new Date(now.getTime() - DAY_MS))) >= A_DAY)
      throw new MiaobenError('RATE_LIMITED', { retryAfter: DAY_MS / 1_000 });
    const { kid, signer } = await travelSigner(em, ctx.keyring, now);
    const rid = randomBytes(12).toString('base64url');
    const card = await toHealthCard(record, signer, {
      issuer: issuerOf(ctx.config.publicUrl),
      issuedAt: Math.floor(now.getTime() / 1_000),
      rid,
    });
    const content: Content = { jws: card.jws, qr: card.qr, passport };
    const cardId = newId();
    await insertCard(em, {
      person_id: personId,
      card_id: cardId,
      kid,
      rid,
      sealed: ctx.keyring.seal(JSON.stringify(content), SEALED),
      detail: card.detail,
      doses: record.doses.length,
      issued_at: now.toISOString(),
    });
    return { outcome: cardId, subject: personId, detail: { doses: record.doses.length, detail: card.detail } };
  });
  const row = await latestCard(ctx.em, personId);
  return shape(ctx, row!);
}

/** Serves the card as `.smart-health-card` and the record for travel as FHIR; not once the card is revoked. */
export function serveTravelFiles(services: Services): void {
  const { files, orm, keyring } = services;
  const standing = async (id: string) => {
    const em = orm.em.fork() as Em;
    const [personId = '', cardId = ''] = id.split('~');
    const row = await cardById(em, personId, cardId);
    if (!row || row.revoked_at !== null) throw new MiaobenError('NOT_FOUND');
    return { em, row, content: open(keyring, row) };
  };
  files.onFetch(FILE, async (id, response) => {
    const { content } = await standing(id);
    response
      .writeHead(200, {
        'content-type': 'application/smart-health-card',
        'content-disposition': 'attachment; filename="vaccination.smart-health-card"',
        'cache-control': 'no-store',
      })
      .end(healthCardFile(content.jws));
  });
  files.onFetch(FHIR_FILE, async (id, response) => {
    const { em, row, content } = await standing(id);
    const [holder] = await findHolders(em, [row.person_id], { kind: 'all' });
    if (!holder) throw new MiaobenError('NOT_FOUND');
    const { passport } = content;
    const record = await exchangeRecord(services, em, holder, {
      latinName: passport,
      identifiers: passport.number ? [{ kind: 'passport', value: passport.number, country: 'CHN' }] : [],
    });
    const bundle = toFhirBundle(record, { purpose: 'travel', identifiers: passport.number ? ['passport'] : [] });
    response
      .writeHead(200, {
        'content-type': FHIR_JSON,
        'content-disposition': 'attachment; filename="vaccination.fhir.json"',
        'cache-control': 'no-store',
      })
      .end(JSON.stringify(bundle));
  });
}
