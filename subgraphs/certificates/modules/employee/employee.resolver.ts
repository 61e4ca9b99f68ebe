import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { addEmployees, findEmployees, removeEmployee } from './employee.service.ts';
import { EmployeeInput, EmployeePage } from './employee.type.ts';

@Resolver()
export class EmployeeResolver {
  @Query(() => EmployeePage, {
    description:
      'The staff list of the caller’s organisation with the health certificate of each and what it says today (J-58); each certificate ' +
      'that is shown leaves a trace. Errors: FORBIDDEN without an organisation, BAD_INPUT first, after.',
  })
  async employees(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<EmployeePage> {
    return findEmployees(ctx, first, after);
  }

  @Mutation(() => Int, {
    description:
      'Puts people on the staff list of the caller’s organisation; 1 to 500, all or none; who stands there stays. Answers how many are ' +
      'new. An employer declares that they work for it and were told (`isDeclared`). Errors: FORBIDDEN without an organisation, BAD_INPUT ' +
      'isDeclared (required), employees with row and reason.',
  })
  async addEmployees(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('employees', () => [EmployeeInput]) employees: EmployeeInput[],
    @Arg('isDeclared', () => Boolean, { defaultValue: false }) isDeclared: boolean,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<number> {
    return addEmployees(ctx, commandId, employees, isDeclared);
  }

  @Mutation(() => Boolean, {
    description: 'Takes somebody off the staff list; the certificate is seen no more. Errors: NOT_FOUND.',
  })
  async removeEmployee(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<boolean> {
    return removeEmployee(ctx, commandId, id);
  }
}
