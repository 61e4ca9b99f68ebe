import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeLot, shapeProduct, shapeVaccine } from './catalogue.shape.ts';
import { catalogueOn } from './catalogue.ts';
import { Lot, Product, Vaccine } from './catalogue.type.ts';
import { lotsOnHand } from './lot.repository.ts';

@Resolver()
export class CatalogueResolver {
  @Query(() => [Vaccine], { description: 'All vaccines of the national code table, by code.' })
  async vaccines(@Ctx() ctx: VaccinesCtx): Promise<Vaccine[]> {
    const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
    return [...catalogue.vaccines.keys()].map((code) => shapeVaccine(catalogue, code));
  }

  @Query(() => [Product], { description: 'Products, all or those of one vaccine; none for an unknown code.' })
  async products(
    @Arg('vaccineCode', () => ID, { nullable: true }) vaccineCode: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<Product[]> {
    const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
    return [...catalogue.products.values()]
      .filter((p) => !vaccineCode || p.vaccineCode === vaccineCode)
      .map((p) => shapeProduct(catalogue, p.id));
  }

  @Query(() => [Lot], {
    description: "Usable lots the caller's organisation has, the one that expires first in front.",
  })
  async lotsOnHand(@Ctx() ctx: VaccinesCtx): Promise<Lot[]> {
    if (!ctx.claims.organisation) return [];
    const today = ctx.clock.today();
    const catalogue = await catalogueOn(ctx.orm, today);
    const rows = await lotsOnHand(ctx.em, ctx.claims.organisation, today);
    return rows.map((row) => shapeLot(catalogue, row));
  }
}
