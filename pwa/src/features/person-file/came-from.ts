import { routeQuery } from '../../ui/router.tsx';

/** Where one came to a file from: a screen of the data check, else its record. */
export function cameFrom(id: string): string {
  const back = routeQuery('back');
  return back && /^\/quality(\/[a-z_]+)?$/.test(back) ? back : `/child/${id}`;
}
