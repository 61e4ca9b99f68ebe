import { DateScalar, query } from '@miaoben/kernel';
import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import manifest from '../../package.json' with { type: 'json' };

@ObjectType()
export class ServiceStatus {
  @Field(() => DateScalar, { description: 'calendar date of the platform in Asia/Shanghai; a demo may fix it' })
  today!: string;
  @Field(() => String)
  version!: string;
  @Field(() => Boolean, { description: 'true when the data are made up' })
  demo!: boolean;
}

@Resolver()
export class ServiceStatusResolver {
  @Query(() => ServiceStatus)
  async serviceStatus(@Ctx() ctx: IdentityCtx): Promise<ServiceStatus> {
    const [setting] = await query<{ value: unknown }>(ctx.em, `select value from setting where key = 'demo'`);
    return { today: ctx.clock.today(), version: manifest.version, demo: setting?.value === true };
  }
}
