import { setTimeout } from 'node:timers/promises';
import { start as startCertificates } from '@miaoben/certificates/server';
import { loadVerifyKey, openStatusList, openTrustList, sm3, toHex, type VerifierState } from '@miaoben/credential';
import { start as startIdentity } from '@miaoben/identity/server';
import { type Em, newId, publish, query } from '@miaoben/kernel';
import { start as startPeople } from '@miaoben/people/server';
import type { MiaobenEvent, OrganisationChanged } from '@miaoben/schema';
import { DEMO_SEED, type Demo, generateDemo } from '@miaoben/seeds/demo/demo';
import { loadPopulation } from '@miaoben/seeds/load/population';
import { referenceRows } from '@miaoben/seeds/load/reference';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';
import { seedReference } from '@miaoben/vaccines/bulk';
import { start as startVaccines } from '@miaoben/vaccines/server';
import { subscriptions } from '../../subgraphs/certificates/events.ts';
import { putOrganisations } from '../../subgraphs/certificates/modules/organisation/organisation.repository.ts';
import { type Caller, type GraphAnswer, startStack } from './stack.ts';

export const TODAY = '2026-11-21';
const TRUST_FILES = /^[0-9A-Za-z-]+$/;

export interface IssuedCertificate {
  id: string;
  number: string;
  identifier: string;
  state: string;
  result: number;
  missing: { vaccine: string; doses: number }[];
  expiresOn: string;
  maskedName: string;
  birthDate: string;
  code: string;
  shortCode: string;
  revokedReason: string | null;
  scheduleVersion: string;
  issuer: { id: string };
  person: { id: string };
}
export const PARTS = `id number identifier state result missing { vaccine doses } expiresOn maskedName birthDate code shortCode
  revokedReason scheduleVersion issuer { id } person { id }`;

/**
 * People, vaccines and certificates with the named stories and the first-year class of the demo county.
 * @param withIdentity starts identity too, empty: for what asks it who a guardian is
 */
