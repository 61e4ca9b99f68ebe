import { type FileBlock, type Role } from '@miaoben/schema';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** Who may sign in. Name, phone and document are sealed; the blind columns are for exact search. */
export const AccountEntity = defineEntity({
  name: 'AccountEntity',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    /** lower case; a guardian who registered signs in with the phone number and has none */
    login: p.text().nullable(),
    role: p.text().$type<Role>(),
    state: p.text().$type<'normal' | 'frozen' | 'cancelled'>(),
    nameSealed: p.text(),
    passwordHash: p.text(),
    organisationId: p.uuid().nullable(),
    /** where the account belongs; null for guardians */
    divisionCode: p.text().nullable(),
    /** prefixes of the area the account reaches */
    divisions: p.array(),
    /** national vaccine codes the account is limited to (S-33, S-34) */
    vaccines: p.array().nullable(),
    /** blocks of files hidden from the account (J-04) */
    hiddenBlocks: p.array().$type<FileBlock[]>().nullable(),
    /** purpose of a partner's grant */
    purpose: p.text().nullable(),
    phoneSealed: p.text().nullable(),
    phoneBlind: p.text().nullable(),
    documentType: p.text().nullable(),
    documentSealed: p.text().nullable(),
    documentBlind: p.text().nullable(),
    realNameVerified: p.boolean(),
    /** the master account of its unit */
    unitMaster: p.boolean().default(false),
    /** of what its tokens say; those of an earlier one have ended */
    tokenVersion: p.integer().default(0),
    termsAcceptedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    lastSignInAt: p.datetime().nullable(),
  },
});
export type AccountEntity = InferEntity<typeof AccountEntity>;
