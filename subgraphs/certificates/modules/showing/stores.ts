import { TYPE_CODE } from '../certificate/certificate.rules.ts';
import { certificates } from './certificate.adapter.ts';
import { licences } from './licence.adapter.ts';
import type { CredentialStore } from './showing.port.ts';

/** Types whose credentials are issued and kept by a module of their own. */
const OWN: Readonly<Record<string, CredentialStore>> = { [TYPE_CODE]: certificates };

export const storeOf = (typeCode: string): CredentialStore => OWN[typeCode] ?? licences;
