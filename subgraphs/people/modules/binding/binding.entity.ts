import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A guardian's account tied to a child's file, with the consent given. */
export const BindingEntity = defineEntity({
  name: 'BindingEntity',
  tableName: 'binding',
  properties: {
    accountId: p.text().primary(),
    personId: p.uuid().primary(),
    relation: p.text(),
    /** `phone_and_name`: chosen from the candidates; `data`: by the child's data */
    way: p.text().$type<'phone_and_name' | 'data'>(),
    consentAt: p.datetime(),
    boundAt: p.datetime(),
    /** the guardian as the account was confirmed then, for the day when one ends; null of bindings made before this was kept */
    nameKey: p.text().nullable(),
    phoneBlind: p.text().nullable(),
  },
});
export type BindingEntity = InferEntity<typeof BindingEntity>;
