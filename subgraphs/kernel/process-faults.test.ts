import { expect, it } from 'vitest';
import { describeFault } from './process-faults.ts';

it('Q-173 describes a fault by name, code and place, without its message', () => {
  const fault = Object.assign(new TypeError('张伟 63012119900101123X'), { code: 'ECONNRESET' });
  const line = describeFault(fault);
  expect(line).toMatch(/^unhandled rejection: TypeError ECONNRESET at .*process-faults\.test\.ts/);
  expect(line).not.toMatch(/张伟|63012119900101123X/);
  expect(describeFault('63012119900101123X')).not.toContain('6301');
});
