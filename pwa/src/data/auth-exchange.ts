import { authExchange } from '@urql/exchange-auth';
import { problemOf } from './problem.ts';
import { accessToken, dropToken, endSession, refreshSession } from './session.ts';

/** Puts the access token on each operation, gets a new one when it is gone or refused, and ends a session that is over. */
export const bearerExchange = authExchange(async (utils) => ({
  addAuthToOperation(operation) {
    const token = accessToken();
    return token ? utils.appendHeaders(operation, { authorization: `Bearer ${token}` }) : operation;
  },
  willAuthError: () => accessToken() === null,
  didAuthError: (error) => problemOf(error).code === 'UNAUTHENTICATED',
  async refreshAuth() {
    dropToken();
    // `offline`: the operation goes on without a token, fails for want of a network, and a snapshot may answer it.
    if ((await refreshSession()) === 'ended') await endSession();
  },
}));
