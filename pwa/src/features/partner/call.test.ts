import { describe, expect, it } from 'vitest';
import { callOf } from './call.ts';

describe('a call of the test console', () => {
  const subscription = { type: 'nurse_practice_certificate', purpose: '核验' };
  it('J-59 J-53 asks in one way of three, the name only beside the document', () => {
    expect(callOf(subscription, 'number', ' HS1 ', '马海明')).toEqual({ ...subscription, by: { number: 'HS1' } });
    expect(callOf(subscription, 'identifier', '1.2.156', '')).toEqual({
      ...subscription,
      by: { identifier: '1.2.156' },
    });
    expect(callOf(subscription, 'holderDocument', '630121199003071230', ' 马海明 ').by).toEqual({
      holderDocument: '630121199003071230',
      holderName: '马海明',
    });
    expect(callOf(subscription, 'holderDocument', '1', ' ').by).toEqual({ holderDocument: '1' });
  });
});
