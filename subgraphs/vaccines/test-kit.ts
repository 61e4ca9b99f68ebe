import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Em, isUuidV7, newId, query } from '@miaoben/kernel';
import { documentBlind, nameBlind } from '@miaoben/kernel/person-blinds';
import { SheetReader, type SheetRow } from '@miaoben/kernel/sheets/reader';
import { addDays, addMonths } from '@miaoben/schedule';
import { consentTextOn } from '@miaoben/schedule/consent';
import type { BindingChanged, MiaobenEvent, PersonChanged } from '@miaoben/schema';
import { scratchPath } from '@miaoben/tests/support/scratch';
import { type Caller, type GraphAnswer, type Stack, startStack } from '@miaoben/tests/support/stack';
import { referenceRows } from '../../seeds/load/reference.ts';
import { consentTexts, products } from '../../seeds/reference/index.ts';
import { insertLots, insertStock, seedReference } from './bulk.ts';
import { insertConsent } from './modules/consent/consent.repository.ts';
import { standsFor } from './modules/merge/merge.events.ts';
import { insertStep, insertVisit } from './modules/visit/visit.repository.ts';
import { start } from './server.ts';

export const TODAY = '2026-11-21';
export const HOME = '630121001';
export const CLINIC = '01900000-0000-7000-8000-0000000000c1';
const OTHER_CLINIC = '01900000-0000-7000-8000-0000000000c2';

export const nurse: Caller = { role: 'vaccinator', account: 'nurse', organisation: CLINIC, divisions: ['630121'] };
export const nurseElsewhere: Caller = {
  role: 'vaccinator',
  account: 'nurse-elsewhere',
  organisation: OTHER_CLINIC,
  divisions: ['630203'],
};
export const parent: Caller = { role: 'guardian', account: 'parent' };
export const partner: Caller = { role: 'partner', account: 'partner', divisions: ['630121'] };
export const cdc: Caller = { role: 'cdc', account: 'cdc', divisions: ['6301'] };
export const provincialCdc: Caller = { role: 'cdc', account: 'provincial-cdc', divisions: ['63'] };
export const inspector: Caller = { role: 'inspector', account: 'inspector', divisions: ['6301'] };

/** A day in the past, counted back from today. */
export const monthsAgo = (months: number, days = 0): string => addDays(addMonths(TODAY, -months), -days);

/** A product of a vaccine, in vials of one dose unless more are asked for. */
export function productOf(vaccine: string, severalDoses = false): string {
  const found = products().find((p) => p.vaccineCode === vaccine && p.dosesPerContainer > 1 === severalDoses);
  if (!found) throw new Error(`no product of ${vaccine} in the reference data`);
  return found.productId;
}

export const LOT = 'L202601';
export const OLD_LOT = 'L202301';

/** Stands in for people: its outbox in pages, as the kernel serves it, and its graph, which knows names only. */
async function servePeople(url: string, events: readonly MiaobenEvent[], names: Map<string, string>): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const { variables } = JSON.parse(await text(request)) as { variables: { r: { id: string }[] } };
      const _entities = variables.r.map(({ id }) => ({ id, name: names.get(id) ?? '' }));
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { _entities } }));
      return;
    }
    const asked = new URL(request.url ?? '/', 'http://x').searchParams;
    const [seq, limit] = [Number(asked.get('seq')), Number(asked.get('limit'))];
    const page = events
      .map((event, i) => ({ tx: '1', seq: String(i + 1), at: '2026-11-21T00:00:00.000Z', event }))
      .slice(seq, seq + limit);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(url).port), '127.0.0.1', resolve));
  return server;
}

export interface World {
  stack: Stack;
  em: () => Em;
  /** announces a file in people's outbox; vaccines hears of it when it needs to */
  announce: (changes?: Partial<PersonChanged> & { name?: string; documentNumber?: string }) => PersonChanged;
  /** puts any other event into people's outbox */
  publish: (event: MiaobenEvent) => void;
  bind: (account: string, personId: string, bound?: boolean) => BindingChanged;
  /** says which accounts work for a clinic, as identity knows */
  employ: (unit: string, ...accounts: string[]) => void;
  /** lets vaccines take over what was announced */
  hear: () => Promise<void>;
  graph: <T = Record<string, never>>(
    caller: Caller | undefined,
    document: string,
    variables?: Record<string, unknown>,
  ) => Promise<GraphAnswer<T>>;
  events: (type: string) => Promise<MiaobenEvent[]>;
  stop: () => Promise<void>;
}

