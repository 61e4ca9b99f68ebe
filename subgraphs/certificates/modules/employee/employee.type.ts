import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { LicenceState } from '../licence/licence.repository.ts';
import { LicenceStateEnum } from '../licence/licence.type.ts';
import { EXPIRING_DAYS, VERDICTS, type Verdict } from './employee.rules.ts';

const EmployeeVerdict = Object.fromEntries(VERDICTS.map((name) => [name, name]));
registerEnumType(EmployeeVerdict, {
  name: 'EmployeeVerdict',
  description: 'What the health certificate of an employee says today.',
  valuesConfig: {
    expiring: { description: `ends within ${EXPIRING_DAYS} days` },
    ended: { description: 'voided or suspended' },
    none: { description: 'no certificate of a person of this document and name is known' },
  },
});

@InputType()
export class EmployeeInput {
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'type of the document, e.g. RESIDENT_ID' })
  documentType!: string;
  @Field(() => String)
  documentNumber!: string;
}

@ObjectType({ description: 'The health certificate (健康证) of an employee, as far as an employer needs it.' })
export class EmployeeCertificate {
  @Field(() => String)
  number!: string;
  @Field(() => String)
  issuerName!: string;
  @Field(() => DateScalar, { nullable: true })
  validFrom!: string | null;
  @Field(() => DateScalar, { nullable: true })
  validTo!: string | null;
  @Field(() => LicenceStateEnum)
  state!: LicenceState;
}

@ObjectType({ description: 'Somebody on the staff list an employer keeps (从业人员, J-58).' })
export class Employee {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'as the employer entered it' })
  name!: string;
  @Field(() => String, { description: 'masked' })
  documentNumber!: string;
  @Field(() => EmployeeVerdict)
  verdict!: Verdict;
  @Field(() => EmployeeCertificate, {
    nullable: true,
    description: 'the one valid longest of a holder of this document and name; null: none is known',
  })
  certificate!: EmployeeCertificate | null;
}

@ObjectType()
export class EmployeePage {
  @Field(() => [Employee])
  nodes!: Employee[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
