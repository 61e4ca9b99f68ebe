import { PageInfo } from '@miaoben/kernel/graph-types';
import { type FileBlock as Block, FILE_BLOCKS, type Role as RoleName } from '@miaoben/schema';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum Role {
  guardian = 'guardian',
  vaccinator = 'vaccinator',
  inspector = 'inspector',
  school_checker = 'school_checker',
  cdc = 'cdc',
  partner = 'partner',
  employer = 'employer',
  system_admin = 'system_admin',
  security_admin = 'security_admin',
  audit_admin = 'audit_admin',
}
registerEnumType(Role, { name: 'Role' });

export enum AccountState {
  normal = 'normal',
  locked = 'locked',
  frozen = 'frozen',
  cancelled = 'cancelled',
}
registerEnumType(AccountState, {
  name: 'AccountState',
  description: 'locked: too many failures, opens again by itself; frozen, cancelled: by an administrator',
});

export const FileBlock = Object.fromEntries(FILE_BLOCKS.map((block) => [block, block]));
registerEnumType(FileBlock, {
  name: 'FileBlock',
  description: 'Blocks of a file that may be hidden from an account (J-04).',
});

@Directive('@key(fields: "id")')
@ObjectType()
export class Account {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'what the account signs in with; of a registered guardian the phone number' })
  login!: string;
  @Field(() => String)
  displayName!: string;
  @Field(() => Role)
  role!: RoleName;
  @Field(() => Boolean, { description: 'the real-name service confirmed name and document (Q-89)' })
  realNameVerified!: boolean;
  @Field(() => AccountState)
  state!: `${AccountState}`;
  @Field(() => Boolean, { description: 'the master account of its unit (总账号, Q-95)' })
  unitMaster!: boolean;
  @Field(() => Date, { nullable: true })
  lastSignInAt!: Date | string | null;
  @Field(() => [FileBlock], { description: 'blocks of files that are hidden from the account (J-04)' })
  hiddenBlocks!: Block[];

  organisationId!: string | null;
  divisionCodes!: string[];
}

@ObjectType()
export class AccountPage {
  @Field(() => [Account])
  nodes!: Account[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@Directive('@inaccessible')
@ObjectType({ description: "A guardian's own data for another subgraph (binding, J-14); not part of the public graph" })
export class GuardianIdentity {
  @Field(() => String)
  name!: string;
  @Field(() => String)
  phone!: string;
  @Field(() => String, { description: 'code of the identifiers package, e.g. RESIDENT_ID' })
  documentType!: string;
  @Field(() => String)
  documentNumber!: string;
  @Field(() => Boolean)
  realNameVerified!: boolean;
}