/** The subgraph with reference data, some lots and an outbox of people that the test writes. */
export async function startWorld(
  adminUrl: string,
  vaccinesWithStock: readonly string[] = [],
  startVaccines: typeof start = start,
): Promise<World> {
  const stack = await startStack(adminUrl, { vaccines: startVaccines }, TODAY);
  const { orm, keyring, consumer } = stack.services.vaccines;
  const outbox: MiaobenEvent[] = [];
  const names = new Map<string, string>();
  const people = await servePeople(stack.peers.people, outbox, names);
  const working = new Map<unknown, string[]>();
  const staffOf = (unit: unknown) => (working.get(unit) ?? []).map((id) => ({ id }));
  stack.identityStandIn.answer = ({ unit }) => ({ workingAccounts: staffOf(unit) });
  await seedReference(orm, referenceRows());
  const em = () => orm.em.fork() as Em;
  const stocked = vaccinesWithStock.flatMap((v) =>
    products()
      .filter((p) => p.vaccineCode === v)
      .map((p) => p.productId),
  );
  await insertLots(em(), [
    ...stocked.map((productId) => ({ productId, number: LOT, expiresOn: '2028-01-31' })),
    ...stocked.map((productId) => ({ productId, number: OLD_LOT, expiresOn: '2025-01-31' })),
  ]);
  await insertStock(
    em(),
    stocked.map((productId) => ({ organisationId: CLINIC, productId, lotNumber: LOT, doses: 100 })),
  );
  return {
    stack,
    em,
    announce({ name = '张小明', documentNumber, ...changes } = {}) {
      const birthDate = changes.birthDate ?? monthsAgo(6);
      const event: PersonChanged = {
        type: 'person.changed',
        personId: newId(),
        birthDate,
        sex: 'F',
        divisionCode: HOME,
        managingOrgId: CLINIC,
        registrationState: 'active',
        conditions: [],
        birthWeightG: 3200,
        documentBlind: documentNumber ? documentBlind(keyring, documentNumber) : null,
        nameBlind: nameBlind(keyring, name, birthDate),
        sealed: 'sealed',
        version: 1,
        ...changes,
      };
      outbox.push(event);
      names.set(event.personId, name);
      return event;
    },
    publish: (event) => void outbox.push(event),
    bind(accountId, personId, bound = true) {
      const event: BindingChanged = { type: 'binding.changed', accountId, personId, bound };
      outbox.push(event);
      return event;
    },
    employ: (unit, ...ids) => void working.set(unit, ids),
    hear: () => consumer.drain('people'),
    graph: (caller, document, variables) => stack.graph('vaccines', caller, document, variables),
    events: async (type) =>
      (
        await query<{ payload: MiaobenEvent }>(em(), 'select payload from outbox where type = $1 order by tx, seq', [
          type,
        ])
      ).map((r) => r.payload),
    async stop() {
      await stack.stop();
      await new Promise<void>((resolve) => {
        people.close(() => resolve());
        people.closeAllConnections();
      });
    },
  };
}

export const RECORD = `mutation ($commandId: ID!, $input: RecordDoseInput!) {
  recordDose(commandId: $commandId, input: $input) {
    conflict warnings { code rule source text doctorText }
    dose {
      id date state source lotNumber traceCode site route volumeMl doseNumber overrideReason reviewed clinicName
      vaccine { code } product { id } lot { id dosesOnHand } clinic { id } vaccinator { id }
      observation { startedAt endsAt endedAt minutes } conflictsWith { id }
      evaluations { series doseNumber clinicallyValid countedForCoverage reasons { code } }
    }
  }
}`;

export interface RecordedAnswer {
  recordDose: {
    conflict: boolean;
    warnings: { code: string; text: string; doctorText: string; rule: string; source: string }[];
    dose: {
      id: string;
      date: string;
      state: string;
      source: string;
      lotNumber: string | null;
      traceCode: string | null;
      site: string | null;
      route: string | null;
      volumeMl: number | null;
      doseNumber: number | null;
      overrideReason: string | null;
      reviewed: boolean;
      clinicName: string | null;
      vaccine: { code: string };
      product: { id: string } | null;
      lot: { id: string; dosesOnHand: number } | null;
      clinic: { id: string } | null;
      vaccinator: { id: string } | null;
      observation: { startedAt: string; endsAt: string; endedAt: string | null; minutes: number } | null;
      conflictsWith: { id: string }[];
      evaluations: {
        series: string;
        doseNumber: number | null;
        clinicallyValid: boolean;
        countedForCoverage: boolean;
        reasons: { code: string }[];
      }[];
    };
  };
}

/** Input of a dose given now in the clinic. */
export const givenHere = (personId: string, vaccineCode: string, changes: Record<string, unknown> = {}) => ({
  doseId: newId(),
  personId,
  date: TODAY,
  vaccineCode,
  ...(!('productId' in changes) && { productId: productOf(vaccineCode) }),
  lotNumber: LOT,
  site: 'left_upper_arm',
  route: 'IM',
  ...changes,
});

/** Input of a dose from an old booklet. */
export const fromBooklet = (
  personId: string,
  vaccineCode: string,
  date: string,
  changes: Record<string, unknown> = {},
) => ({
  doseId: newId(),
  personId,
  date,
  vaccineCode,
  outside: true,
  ...changes,
});

