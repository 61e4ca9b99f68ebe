import { type RunningSubgraph, type SubgraphConfig, type SubgraphDefinition, startSubgraph } from '@miaoben/kernel';
import { type IdentityCtx, type IdentityLoaders, identityLoaders } from './loaders.ts';
import { IdentityTables } from './migrations/20261121100000-identity-tables.ts';
import { AuditAnchorTable } from './migrations/20261121110000-audit-anchor.ts';
import { NoticeTables } from './migrations/20261129070700-notices.ts';
import { OrganisationClosing } from './migrations/20261129233500-organisation-closing.ts';
import { DeskAccounts } from './migrations/20261130160000-desk-accounts.ts';
import { HiddenBlocks } from './migrations/20261202020000-hidden-blocks.ts';
import { DivisionOrders } from './migrations/20261202040000-division-orders.ts';
import { Devices } from './migrations/20261202100000-devices.ts';
import { TokenVersion } from './migrations/20261203110000-token-version.ts';
import { AccountEntity } from './modules/account/account.entity.ts';
import { accountMasks } from './modules/account/account.masks.ts';
import { AccountResolver } from './modules/account/account.resolver.ts';
import { startAnchoring } from './modules/audit-anchor/audit-anchor.ts';
import { AuditLineResolver } from './modules/audit-line/audit-line.resolver.ts';
import { DeviceResolver } from './modules/device/device.resolver.ts';
import { DivisionResolver } from './modules/division/division.resolver.ts';
import { DivisionChangeResolver } from './modules/division-change/change.resolver.ts';
import { KeptEntryResolver } from './modules/kept-entry/kept-entry.resolver.ts';
import { serveEndedTokens } from './modules/key/ended-tokens.ts';
import { serveKeys } from './modules/key/jwks.http.ts';
import { noticeSubscriptions } from './modules/notice/notice.ingest.ts';
import { NoticeResolver } from './modules/notice/notice.resolver.ts';
import { startSending } from './modules/notice/notice.sending.ts';
import { serveToken } from './modules/oauth/token-endpoint.ts';
import { OrganisationResolver } from './modules/organisation/organisation.resolver.ts';
import { RealNameResolver } from './modules/real-name/real-name.resolver.ts';
import { RegistrationResolver } from './modules/registration/registration.resolver.ts';
import { startHousekeeping } from './modules/session/housekeeping.ts';
import { SessionResolver } from './modules/session/session.resolver.ts';
import { ServiceStatusResolver } from './modules/status/service-status.ts';

/** Divisions, organisations, accounts, sessions, keys. */
export const definition: SubgraphDefinition<IdentityLoaders> = {
  name: 'identity',
  schema: {
    resolvers: [
      ServiceStatusResolver,
      DivisionResolver,
      DivisionChangeResolver,
      OrganisationResolver,
      AccountResolver,
      AuditLineResolver,
      SessionResolver,
      RegistrationResolver,
      RealNameResolver,
      NoticeResolver,
      DeviceResolver,
      KeptEntryResolver,
    ],
    references: {
      Division: ({ code }: { code: string }, ctx: IdentityCtx) => ctx.loaders.division.load(code),
      Organisation: ({ id }: { id: string }, ctx: IdentityCtx) => ctx.loaders.organisation.load(id),
      Account: ({ id }: { id: string }, ctx: IdentityCtx) => ctx.loaders.account.load(id),
    },
  },
  database: {
    entities: [AccountEntity],
    migrations: [
      IdentityTables,
      AuditAnchorTable,
      NoticeTables,
      OrganisationClosing,
      DeskAccounts,
      HiddenBlocks,
      DivisionOrders,
      Devices,
      TokenVersion,
    ],
  },
  masks: accountMasks,
  loaders: identityLoaders,
  subscriptions: noticeSubscriptions,
  http: async (...call) => (await serveToken(...call)) || serveEndedTokens(...call),
  publicHttp: serveKeys,
  background: async (services) => {
    const works = [await startHousekeeping(services), startAnchoring(services), startSending(services)];
    return { stop: async () => void (await Promise.all(works.map((w) => w.stop()))) };
  },
};

export const start = (config: SubgraphConfig): Promise<RunningSubgraph> => startSubgraph(definition, config);
