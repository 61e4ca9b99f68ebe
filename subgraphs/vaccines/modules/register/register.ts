import { maskName } from '@miaoben/identifiers';
import { audit, type Claims, type Em, MiaobenError, query, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { Reach } from '@miaoben/kernel/reach';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import type { Role } from '@miaoben/schema';

const PAGE = 500;

/** What a signed address says of the list behind it: whose reach, which rows. */
export interface RegisterRequest<F> {
  readonly reach: Reach;
  readonly filter: F;
  readonly account: string;
  readonly role: Role;
}

/** A list that is handed out as .xlsx, row by row. */
export interface Register<F, R extends { person_id: string }> {
  /** part of the address */
  readonly kind: string;
  /** zh-CN, name of file and sheet */
  readonly title: string;
  /** headers with the width of their columns */
  readonly headers: readonly (readonly [string, number])[];
  page(em: Em, services: Services, request: RegisterRequest<F>, after: R | undefined, limit: number): Promise<R[]>;
  cells(row: R, about: About, services: Services, filter: F): OutputCell[] | Promise<OutputCell[]>;
}

export interface About {
  /** masked unless the reader may see names (policy of people) */
  readonly name: string;
  /** name of an organisation; empty when it is not known */
  organisation(id: string | null): string;
}

/** Address of a register for the caller, who is held to the reach it was made with; good for five minutes. */
export function registerUrl<F>(
  { files, claims }: Pick<Services, 'files'> & { claims: Claims },
  kind: string,
  list: { reach: Reach; filter: F },
): string {
  const { account, role } = claims;
  const request: RegisterRequest<F> = { ...list, account, role };
  return files.downloadUrl(kind, Buffer.from(JSON.stringify(request)).toString('base64url'));
}

const NAMES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { id name } } }';

/** Whole names of persons by id, asked of people. @throws UNAVAILABLE */
export async function namesOf(
  { peers }: Pick<Services, 'peers'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const representations = ids.map((id) => ({ __typename: 'Person', id }));
  const answer = await peers.graph<{ _entities: ({ id: string; name: string } | null)[] }>(
    'people',
    'register',
    NAMES,
    {
      r: representations,
    },
  );
  return new Map(answer._entities.flatMap((p) => (p ? [[p.id, p.name] as const] : [])));
}

async function organisationNames(em: Em): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>(em, 'select id, name from organisation');
  return new Map(rows.map((r) => [r.id, r.name]));
}

async function* rowsOf<F, R extends { person_id: string }>(
  register: Register<F, R>,
  services: Services,
  request: RegisterRequest<F>,
): AsyncGenerator<OutputCell[]> {
  yield register.headers.map(([value]) => ({ value, style: 'header' as const }));
  const em = () => services.orm.em.fork() as Em;
  const organisations = await organisationNames(em());
  const organisation = (id: string | null) => (id === null ? '' : (organisations.get(id) ?? ''));
  for (let after: R | undefined; ; ) {
    const rows = await register.page(em(), services, request, after, PAGE);
    const names = rows.length > 0 ? await namesOf(services, [...new Set(rows.map((r) => r.person_id))]) : undefined;
    for (const row of rows) {
      const whole = names?.get(row.person_id) ?? '';
      const name = request.role === 'vaccinator' ? whole : maskName(whole);
      yield await register.cells(row, { name, organisation }, services, request.filter);
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1);
  }
}

/** Serves a register. The address is signed for the reader who got it, so it needs no further check; the fetch is an audit line. */
export function serveRegister<F, R extends { person_id: string }>(services: Services, register: Register<F, R>): void {
  services.files.onFetch(register.kind, async (id, response) => {
    const request = readRequest<F>(id);
    const { account, role, reach, filter } = request;
    const divisions = reach.kind === 'area' ? reach.divisions : [];
    await audit(services.orm.em.fork() as Em, { account, role }, `file ${register.kind}`, undefined, {
      divisions,
      ...filter,
    });
    await sendSheets(response, `${register.title}.xlsx`, [
      {
        name: register.title,
        columns: register.headers.map(([, width]) => ({ width })),
        rows: rowsOf(register, services, request),
      },
    ]);
  });
}

/** The address was signed here, so its content has the form it was written in. */
function readRequest<F>(id: string): RegisterRequest<F> {
  try {
    return JSON.parse(Buffer.from(id, 'base64url').toString('utf8')) as RegisterRequest<F>;
  } catch {
    throw new MiaobenError('NOT_FOUND');
  }
}
