import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

export enum OrganisationKind {
  clinic = 'clinic',
  obstetric = 'obstetric',
  cdc = 'cdc',
  school = 'school',
  kindergarten = 'kindergarten',
  issuer = 'issuer',
  partner = 'partner',
  authority = 'authority',
  education = 'education',
  employer = 'employer',
}
registerEnumType(OrganisationKind, {
  name: 'OrganisationKind',
  valuesConfig: {
    employer: { description: 'Employer of staff who need a health certificate (用人单位).' },
    education: { description: 'Education department of a county or above (教育局): supervises the entry checks.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'An organisation of the field: vaccination unit, centre for disease control, school, issuer, partner',
})
export class Organisation {
  @Field(() => ID)
  id!: string;
  @Field(() => String, {
    description: 'national unit code of 12 digits (Q-101), or the code of the register the organisation stands in',
  })
  code!: string;
  @Field(() => String)
  name!: string;
  @Field(() => OrganisationKind)
  kind!: OrganisationKind;
  @Field(() => String, { nullable: true })
  address!: string | null;
  @Field(() => String, { nullable: true, description: 'number for the public' })
  phone!: string | null;
  @Field(() => String, { nullable: true, description: '统一社会信用代码 (GB 32100-2015)' })
  creditCode!: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'first day on which it works no more' })
  closedOn!: string | null;

  divisionCode!: string;
}

@InputType()
export class OrganisationInput {
  @Field(() => String, { description: 'up to 100 characters' })
  name!: string;
  @Field(() => String, {
    description:
      'national unit code of 12 digits for clinics and maternity wards, else up to 32 capitals, digits and hyphens',
  })
  code!: string;
  @Field(() => OrganisationKind)
  kind!: `${OrganisationKind}`;
  @Field(() => ID)
  divisionCode!: string;
  @Field(() => String, { nullable: true, description: 'up to 200 characters' })
  address?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => String, { nullable: true, description: '统一社会信用代码; its check character is checked' })
  creditCode?: string | null;
}

@ObjectType()
export class OrganisationPage {
  @Field(() => [Organisation])
  nodes!: Organisation[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
