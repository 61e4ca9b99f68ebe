import { type Em, query } from '@miaoben/kernel';
import * as v from 'valibot';

/** Setting `sign_in` (J-84: 1 to 10 failures; the lock may last up to 24 hours). */
const SignInPolicy = v.object({
  maxFailures: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 5),
  lockMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 60)), 15),
});
export type SignInPolicy = v.InferOutput<typeof SignInPolicy>;

export async function signInPolicy(em: Em): Promise<SignInPolicy> {
  const [row] = await query<{ value: unknown }>(em, `select value from setting where key = 'sign_in'`);
  return v.parse(SignInPolicy, row?.value ?? {});
}
