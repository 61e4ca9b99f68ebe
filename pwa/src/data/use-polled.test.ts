import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onceSeen, pauseAfter } from './use-polled.ts';

describe('asking again', () => {
  let page: EventTarget & { hidden: boolean };
  const show = (isShown: boolean) => {
    page.hidden = !isShown;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  beforeEach(() => {
    vi.useFakeTimers();
    page = Object.assign(new EventTarget(), { hidden: false });
    vi.stubGlobal('document', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('waits twice as long after each question without an answer, half a minute at most, and never less than between two answers', () => {
    expect([0, 1, 2, 3, 4, 5, 40].map((n) => pauseAfter(1_000, n))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
    expect([0, 1, 9].map((n) => pauseAfter(60_000, n))).toEqual([60_000, 60_000, 60_000]);
  });

  it('asks after the pause while the page is seen', () => {
    const ask = vi.fn();
    onceSeen(ask, 1_000);
    vi.advanceTimersByTime(999);
    expect(ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('waits while the page is hidden, and asks once when it is seen again', () => {
    const ask = vi.fn();
    onceSeen(ask, 1_000);
    show(false);
    vi.advanceTimersByTime(60_000);
    expect(ask).not.toHaveBeenCalled();
    show(true);
    show(false);
    show(true);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('asks no more once it is called off, seen or hidden', () => {
    const ask = vi.fn();
    onceSeen(ask, 1_000)();
    const stop = onceSeen(ask, 1_000);
    show(false);
    vi.advanceTimersByTime(1_000);
    stop();
    show(true);
    vi.advanceTimersByTime(60_000);
    expect(ask).not.toHaveBeenCalled();
  });
});
