import { type Em, query } from '@miaoben/kernel';
import * as v from 'valibot';
import type { QuietHours } from './notice.rules.ts';

const timeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
/** Setting `notices`: `{"quietFrom": "22:00", "quietTo": "08:00"}`, Asia/Shanghai. */
const NoticeSettings = v.object({
  quietFrom: v.optional(timeOfDay, '22:00'),
  quietTo: v.optional(timeOfDay, '08:00'),
});

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export async function quietHours(em: Em): Promise<QuietHours> {
  const [row] = await query<{ value: unknown }>(em, `select value from setting where key = 'notices'`);
  const { quietFrom, quietTo } = v.parse(NoticeSettings, row?.value ?? {});
  return { from: minuteOf(quietFrom), to: minuteOf(quietTo) };
}
