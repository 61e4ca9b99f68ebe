import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('location', { hash: '#/child/1?tab=plan' });
vi.stubGlobal('addEventListener', () => undefined);
const { matchRoute, route, routeQuery } = await import('./router.tsx');

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
});
