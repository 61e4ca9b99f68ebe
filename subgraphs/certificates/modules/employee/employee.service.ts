import { maskDocumentNumber, parseDocument } from '@miaoben/identifiers';
import {
  audit,
  badInput,
  documentBlind,
  forbidden,
  isUuid,
  newId,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { reasonOf } from '@miaoben/kernel/reasons';
import type { CertificatesCtx } from '../../loaders.ts';
import { openValues } from '../licence/licence.entry.ts';
import { type ActiveType, activeTypeOf } from '../licence-type/licence-type.repository.ts';
import { plainText } from '../licence-type/plain-text.ts';
import { namesHolder } from '../showing/showing.rules.ts';
import { insertTraces } from '../showing/trace.repository.ts';
import {
  type HeldLicence,
  insertEmployees,
  latestOfDocuments,
  listEmployees,
  type NewEmployee,
  removeRow,
} from './employee.repository.ts';
import { verdictOf } from './employee.rules.ts';
import type { Employee, EmployeeCertificate, EmployeeInput } from './employee.type.ts';

const MOST = 500;
const LONGEST_NAME = 50;
const SEALED = 'employee.person';
const TYPE = 'health_certificate';
/** What the traces say of a look of an employer. */
const PURPOSE = '用人单位查验';

interface Person {
  name: string;
  documentNumber: string;
}

function organisationOf(ctx: CertificatesCtx): string {
  if (!ctx.claims.organisation) throw forbidden();
  return ctx.claims.organisation;
}

function readEmployee(ctx: CertificatesCtx, input: EmployeeInput, row: number): NewEmployee {
  const name = plainText(input.name);
  if (name === null) throw badInput('employees.name', 'suspicious_characters', { row });
  if (name === '') throw badInput('employees.name', 'required', { row });
  if (Array.from(name).length > LONGEST_NAME) throw badInput('employees.name', 'too_long', { row, max: LONGEST_NAME });
  const document = parseDocument(input.documentType, input.documentNumber);
  if (!document.ok) throw badInput('employees.documentNumber', reasonOf(document.code), { row });
  const person: Person = { name, documentNumber: document.value.number };
  return {
    documentBlind: documentBlind(ctx.keyring, person.documentNumber),
    sealed: ctx.keyring.seal(JSON.stringify(person), SEALED),
  };
}

/**
 * Puts people on the caller's staff list, all or none.
 * @returns how many were not on it yet
 * @param isDeclared that they work there and know that their certificates are looked up; a partner's grant says so once for all
 * @throws FORBIDDEN without an organisation; BAD_INPUT isDeclared, employees with row and reason
 */
export async function addEmployees(
  ctx: CertificatesCtx,
  commandId: string,
  employees: readonly EmployeeInput[],
  isDeclared: boolean,
): Promise<number> {
  const organisation = organisationOf(ctx);
  if (ctx.claims.role === 'employer' && !isDeclared) throw badInput('isDeclared', 'required');
  if (employees.length === 0 || employees.length > MOST) throw badInput('employees', 'out_of_range', { max: MOST });
  const rows = employees.map((input, i) => readEmployee(ctx, input, i + 1));
  return runCommand(ctx, 'Mutation.addEmployees', commandId, employees, async (em) => {
    const added = await insertEmployees(em, organisation, ctx.claims.account, rows);
    return { outcome: added, subject: organisation, detail: { rows: rows.length, added, isDeclared } };
  });
}

/** Takes somebody off the caller's staff list; from then on the employer sees the certificate no more. @throws NOT_FOUND */
export async function removeEmployee(ctx: CertificatesCtx, commandId: string, id: string): Promise<boolean> {
  const organisation = organisationOf(ctx);
  return runCommand(ctx, 'Mutation.removeEmployee', commandId, { id }, async (em) => {
    if (!isUuid(id) || !(await removeRow(em, organisation, id))) throw notFound();
    return { outcome: true, subject: id };
  });
}

/** The certificate of each of these people, by document; one that bears another name is none of theirs. */
async function certificatesOf(
  ctx: CertificatesCtx,
  people: ReadonlyMap<string, Person>,
): Promise<{ type: ActiveType | undefined; held: ReadonlyMap<string, HeldLicence> }> {
  const type = await activeTypeOf(ctx.em, TYPE);
  if (!type) return { type, held: new Map() };
  const found = await latestOfDocuments(ctx.em, type.code, [...people.keys()]);
  const held = [...found].filter(([document, licence]) =>
    namesHolder(type.definition, openValues(ctx.keyring, licence.sealed), people.get(document)?.name ?? null),
  );
  return { type, held: new Map(held) };
}

/** Each certificate that an employer is shown is a showing like any other (J-54). */
const traceOf = (ctx: CertificatesCtx, typeCode: string, licence: HeldLicence) => ({
  id: newId(),
  at: ctx.clock.now(),
  account_id: ctx.claims.account,
  organisation_id: ctx.claims.organisation ?? null,
  type_code: typeCode,
  purpose: PURPOSE,
  kind: 'show' as const,
  outcome: 'found' as const,
  holder_blind: licence.holder_document_blind,
  credential_id: licence.licence_id,
  rows: 1,
  told: false,
});

/** The caller's staff list with the health certificate of each; the look is an audit line, each certificate shown a trace. */
export async function findEmployees(
  ctx: CertificatesCtx,
  first: number,
  after: string | null,
): Promise<Page<Employee>> {
  const organisation = organisationOf(ctx);
  const request = pageRequest(first, after, 1);
  const rows = await listEmployees(ctx.em, organisation, request.key && String(request.key[0]), request.limit);
  const shown = rows.slice(0, first);
  const people = new Map(
    shown.map((row) => [row.document_blind, JSON.parse(ctx.keyring.open(row.sealed, SEALED)) as Person]),
  );
  const { type, held } = await certificatesOf(ctx, people);
  if (type)
    await insertTraces(
      ctx.em,
      [...held.values()].map((licence) => traceOf(ctx, type.code, licence)),
    );
  await audit(ctx.em, ctx.claims, 'Query.employees', organisation, { rows: shown.length, shown: held.size });
  const today = ctx.clock.today();
  return toPage(
    rows,
    request,
    (row) => [row.employee_id],
    (row) => {
      const person = people.get(row.document_blind);
      if (!person) throw new Error('a row of the page has no person');
      const licence = held.get(row.document_blind);
      return {
        id: row.employee_id,
        name: person.name,
        documentNumber: maskDocumentNumber(person.documentNumber),
        verdict: verdictOf(licence, today),
        certificate: licence ? shapeCertificate(licence) : null,
      };
    },
  );
}

const shapeCertificate = (licence: HeldLicence): EmployeeCertificate => ({
  number: licence.number,
  issuerName: licence.issuer_name,
  validFrom: licence.valid_from,
  validTo: licence.valid_to,
  state: licence.state,
});
