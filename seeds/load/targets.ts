import { definition as certificates } from '@miaoben/certificates/server';
import { definition as identity } from '@miaoben/identity/server';
import { type Em, Keyring, type Orm, openDatabase } from '@miaoben/kernel';
import { definition as people } from '@miaoben/people/server';
import { definition as vaccines } from '@miaoben/vaccines/server';

/** Logins of the application roles of the databases that seeds write to. */
export interface TargetUrls {
  identity: string;
  people: string;
  vaccines: string;
  /** left out where no certificates run */
  certificates?: string;
}
/** The migrated databases that seeds write to, through each subgraph's own bulk writers. */
export interface Targets {
  keyring: Keyring;
  identity: Orm;
  people: Orm;
  vaccines: Orm;
  certificates?: Orm;
  close(): Promise<void>;
}

export async function openTargets(urls: TargetUrls, keyring: string): Promise<Targets> {
  const orms = {
    identity: await openDatabase(urls.identity, identity.database, 2),
    people: await openDatabase(urls.people, people.database, 2),
    vaccines: await openDatabase(urls.vaccines, vaccines.database, 2),
    ...(urls.certificates && { certificates: await openDatabase(urls.certificates, certificates.database, 2) }),
  };
  return {
    ...orms,
    keyring: new Keyring(keyring),
    close: async () => {
      await Promise.all(Object.values(orms).map((orm) => orm.close()));
    },
  };
}

export const emOf = (orm: Orm): Em => orm.em.fork() as Em;
