import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { decide, end, listSubscriptions, subscribe } from './subscription.service.ts';
import { ServiceSubscription, ServiceSubscriptionPage } from './subscription.type.ts';

@Resolver()
export class SubscriptionResolver {
  @Query(() => ServiceSubscriptionPage, { description: 'The partner’s own subscriptions, newest first.' })
  myServiceSubscriptions(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Page<ServiceSubscription>> {
    return listSubscriptions(ctx, ctx.claims.account, first, after);
  }

  @Query(() => ServiceSubscriptionPage, {
    description: 'Subscriptions of all partners, newest first, decided ones too.',
  })
  serviceSubscriptions(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Page<ServiceSubscription>> {
    return listSubscriptions(ctx, null, first, after);
  }

  @Mutation(() => ServiceSubscription, {
    description:
      'A partner asks for a service of the catalogue, for one purpose. Errors: FORBIDDEN without an organisation that works; NOT_FOUND no ' +
      'such service; BAD_INPUT purpose; CONFLICT duplicate (one waits already).',
  })
  subscribeToService(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('type', () => String, { description: 'slug' }) type: string,
    @Arg('purpose', () => String) purpose: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ServiceSubscription> {
    return subscribe(ctx, commandId, type, purpose);
  }

  @Mutation(() => ServiceSubscription, {
    description:
      'Approves a subscription, which gives a right to have licences shown with what the catalogue tells, or refuses it with a reason. ' +
      'Errors: NOT_FOUND; BAD_INPUT reason; CONFLICT already_decided, duplicate (the partner has a right for the type).',
  })
  decideServiceSubscription(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('isApproved', () => Boolean) isApproved: boolean,
    @Arg('reason', () => String, { nullable: true }) reason: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ServiceSubscription> {
    return decide(ctx, commandId, { id, isApproved, reason });
  }

  @Mutation(() => ServiceSubscription, {
    description:
      'Stops an approved subscription: the right it gave is withdrawn at once. A partner stops its own. Errors: NOT_FOUND; BAD_INPUT reason; ' +
      'CONFLICT wrong_state.',
  })
  endServiceSubscription(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<ServiceSubscription> {
    return end(ctx, commandId, id, reason);
  }
}
