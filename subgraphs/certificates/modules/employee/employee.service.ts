import { maskDocumentNumber, parseDocument } from '@miaoben/identifiers';
import {
  audit,
  badInput,
  documentBlind,
  forbidden,
  isUuid,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { reasonOf } from '@miaoben/kernel/reasons';
import type { CertificatesCtx } from '../../loaders.ts';
import { plainText } from '../licence-type/plain-text.ts';
import {
  insertEmployees,
  latestOfDocuments,
  listEmployees,
  type NewEmployee,
  removeRow,
} from './employee.repository.ts';
import type { Employee, EmployeeInput } from './employee.type.ts';

const MOST = 500;
const LONGEST_NAME = 50;
const SEALED = 'employee.person';
const TYPE = 'health_certificate';

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
 * @throws FORBIDDEN without an organisation; BAD_INPUT employees with row and reason
 */
export async function addEmployees(
  ctx: CertificatesCtx,
  commandId: string,
  employees: readonly EmployeeInput[],
): Promise<number> {
  const organisation = organisationOf(ctx);
  if (employees.length === 0 || employees.length > MOST) throw badInput('employees', 'out_of_range', { max: MOST });
  const rows = employees.map((input, i) => readEmployee(ctx, input, i + 1));
  return runCommand(ctx, 'Mutation.addEmployees', commandId, employees, async (em) => {
    const added = await insertEmployees(em, organisation, ctx.claims.account, rows);
    return { outcome: added, subject: organisation, detail: { rows: rows.length, added } };
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

/** The caller's staff list with the health certificate of each; the look is an audit line. */
export async function findEmployees(
  ctx: CertificatesCtx,
  first: number,
  after: string | null,
): Promise<Page<Employee>> {
  const organisation = organisationOf(ctx);
  const request = pageRequest(first, after, 1);
  const rows = await listEmployees(ctx.em, organisation, request.key && String(request.key[0]), request.limit);
  const held = await latestOfDocuments(
    ctx.em,
    TYPE,
    rows.map((row) => row.document_blind),
  );
  await audit(ctx.em, ctx.claims, 'Query.employees', organisation, { rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    request,
    (row) => [row.employee_id],
    (row) => {
      const person = JSON.parse(ctx.keyring.open(row.sealed, SEALED)) as Person;
      const licence = held.get(row.document_blind);
      return {
        id: row.employee_id,
        name: person.name,
        documentNumber: maskDocumentNumber(person.documentNumber),
        certificate: licence
          ? {
              number: licence.number,
              issuerName: licence.issuer_name,
              validFrom: licence.valid_from,
              validTo: licence.valid_to,
              state: licence.state,
            }
          : null,
      };
    },
  );
}
