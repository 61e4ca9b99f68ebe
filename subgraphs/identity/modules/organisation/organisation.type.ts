import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

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
}
registerEnumType(OrganisationKind, {
  name: 'OrganisationKind',
  valuesConfig: {
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

  divisionCode!: string;
}

@ObjectType()
export class OrganisationPage {
  @Field(() => [Organisation])
  nodes!: Organisation[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
