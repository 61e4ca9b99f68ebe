import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum DivisionLevel {
  province = 'province',
  prefecture = 'prefecture',
  county = 'county',
  township = 'township',
  village = 'village',
}
registerEnumType(DivisionLevel, { name: 'DivisionLevel' });

@Directive('@key(fields: "code")')
@ObjectType({
  description:
    'An administrative division: GB/T 2260 down to county (2, 4, 6 digits), statistical codes for township (9) and village (12)',
})
export class Division {
  @Field(() => ID)
  code!: string;
  @Field(() => String, { description: 'e.g. 桥头镇' })
  name!: string;
  @Field(() => String, { description: 'from the province down, e.g. 青海省西宁市大通回族土族自治县桥头镇' })
  fullName!: string;
  @Field(() => DivisionLevel)
  level!: DivisionLevel;

  parentCode!: string | null;
}
