import { Shell } from '../../features/session/shell.tsx';
import { startPublic } from '../../features/session/start-public.tsx';
import { keepTrust } from '../../features/trust/trust.ts';
import { VerifyScreen } from './verify-screen.tsx';

void startPublic(() => (
  <Shell audience="verify">
    <VerifyScreen />
  </Shell>
));
void keepTrust();