/** Writes that the mother has agreed to a vaccine, without a call of the graph. */
export async function agreeIn(
  world: World,
  personId: string,
  vaccine: string,
  signedOn: string = TODAY,
): Promise<void> {
  const { keyring } = world.stack.services.vaccines;
  const text = consentTextOn(consentTexts(), vaccine, signedOn);
  const em = world.em();
  await insertConsent(
    em,
    {
      person_id: await standsFor(em, personId),
      id: newId(),
      text_id: text.id,
      text_version: text.version,
      text_hash: text.hash,
      vaccine,
      decision: 'agree',
      withdraws: null,
      reason: null,
      signer_account: null,
      signer_name: keyring.seal('李梅', 'consent.signer_name'),
      relation: 'mother',
      signature: keyring.seal('M10 20L30 40', 'consent.signature'),
      signed_at: `${signedOn}T00:00:00.000Z`,
      signed_on: signedOn,
      device: null,
      clinic_id: CLINIC,
      recorded_by: nurse.account!,
    },
    personId,
  );
}

const SIGN = `mutation ($c: ID!, $i: SignConsentInput!) {
  signConsent(commandId: $c, input: $i) {
    id decision textId textVersion textHash signerName relation signature signedOn device withdrawnAt reason
    signerAccount { id } recordedBy { id } clinic { id } text { content { language title } }
  }
}`;
export interface SignedAnswer {
  signConsent: {
    id: string;
    decision: string;
    textId: string;
    textVersion: number;
    textHash: string;
    signerName: string | null;
    relation: string | null;
    signature: string;
    signedOn: string;
    device: string | null;
    withdrawnAt: string | null;
    reason: string | null;
    signerAccount: { id: string } | null;
    recordedBy: { id: string };
    clinic: { id: string } | null;
    text: { content: { language: string; title: string }[] };
  };
}

/** Input of an agreement to hepatitis B, signed on a tablet. */
export function agreed(personId: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const text = consentTextOn(consentTexts(), '0202', TODAY);
  return {
    consentId: newId(),
    personId,
    vaccineCode: '0202',
    textId: text.id,
    textVersion: text.version,
    textHash: text.hash,
    decision: 'agree',
    signerName: '李梅',
    relation: 'mother',
    signature: 'M10 20L30 40L50 60M70 80L90 100',
    device: 'tablet-1',
    ...changes,
  };
}

export const signIn = (world: World, i: Record<string, unknown>, caller: Caller = nurse, c = newId()) =>
  world.graph<SignedAnswer>(caller, SIGN, { c, i });

/** Opens a visit that is signed off at registration, without a call of the graph. @returns its id */
export async function signedOffIn(world: World, personId: string, caller: Caller, day: string): Promise<string> {
  const em = world.em();
  const at = `${day}T00:00:00.000Z`;
  const visit = {
    person_id: await standsFor(em, personId),
    id: newId(),
    organisation_id: caller.organisation!,
    day,
    point: null,
    session_id: null,
    state: 'signed_off',
    opened_by: caller.account!,
    opened_at: at,
    break_reason: null,
    break_note: null,
    version: 1,
  } as const;
  await insertVisit(em, visit, personId);
  const step = { visit_id: visit.id, account_id: caller.account!, at, dose_id: null };
  for (const [i, kind] of (['screening_passed', 'registration_signed'] as const).entries())
    await insertStep(em, { ...step, seq: i + 1, kind });
  return visit.id;
}

/** The same input again is the same command. */
const visitOfInput = new WeakMap<object, string>();

/** Records a dose; what a clinic gives itself has its visit and its consent first, unless the input names its visit. */
export async function recordIn(
  world: World,
  input: Record<string, unknown>,
  caller: Caller = nurse,
  commandId = newId(),
): Promise<GraphAnswer<RecordedAnswer>> {
  const { personId, vaccineCode, date } = input as Record<'personId' | 'vaccineCode' | 'date', string>;
  if (!caller.organisation || input.outside || !isUuidV7(personId))
    return world.graph<RecordedAnswer>(caller, RECORD, { commandId, input });
  await agreeIn(world, personId, vaccineCode, date);
  if (!('visitId' in input) && !visitOfInput.has(input))
    visitOfInput.set(input, await signedOffIn(world, personId, caller, date));
  const visitId = 'visitId' in input ? input.visitId : visitOfInput.get(input);
  return world.graph<RecordedAnswer>(caller, RECORD, { commandId, input: { ...input, visitId } });
}

export const FACT = `mutation ($c: ID!, $i: RecordHealthFactInput!) {
  recordHealthFact(commandId: $c, input: $i) { id kind code name date until recordedAt withdrawn }
}`;

/** Records a health fact as the nurse. @returns its id */
export async function recordFact(
  world: World,
  fact: { personId: string; code: string; date: string; until?: string },
): Promise<string> {
  const factId = newId();
  const { errors } = await world.graph(nurse, FACT, { c: newId(), i: { factId, ...fact } });
  if (errors[0]) throw new Error(JSON.stringify(errors[0]));
  return factId;
}

/** The cells of a workbook that was fetched. */
export async function sheetRows(file: Response): Promise<SheetRow['cells'][]> {
  const [path, rows]: [string, SheetRow['cells'][]] = [scratchPath('xlsx'), []];
  await writeFile(path, Buffer.from(await file.arrayBuffer()));
  for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
  await rm(path);
  return rows;
}
