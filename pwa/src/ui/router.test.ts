import { describe, expect, it, vi } from 'vitest';

const place = {
  hash: '#/child/1?tab=plan',
  replace(to: string) {
    this.hash = to;
  },
};
vi.stubGlobal('location', place);
vi.stubGlobal('addEventListener', () => undefined);
const { matchRoute, navigate, route, routeQuery } = await import('./router.tsx');

describe('routes behind the #', () => {
  it('reads route and query of the address', () => {
    expect(route.value).toBe('/child/1');
    expect(routeQuery('tab')).toBe('plan');
    expect(routeQuery('none')).toBeNull();
  });

  it('matches whole routes and names their parts', () => {
    expect(matchRoute('/child/:id', '/child/1')).toEqual({ id: '1' });
    expect(matchRoute('/child/:id', '/child/1/certificate')).toBeNull();
    expect(matchRoute('/child/:id', '/bind')).toBeNull();
    expect(matchRoute('/', '/')).toEqual({});
  });

  it('goes on from the screen that is shown, and not where the user has chosen another way meanwhile', () => {
    navigate('/child/2', { replace: true });
    expect(place.hash).toBe('#/child/2');
    // The address has moved on to what the user chose; the screen follows with the next event.
    navigate('/child/3', { replace: true });
    expect(place.hash).toBe('#/child/2');
    navigate('/child/4');
    expect(place.hash).toBe('/child/4');
  });
});