export async function startCertificatesWorld(adminUrl: string, { withIdentity = false, licencePlatformUrl = '' } = {}) {
  const stack = await startStack(
    adminUrl,
    {
      ...(withIdentity && { identity: startIdentity }),
      people: startPeople,
      vaccines: startVaccines,
      certificates: startCertificates,
    },
    TODAY,
    { licencePlatformUrl },
  );
  const { people, vaccines: doses, certificates } = stack.services;
  const em = () => certificates.orm.em.fork() as Em;
  await seedReference(doses.orm, referenceRows());
  const demo: Demo = generateDemo({ seed: DEMO_SEED, today: TODAY });
  const family = demo.stories.find((s) => s.key === 'guardian_family')?.persons ?? [];
  const persons = [...family, ...demo.pupils.flatMap((p) => p.person ?? [])];
  const organisations = new Map(demo.organisations.map((o) => [o.code, o]));
  const targets = {
    keyring: people.keyring,
    identity: people.orm,
    people: people.orm,
    vaccines: doses.orm,
    close: async () => undefined,
  };
  await loadPopulation(targets, persons, organisations, TODAY);
  // Identity is replaced by the stack's keys here: its events are applied by hand.
  const toldOf = (o: Demo['organisations'][number], closedOn: string | null = null): OrganisationChanged => ({
    type: 'organisation.changed',
    organisationId: o.id,
    code: o.code,
    name: o.name,
    kind: o.kind,
    divisionCode: o.division,
    closedOn,
  });
  await putOrganisations(
    em(),
    demo.organisations.map((o) => toldOf(o)),
  );

  /** Events wait for older transactions of the whole server, those of other tests too: drains until the condition holds. */
  async function until(condition: string, parameters: readonly unknown[]): Promise<void> {
    for (let i = 0; i < 200; i += 1) {
      await certificates.consumer.drain('people');
      const [row] = await query<{ holds: boolean }>(em(), `select (${condition}) as holds`, parameters);
      if (row?.holds) return;
      await setTimeout(50);
    }
    throw new Error(`certificates did not hear of it: ${condition}`);
  }
  await until('(select count(*) from holder) >= $1', [persons.length]);

  const tell = (event: MiaobenEvent) => (people.orm.em.fork() as Em).transactional((e) => publish(e as Em, [event]));
  const hearOfIdentity = (told: OrganisationChanged[]): Promise<void> =>
    em().transactional(async (e) => {
      const { handle } = subscriptions(certificates).find((s) => s.source === 'identity')!;
      await handle(told, e as Em);
    });
  const trustFile = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${stack.peers.certificates}/trust/${path}`, {
      headers: { 'x-miaoben-router': stack.routerSecret, ...headers },
    });

  return {
    stack,
    demo,
    em,
    /** the child of six, complete for school entry, and the baby */
    elder: family[0] as GeneratedPerson,
    baby: family[1] as GeneratedPerson,
    organisation: (code: string): string => organisations.get(code)?.id ?? '',
    /** tells certificates the first day on which an organisation works no more; null: it works again */
    close: (code: string, on: string | null) =>
      hearOfIdentity(demo.organisations.filter((o) => o.code === code).map((o) => toldOf(o, on))),
    graph: <T>(caller: Caller | undefined, document: string, variables: Record<string, unknown> = {}) =>
      stack.graph<T>('certificates', caller, document, variables),
    /** binds a child to an account, as people would */
    async bind(accountId: string, personId: string): Promise<void> {
      await tell({ type: 'binding.changed', accountId, personId, bound: true });
      await until('exists (select 1 from binding where account_id = $1 and person_id = $2)', [accountId, personId]);
    },
    tell,
    /** lets certificates take over what people and vaccines have */
    async hear(): Promise<void> {
      await doses.consumer.drain('people');
      await certificates.consumer.drain('people');
      await certificates.consumer.drain('vaccines');
    },
    issue: (
      caller: Caller,
      personId: string,
      commandId = newId(),
    ): Promise<GraphAnswer<{ issueCertificate: IssuedCertificate }>> =>
      stack.graph(
        'certificates',
        caller,
        `mutation ($commandId: ID!, $personId: ID!) { issueCertificate(commandId: $commandId, personId: $personId) { ${PARTS} } }`,
        { commandId, personId },
      ),
    /** voids the last standing dose of a vaccine of a child in vaccines */
    async voidLast(caller: Caller, personId: string, vaccine: string): Promise<void> {
      const read = await stack.graph<{
        _entities: { doses: { id: string; date: string; vaccine: { code: string } }[] }[];
      }>(
        'vaccines',
        caller,
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { doses { id date vaccine { code } } } } }',
        { r: [{ __typename: 'Person', id: personId }] },
      );
      const last = read.data._entities[0]?.doses
        .filter((d) => d.vaccine.code === vaccine)
        .sort((a, b) => (a.date < b.date ? -1 : 1))
        .at(-1);
      const voided = await stack.graph(
        'vaccines',
        caller,
        'mutation ($commandId: ID!, $doseId: ID!) { voidDose(commandId: $commandId, doseId: $doseId, reason: "录入错误") { state } }',
        { commandId: newId(), doseId: last?.id },
      );
      if (voided.errors.length > 0) throw new Error(JSON.stringify(voided.errors));
    },
    trustFile,
    /** what a verifier holds after fetching all that is served */
    async verifier(now = Math.floor(certificates.clock.instant().getTime() / 1000)): Promise<VerifierState> {
      const bytes = async (path: string) => new Uint8Array(await (await trustFile(path)).arrayBuffer());
      const { current } = (await (await trustFile('roots.json')).json()) as { current: { alg: 'SM2'; spki: string } };
      const root = await loadVerifyKey(current.alg, Buffer.from(current.spki, 'base64url'));
      const trust = await openTrustList(await bytes('trust.cose'), { current: root, next: null }, null);
      const statusLists = new Map();
      for (const [hash, id] of trust.statusLists) {
        if (!TRUST_FILES.test(id)) throw new Error('a list id that is no file name');
        const file = await bytes(`status/${id}.cose`);
        if (toHex(sm3(file)) !== hash) throw new Error(`the trust list does not name the list ${id} that is served`);
        statusLists.set(id, await openStatusList(file, trust, null));
      }
      return { trust, statusLists, now, clockHighWater: 0 };
    },
    auditLines: (operation: string) =>
      query<{ account_id: string; subject: string | null; detail: Record<string, unknown> }>(
        em(),
        'select account_id, subject, detail from audit_line where operation = $1 order by seq',
        [operation],
      ),
    stop: () => stack.stop(),
  };
}
export type CertificatesWorld = Awaited<ReturnType<typeof startCertificatesWorld>>;
