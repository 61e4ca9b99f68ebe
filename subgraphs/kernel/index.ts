import 'reflect-metadata';

export { audit, auditEach } from './audit.ts';
export { type AuditHead, brokenAnchors, sealAuditLines, verifyAuditChain } from './audit-chain.ts';
export { type Claims, requireConfirmed, TOKEN_AUDIENCE, TOKEN_ISSUER } from './claims.ts';
export { type Clock, createClock, dateInShanghai } from './clock.ts';
export { type CommandResult, NotHeardOf, runCommand } from './commands.ts';
export { configFromEnv, type SubgraphConfig } from './config.ts';
export type { Subscription } from './consumer.ts';
export type { Ctx, Services } from './context.ts';
export { Keyring, newKeyring } from './crypto.ts';
export { change, type DatabaseDefinition, type Em, migrate, type Orm, openDatabase, prepared, query } from './db.ts';
export { badInput, forbidden, MiaobenError, notFound, retried, stepFailed, wrongFileType } from './errors.ts';
export { FileStore, MAX_FILE_BYTES } from './files.ts';
export { parseJsonObject, readBody, sendJson } from './http.ts';
export { isUuid, isUuidV7, newId } from './ids.ts';
export type { Logger } from './log.ts';
export {
  type NoticeContent,
  type NoticeParams,
  type NoticeRecipient,
  noticeRequested,
  openNotice,
} from './notices.ts';
export { publish } from './outbox.ts';
export { MAX_PAGE, type Page, type PageRequest, pageRequest, toPage } from './paging.ts';
export { documentBlind, nameBlind } from './person-blinds.ts';
export { openIdentity, type PersonIdentity, sealIdentity } from './person-identity.ts';
export type { Masks } from './policy.ts';
export { DateScalar, DateTimeScalar, isCalendarDate } from './scalars.ts';
export { federatedSchema, type SchemaDefinition } from './schema.ts';
export {
  type BackgroundWork,
  type RunningSubgraph,
  runServer,
  type SubgraphDefinition,
  startSubgraph,
} from './server.ts';
