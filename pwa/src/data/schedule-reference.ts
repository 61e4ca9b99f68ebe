/**
 * The national programme in all its dated versions, as the schedule package reads it. A chunk of its own: fetched when a
 * screen first needs it, precached with the app.
 */
export async function scheduleReference(): Promise<unknown> {
  return (await import('../../../seeds/reference/nip-schedule.json')).default;
}
