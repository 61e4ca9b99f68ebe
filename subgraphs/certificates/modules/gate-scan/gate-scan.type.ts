import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum GateScanOutcome {
  accepted = 'accepted',
  look_again = 'look_again',
  refused = 'refused',
}
registerEnumType(GateScanOutcome, {
  name: 'GateScanOutcome',
  valuesConfig: {
    accepted: { description: 'The code bears the verdict of the device out.' },
    look_again: { description: 'Good at the gate, revoked since: the pupil is to be looked at again.' },
    refused: { description: 'The code does not bear the verdict of the device out; `reason` says why.' },
  },
});

@ObjectType({ description: 'A scan at the gate that a device sent, and what the server said of it.' })
export class GateScan {
  @Field(() => Int, { description: 'Row of the list, as the spreadsheet numbers it.' })
  row!: number;
  @Field(() => GateScanOutcome)
  outcome!: GateScanOutcome;
  @Field(() => String, {
    nullable: true,
    description:
      'revoked, verdict_differs, not_on_roster, or what the code turned out to be: altered, unknown_issuer, unreadable, expired, not_yet_valid, status_unknown, newer_app_needed',
  })
  reason!: string | null;
  @Field(() => Boolean, { description: 'Another school has scanned the same code.' })
  isElsewhere!: boolean;
  @Field(() => Date)
  scannedAt!: Date;
  @Field(() => Date, { nullable: true, description: 'How old the lists of the device were: when they were issued.' })
  listDate!: Date | null;
}

@InputType()
export class GateScanInput {
  @Field(() => ID)
  checkId!: string;
  @Field(() => Int)
  row!: number;
  @Field(() => String, { description: 'exactly what the scanner read' })
  code!: string;
  @Field(() => Int, { nullable: true, description: 'Result 1 to 5 that the device showed.' })
  result?: number | null;
  @Field(() => Date)
  scannedAt!: Date;
  @Field(() => Date, { nullable: true, description: 'When the oldest list of the device was issued.' })
  listDate?: Date | null;
}
